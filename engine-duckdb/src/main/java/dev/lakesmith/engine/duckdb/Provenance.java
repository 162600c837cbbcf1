package dev.lakesmith.engine.duckdb;

import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.List;

/** The columns that every bronze table has beside those of its source. */
final class Provenance {

    static final String SOURCE_FILE = "_source_file";
    static final String BATCH_ID = "_batch_id";
    static final String LOADED_AT = "_loaded_at";
    static final String RESCUED_DATA = "_rescued_data";

    static final List<Column> COLUMNS = List.of(
            new Column(SOURCE_FILE, "VARCHAR"),
            new Column(BATCH_ID, "VARCHAR"),
            new Column(LOADED_AT, "TIMESTAMP WITH TIME ZONE"),
            new Column(RESCUED_DATA, "VARCHAR"));

    private Provenance() {}

    /** A text that is the same in every row. As an enumeration of one word it is written without being looked up. */
    static String constant(String text) {
        String literal = Identifiers.literal(text);
        return text.indexOf('\0') < 0 ? "CAST(" + literal + " AS ENUM(" + literal + "))" : literal;
    }

    static boolean has(String column) {
        return COLUMNS.stream().anyMatch(each -> each.name().equalsIgnoreCase(column));
    }
}
