package dev.lakesmith.core.export;

import dev.lakesmith.lake.DataType;

/** A table of Spark's own catalog over the files of one version. */
final class SparkDdl implements Ddl {

    @Override
    public boolean follows() {
        return false;
    }

    @Override
    public String declaration(ExternalTable table) {
        String schema = name(table.name().schema());
        String name = schema + "." + name(table.name().name());
        return "CREATE DATABASE IF NOT EXISTS " + schema + ";\n\n"
                + "DROP TABLE IF EXISTS " + name + ";\n\n"
                + "CREATE TABLE " + name + " (\n"
                + Ddl.lines(table.columns(), SparkDdl::column)
                + ")\nUSING parquet\n"
                + (table.description().isBlank() ? "" : "COMMENT " + comment(table.description()) + "\n")
                + "LOCATION " + Ddl.escapedLiteral(table.folder() + "/" + table.version()) + ";\n";
    }

    private static String column(ExternalTable.Column column) {
        String line = name(column.name()) + " " + Ddl.hive(column.type(), SparkDdl::simple, SparkDdl::name);
        return column.description().isBlank() ? line : line + " COMMENT " + comment(column.description());
    }

    private static String comment(String text) {
        return Ddl.escapedLiteral(Ddl.oneLine(text));
    }

    private static String name(String text) {
        return Ddl.quoted(text, '`');
    }

    private static String simple(DataType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "boolean";
            case INTEGER -> "int";
            case BIGINT -> "bigint";
            case FLOAT -> "float";
            case DOUBLE -> "double";
            case STRING, UUID, TIME -> "string";
            case BINARY -> "binary";
            case DATE -> "date";
            case TIMESTAMP -> "timestamp_ntz";
            case TIMESTAMP_WITH_ZONE -> "timestamp";
        };
    }
}
