package dev.lakesmith.core.export;

import dev.lakesmith.lake.DataType;
import java.util.stream.Collectors;

/** A table of Trino's Hive connector over the files of one version; the session's catalog is that connector's. */
final class TrinoDdl implements Ddl {

    @Override
    public boolean follows() {
        return false;
    }

    @Override
    public String declaration(ExternalTable table) {
        String schema = name(table.name().schema());
        String name = schema + "." + name(table.name().name());
        return "-- In a catalog of the Hive connector; timestamps need hive.timestamp-precision=MICROSECONDS there.\n"
                + "CREATE SCHEMA IF NOT EXISTS " + schema + ";\n\n"
                + "DROP TABLE IF EXISTS " + name + ";\n\n"
                + "CREATE TABLE " + name + " (\n"
                + Ddl.lines(table.columns(), TrinoDdl::column)
                + ")\n"
                + (table.description().isBlank() ? "" : "COMMENT " + comment(table.description()) + "\n")
                + "WITH (format = 'PARQUET', external_location = "
                + Ddl.literal(table.folder() + "/" + table.version()) + ");\n";
    }

    private static String column(ExternalTable.Column column) {
        String line = name(column.name()) + " " + type(column.type());
        return column.description().isBlank() ? line : line + " COMMENT " + comment(column.description());
    }

    private static String comment(String text) {
        return Ddl.literal(Ddl.oneLine(text));
    }

    private static String name(String text) {
        return Ddl.quoted(text, '"');
    }

    private static String type(DataType type) {
        if (type instanceof DataType.Decimal decimal) {
            return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
        } else if (type instanceof DataType.Struct struct) {
            return struct.fields().stream()
                    .map(field -> name(field.name()) + " " + type(field.type()))
                    .collect(Collectors.joining(", ", "row(", ")"));
        } else if (type instanceof DataType.ListOf list) {
            return "array(" + type(list.element()) + ")";
        } else if (type instanceof DataType.MapOf map) {
            return "map(" + type(map.key()) + ", " + type(map.value()) + ")";
        }
        return switch (Ddl.kind(type)) {
            case BOOLEAN -> "boolean";
            case INTEGER -> "integer";
            case BIGINT -> "bigint";
            case FLOAT -> "real";
            case DOUBLE -> "double";
            case STRING, UUID, TIME -> "varchar";
            case BINARY -> "varbinary";
            case DATE -> "date";
            case TIMESTAMP, TIMESTAMP_WITH_ZONE -> "timestamp(6)";
        };
    }
}
