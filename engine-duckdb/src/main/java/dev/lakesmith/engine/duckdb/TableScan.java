package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.Locations;
import dev.lakesmith.sql.Identifiers;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;

/**
 * The SQL that reads data files of a table, its columns found by field id, so that renamed, added and widened columns
 * come out right.
 */
record TableScan(Schema schema, List<DataFile> files) {

    /** The whole table. */
    static TableScan of(LakeTable table) {
        return new TableScan(table.schema(), table.files());
    }

    /** A SELECT of all columns in the table's order. */
    String sql() {
        return "SELECT " + columnList() + " FROM " + from("");
    }

    /** As {@link #sql}, with the file's path as one more column. */
    String sqlWithFile(String fileColumn) {
        if (files.isEmpty()) {
            return "SELECT *, CAST(NULL AS VARCHAR) AS " + fileColumn + " FROM (" + sql() + ")";
        }
        return "SELECT " + columnList() + ", filename AS " + fileColumn + " FROM " + from(", filename=true");
    }

    private String columnList() {
        return schema.columns().stream()
                .map(field -> Identifiers.quote(field.name()))
                .collect(Collectors.joining(", "));
    }

    private String from(String options) {
        if (files.isEmpty()) {
            return schema.columns().stream()
                    .map(field -> "CAST(NULL AS " + ColumnTypes.duckDb(field.type()) + ") AS "
                            + Identifiers.quote(field.name()))
                    .collect(Collectors.joining(", ", "(SELECT ", " WHERE false)"));
        }
        String paths = files.stream()
                .map(file -> Identifiers.literal(Locations.path(file.location()).toString()))
                .collect(Collectors.joining(", ", "[", "]"));
        return "read_parquet(" + paths + ", schema=" + fields(schema.columns()) + options + ")";
    }

    private static String fields(List<Types.NestedField> fields) {
        return fields.stream()
                .map(field -> field.fieldId() + ": {name: " + Identifiers.literal(field.name()) + ", type: "
                        + Identifiers.literal(ColumnTypes.duckDb(field.type())) + ", default_value: NULL, children: "
                        + children(field.type()) + "}")
                .collect(Collectors.joining(", ", "MAP {", "}"));
    }

    private static String children(Type type) {
        return switch (type.typeId()) {
            case STRUCT -> fields(type.asStructType().fields());
            case LIST -> fields(type.asListType().fields());
            case MAP -> fields(type.asMapType().fields());
            default -> "NULL";
        };
    }
}
