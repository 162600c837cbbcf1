package dev.lakesmith.core.crawl;

/**
 * What is looked at as one column.
 *
 * @param name as bronze has it, or of a partition's folder
 * @param sql the expression over bronze
 * @param type of the expression, as DuckDB spells it
 * @param origin where its values stand
 */
record Subject(String name, String sql, String type, Origin origin) {

    /** Where values stand. */
    enum Origin {
        COLUMN,
        /** In the names of folders, {@code year=2026}. */
        FOLDER
    }

    boolean isText() {
        return type.equals("VARCHAR");
    }

    /** Lists, structs and maps. */
    boolean isNested() {
        return type.endsWith("]") || type.startsWith("STRUCT") || type.startsWith("MAP");
    }
}
