package dev.lakesmith.sql;

import java.util.List;

/** The type names people write. */
final class SqlTypes {

    static final List<String> COMMON = List.of(
            "BOOLEAN",
            "TINYINT",
            "SMALLINT",
            "INTEGER",
            "INT",
            "BIGINT",
            "HUGEINT",
            "FLOAT",
            "DOUBLE",
            "DECIMAL",
            "NUMERIC",
            "VARCHAR",
            "TEXT",
            "STRING",
            "BLOB",
            "DATE",
            "TIME",
            "TIMESTAMP",
            "TIMESTAMPTZ",
            "INTERVAL",
            "UUID",
            "JSON",
            "STRUCT",
            "MAP");

    private SqlTypes() {}
}
