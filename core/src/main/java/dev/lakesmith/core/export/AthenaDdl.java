package dev.lakesmith.core.export;

import dev.lakesmith.lake.DataType;

/** A Hive table over the symlink manifest. Athena keeps names in lower case. */
final class AthenaDdl implements Ddl {

    @Override
    public boolean follows() {
        return true;
    }

    @Override
    public String declaration(ExternalTable table) {
        String folder = Ddl.s3(table, "Athena");
        String schema = name(table.name().schema());
        String name = schema + "." + name(table.name().name());
        return "CREATE DATABASE IF NOT EXISTS " + schema + ";\n\n"
                + "DROP TABLE IF EXISTS " + name + ";\n\n"
                + "CREATE EXTERNAL TABLE " + name + " (\n"
                + Ddl.lines(table.columns(), AthenaDdl::column)
                + ")\n"
                + (table.description().isBlank() ? "" : "COMMENT " + comment(table.description()) + "\n")
                + Ddl.manifestTable(folder);
    }

    private static String column(ExternalTable.Column column) {
        String line = name(column.name()) + " " + Ddl.hive(column.type(), AthenaDdl::simple, field -> field);
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
            case TIMESTAMP, TIMESTAMP_WITH_ZONE -> "timestamp";
        };
    }
}
