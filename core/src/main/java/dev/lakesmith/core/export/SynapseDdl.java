package dev.lakesmith.core.export;

import dev.lakesmith.lake.DataType;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A view of a serverless SQL pool over the files of one version. */
final class SynapseDdl implements Ddl {

    private static final Pattern ABFS = Pattern.compile("(?i:abfss?)://([^@/]+)@([^/]+)/(.*)");
    private static final String TEXT = "varchar(max) COLLATE Latin1_General_100_BIN2_UTF8";

    @Override
    public boolean follows() {
        return false;
    }

    @Override
    public String declaration(ExternalTable table) {
        Matcher folder = ABFS.matcher(table.folder());
        if (!folder.matches()) {
            throw Ddl.elsewhere(table, "Synapse", "Azure Data Lake Storage");
        }
        String files = "https://" + folder.group(2) + "/" + folder.group(1) + "/" + folder.group(3) + "/"
                + table.version() + "/*.parquet";
        String schema = name(table.name().schema());
        return "IF SCHEMA_ID(" + Ddl.literal(table.name().schema()) + ") IS NULL EXEC("
                + Ddl.literal("CREATE SCHEMA " + schema) + ");\nGO\n\n"
                + Ddl.descriptions(table)
                + "CREATE OR ALTER VIEW " + schema + "." + name(table.name().name()) + " AS\n"
                + "SELECT *\n"
                + "FROM OPENROWSET(\n"
                + "    BULK " + Ddl.literal(files) + ",\n"
                + "    FORMAT = 'PARQUET'\n"
                + ")\n"
                + "WITH (\n"
                + Ddl.lines(table.columns(), column -> name(column.name()) + " " + type(column.type()))
                + ") AS [exported];\nGO\n";
    }

    private static String name(String text) {
        return "[" + text.replace("]", "]]") + "]";
    }

    /** Nested values come as JSON text. */
    private static String type(DataType type) {
        if (type instanceof DataType.Decimal decimal) {
            return "decimal(" + decimal.precision() + "," + decimal.scale() + ")";
        } else if (type instanceof DataType.Simple simple) {
            return simple(simple.kind());
        }
        return TEXT;
    }

    private static String simple(DataType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "bit";
            case INTEGER -> "int";
            case BIGINT -> "bigint";
            case FLOAT -> "real";
            case DOUBLE -> "float";
            case STRING, UUID, TIME -> TEXT;
            case BINARY -> "varbinary(max)";
            case DATE -> "date";
            case TIMESTAMP, TIMESTAMP_WITH_ZONE -> "datetime2(6)";
        };
    }
}
