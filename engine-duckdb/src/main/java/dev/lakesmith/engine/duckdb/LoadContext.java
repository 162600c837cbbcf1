package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.OtherTypes;
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

    /** A SELECT of a table's columns without values. */
    BronzeSelect select(List<Column> table) {
        return new BronzeSelect(table, request.loadedAt(), request.stream());
    }

    /** A column's declared type. */
    Optional<String> declaredType(String column) {
        return Optional.ofNullable(declared.get(column.toLowerCase(Locale.ROOT)));
    }

    /** What becomes of a column's values of other types. */
    OtherTypes otherTypes(String column) {
        return request.stream().columns().stream()
                .filter(each -> each.name().equalsIgnoreCase(column))
                .map(ColumnContract::otherTypes)
                .findFirst()
                .orElse(OtherTypes.QUARANTINE);
    }

    /** Whether the name is that of a part of a field that is split. */
    boolean isPart(String column) {
        return request.stream().columns().stream()
                .filter(each -> each.otherTypes() == OtherTypes.SPLIT)
                .anyMatch(each -> TypePart.isColumn(each.name(), column));
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
