package dev.lakesmith.core.export;

import dev.lakesmith.lake.DataType;

/** An external table of Snowflake over the files of one version, below a stage of the warehouse. */
final class SnowflakeDdl implements Ddl {

    @Override
    public boolean follows() {
        return false;
    }

    @Override
    public String declaration(ExternalTable table) {
        int exports = table.folder().lastIndexOf("/" + Exports.FOLDER + "/");
        String warehouse = table.folder().substring(0, exports);
        String inside = table.folder().substring(exports + 1) + "/" + table.version();
        String schema = name(table.name().schema());
        return "-- Once: CREATE STAGE LAKESMITH URL = " + Ddl.literal(url(table, warehouse))
                + " STORAGE_INTEGRATION = …;\n"
                + "CREATE SCHEMA IF NOT EXISTS " + schema + ";\n\n"
                + "CREATE OR REPLACE EXTERNAL TABLE " + schema + "."
                + name(table.name().name()) + " (\n"
                + Ddl.lines(table.columns(), SnowflakeDdl::column)
                + ")\n"
                + "LOCATION = @LAKESMITH/" + inside + "/\n"
                + "AUTO_REFRESH = FALSE\n"
                + "FILE_FORMAT = (TYPE = PARQUET BINARY_AS_TEXT = FALSE)"
                + (table.description().isBlank() ? "" : "\nCOMMENT = " + comment(table.description()))
                + ";\n";
    }

    private static String url(ExternalTable table, String warehouse) {
        if (table.folder().matches("(?i:s3[an]?)://.*")) {
            return warehouse.replaceFirst("^(?i:s3[an]?)://", "s3://");
        }
        String azure =
                warehouse.replaceFirst("^(?i:abfss?)://([^@/]+)@([^./]+)\\.dfs\\.([^/]+)", "azure://$2.blob.$3/$1");
        if (azure.equals(warehouse)) {
            throw Ddl.elsewhere(table, "Snowflake", "S3 and Azure Data Lake Storage");
        }
        return azure;
    }

    private static String column(ExternalTable.Column column) {
        String type = type(column.type());
        String line = name(column.name()) + " " + type + " AS (VALUE:" + name(column.name()) + "::" + type + ")";
        return column.description().isBlank() ? line : line + " COMMENT " + comment(column.description());
    }

    private static String comment(String text) {
        return Ddl.literal(Ddl.oneLine(text).replace("\\", "\\\\"));
    }

    private static String name(String text) {
        return Ddl.quoted(text, '"');
    }

    private static String type(DataType type) {
        if (type instanceof DataType.Decimal decimal) {
            return "number(" + decimal.precision() + "," + decimal.scale() + ")";
        } else if (type instanceof DataType.Simple simple) {
            return simple(simple.kind());
        }
        return type instanceof DataType.ListOf ? "array" : "object";
    }

    private static String simple(DataType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "boolean";
            case INTEGER, BIGINT -> "number(38,0)";
            case FLOAT, DOUBLE -> "double";
            case STRING, UUID, TIME -> "varchar";
            case BINARY -> "binary";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp_ntz(6)";
            case TIMESTAMP_WITH_ZONE -> "timestamp_ltz(6)";
        };
    }
}
