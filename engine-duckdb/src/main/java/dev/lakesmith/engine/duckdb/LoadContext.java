package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.LoadRequest;
import dev.lakesmith.vocabulary.Column;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What every format's load needs.
 *
 * @param session where it reads and writes
 * @param request what is loaded
 * @param declared the declared types, by lower-case column name
 * @param existing the table's columns, when it is there and stays
 * @param progress for people
 */
record LoadContext(
        Session session,
        LoadRequest request,
        Map<String, String> declared,
        Optional<List<Column>> existing,
        Progress progress) {

    /** A column's declared type. */
    Optional<String> declaredType(String column) {
        return Optional.ofNullable(declared.get(column.toLowerCase(Locale.ROOT)));
    }

    /** The type that the table has for a column. */
    Optional<String> existingType(String column) {
        return existing.stream()
                .flatMap(List::stream)
                .filter(each -> each.name().equalsIgnoreCase(column))
                .map(Column::type)
                .findFirst();
    }

    /** The same, with types that files bring themselves for columns that declare none. */
    LoadContext withTypes(Map<String, String> more) {
        Map<String, String> all = new HashMap<>(more);
        all.putAll(declared);
        return new LoadContext(session, request, all, existing, progress);
    }
}
