package dev.lakesmith.vocabulary;

import java.util.Comparator;

/**
 * The two-part name of a table or view in the lake, such as {@code silver.customers}. Names compare as written;
 * projects keep them lower-case.
 *
 * @param schema the namespace: {@code landing}, {@code bronze}, {@code silver}, {@code gold}, {@code quarantine} …
 * @param name the table's name inside its namespace
 */
public record TableName(String schema, String name) implements Comparable<TableName> {

    private static final Comparator<TableName> ORDER =
            Comparator.comparing(TableName::schema).thenComparing(TableName::name);

    /** Refuses empty parts. */
    public TableName {
        if (schema.isBlank() || name.isBlank()) {
            throw new IllegalArgumentException(
                    "a table name has two non-empty parts, got '" + schema + "." + name + "'");
        }
    }

    /**
     * Reads {@code schema.name}.
     *
     * @throws LakesmithException with {@link ErrorCode#TABLE_UNKNOWN} when the text has not exactly two parts
     */
    public static TableName parse(String text) {
        int dot = text.indexOf('.');
        if (dot <= 0 || dot == text.length() - 1 || text.indexOf('.', dot + 1) >= 0) {
            throw new LakesmithException(
                    ErrorCode.TABLE_UNKNOWN,
                    "'" + text + "' is not a table name; write schema.table, for example silver.customers");
        }
        return new TableName(text.substring(0, dot), text.substring(dot + 1));
    }

    @Override
    public int compareTo(TableName other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return schema + "." + name;
    }
}
