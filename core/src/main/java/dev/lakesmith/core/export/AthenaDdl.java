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
        return HiveDdl.declaration(
                table,
                "CREATE EXTERNAL TABLE",
                type -> Ddl.hive(type, AthenaDdl::simple, field -> field),
                "",
                Ddl.manifestTable(folder));
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
