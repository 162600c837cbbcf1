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
        return HiveDdl.declaration(
                table,
                "CREATE TABLE",
                type -> Ddl.hive(type, SparkDdl::simple, HiveDdl::name),
                "USING parquet\n",
                "LOCATION " + Ddl.escapedLiteral(table.folder() + "/" + table.version()) + ";\n");
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
