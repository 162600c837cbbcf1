package dev.lakesmith.core.export;

import dev.lakesmith.lake.DataType;

/** An external table of Redshift Spectrum over the symlink manifest. */
final class RedshiftDdl implements Ddl {

    @Override
    public boolean follows() {
        return true;
    }

    @Override
    public String declaration(ExternalTable table) {
        String folder = Ddl.s3(table, "Redshift Spectrum");
        String schema = name(table.name().schema());
        String name = schema + "." + name(table.name().name());
        return "-- The schema is a database of the Glue Data Catalog. A table that Athena knows there needs only this:\n"
                + "CREATE EXTERNAL SCHEMA IF NOT EXISTS " + schema + "\n"
                + "FROM DATA CATALOG DATABASE " + Ddl.literal(table.name().schema()) + "\n"
                + "IAM_ROLE default\n"
                + "CREATE EXTERNAL DATABASE IF NOT EXISTS;\n\n"
                + "DROP TABLE IF EXISTS " + name + ";\n\n"
                + Ddl.descriptions(table)
                + "CREATE EXTERNAL TABLE " + name + " (\n"
                + Ddl.lines(table.columns(), RedshiftDdl::column)
                + ")\n"
                + Ddl.manifestTable(folder);
    }

    private static String column(ExternalTable.Column column) {
        return name(column.name()) + " " + Ddl.hive(column.type(), RedshiftDdl::simple, field -> field);
    }

    private static String name(String text) {
        return Ddl.quoted(text, '"');
    }

    private static String simple(DataType.Kind kind) {
        return switch (kind) {
            case BOOLEAN -> "boolean";
            case INTEGER -> "integer";
            case BIGINT -> "bigint";
            case FLOAT -> "real";
            case DOUBLE -> "double precision";
            case STRING, UUID, TIME -> "varchar(65535)";
            case BINARY -> "varbyte(1024000)";
            case DATE -> "date";
            case TIMESTAMP, TIMESTAMP_WITH_ZONE -> "timestamp";
        };
    }
}
