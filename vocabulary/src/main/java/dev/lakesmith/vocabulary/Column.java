package dev.lakesmith.vocabulary;

/**
 * A column of a table or query.
 *
 * @param name the column's name as written
 * @param type its type as DuckDB writes it: {@code BIGINT}, {@code DECIMAL(18,2)}, {@code STRUCT(a INTEGER, b VARCHAR[])}
 */
public record Column(String name, String type) {

    /** Refuses a missing name or type. */
    public Column {
        if (name.isEmpty() || type.isBlank()) {
            throw new IllegalArgumentException("a column has a name and a type, got '" + name + "' '" + type + "'");
        }
    }
}
