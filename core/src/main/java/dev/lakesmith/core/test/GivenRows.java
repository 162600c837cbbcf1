package dev.lakesmith.core.test;

import dev.lakesmith.core.project.Cell;
import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.core.test.PreparedTest.Change;
import dev.lakesmith.core.test.PreparedTest.Input;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.sql.TypeShape;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns the rows that a test gives into what happens to its tables. */
final class GivenRows {

    /** Where rows to be removed wait; the schema is the program's own. */
    static final TableName REMOVED = new TableName("lakesmith", "removed");

    private final Map<TableName, Input> inputs;
    private final SqlAnalyzer sql;
    private final List<Diagnostic> diagnostics;

    GivenRows(Map<TableName, Input> inputs, SqlAnalyzer sql, List<Diagnostic> diagnostics) {
        this.inputs = inputs;
        this.sql = sql;
        this.diagnostics = diagnostics;
    }

    /** The columns that rows name. */
    static Set<String> names(List<UnitTest.Given> given) {
        return given.stream()
                .map(UnitTest.Given::rows)
                .flatMap(rows ->
                        rows instanceof UnitTest.Rows.Written written ? named(written.rows()).stream() : Stream.empty())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The columns that any of the rows names, spelled as the first one does. */
    static List<String> named(List<UnitTest.Row> rows) {
        Map<String, String> names = new TreeMap<>();
        Set<String> order = new LinkedHashSet<>();
        rows.forEach(row -> row.cells().forEach(cell -> {
            String key = cell.key().toLowerCase(Locale.ROOT);
            names.putIfAbsent(key, cell.key());
            order.add(key);
        }));
        return order.stream().map(key -> String.valueOf(names.get(key))).toList();
    }

    /** What happens before a run. */
    List<Change> changes(List<UnitTest.Given> given) {
        List<Change> changes = new ArrayList<>();
        for (UnitTest.Given each : given) {
            Input input = inputs.get(each.table());
            if (input != null) {
                change(each, input).ifPresent(changes::add);
            }
        }
        return changes;
    }

    private Optional<Change> change(UnitTest.Given given, Input input) {
        if (given.rows() instanceof UnitTest.Rows.Sql query) {
            return query(given, input, query);
        }
        UnitTest.Rows.Written written = (UnitTest.Rows.Written) given.rows();
        if (given.change() == UnitTest.Change.DELETE) {
            return removal(input, written);
        }
        List<List<@Nullable String>> rows = rows(written.rows(), input.columns(), stray(input), diagnostics);
        return Optional.of(new Change.Put(input.table(), given.change(), rows));
    }

    private Optional<Change> removal(Input input, UnitTest.Rows.Written written) {
        List<Column> columns = named(written.rows()).stream()
                .flatMap(name ->
                        input.columns().stream().filter(column -> column.name().equalsIgnoreCase(name)))
                .toList();
        List<List<@Nullable String>> rows = rows(written.rows(), columns, stray(input), diagnostics);
        if (columns.isEmpty()) {
            tell(
                    ErrorCode.VALUE_INVALID,
                    written.place(),
                    "no row to delete is given; write rows with the values of theirs");
            return Optional.empty();
        }
        String same = columns.stream()
                .map(column -> Identifiers.quote(column.name()))
                .map(name -> "t." + name + " IS NOT DISTINCT FROM r." + name)
                .collect(Collectors.joining(" AND "));
        Query staying =
                sql.parse("SELECT * FROM " + Identifiers.quote(input.table()) + " AS t WHERE NOT EXISTS (SELECT 1"
                        + " FROM " + Identifiers.quote(REMOVED) + " AS r WHERE " + same + ")");
        return Optional.of(new Change.Remove(input.table(), columns, rows, staying));
    }

    private Optional<Change> query(UnitTest.Given given, Input input, UnitTest.Rows.Sql written) {
        if (given.change() == UnitTest.Change.DELETE) {
            tell(
                    ErrorCode.VALUE_INVALID,
                    written.place(),
                    "rows to delete are written under 'rows' or in a 'file', not as SQL");
            return Optional.empty();
        }
        try {
            Query query = sql.parse(written.query());
            if (!query.tables().isEmpty() || !query.parameters().isEmpty()) {
                tell(
                        ErrorCode.SQL_FORBIDDEN,
                        written.place(),
                        "rows of a test come from a SELECT that reads no table and no parameter, such as"
                                + " SELECT * FROM (VALUES (1, 'a')) AS t(id, name)");
                return Optional.empty();
            }
            List<Column> columns = sql.columns(query, Map.of());
            columns.stream()
                    .filter(column -> find(column.name(), input.columns()).isEmpty())
                    .forEach(column -> stray(input).tell(column.name(), written.place()));
            String select = input.columns().stream()
                    .map(column ->
                            (find(column.name(), columns).isPresent() ? Identifiers.quote(column.name()) : "NULL")
                                    + " AS " + Identifiers.quote(column.name()))
                    .collect(Collectors.joining(", "));
            Query complete = sql.parse("SELECT " + select + " FROM (" + query.sql() + ") AS given");
            return Optional.of(new Change.PutQuery(input.table(), given.change(), complete));
        } catch (SqlException e) {
            tell(e.code(), written.place(), e.message());
            return Optional.empty();
        }
    }

    /** Gets a column that a row names and the table does not have. */
    interface Stray {
        void tell(String name, Place place);
    }

    private Stray stray(Input input) {
        return (name, place) -> unknown(name, place, input.columns(), "the table " + input.table(), diagnostics);
    }

    /** Rows as texts in the order of columns; a column not written is NULL. Mistakes are told. */
    static List<List<@Nullable String>> rows(
            List<UnitTest.Row> rows, List<Column> columns, Stray stray, List<Diagnostic> diagnostics) {
        TypedText typed = new TypedText(
                (place, message) -> diagnostics.add(new Diagnostic(ErrorCode.VALUE_INVALID, place, message)));
        List<TypeShape> shapes =
                columns.stream().map(column -> TypeShape.of(column.type())).toList();
        List<List<@Nullable String>> texts = new ArrayList<>();
        for (UnitTest.Row row : rows) {
            List<@Nullable String> values = new ArrayList<>();
            columns.forEach(column -> values.add(null));
            Set<Column> written = new HashSet<>();
            for (Cell.Fields.Field cell : row.cells()) {
                Optional<Column> column = find(cell.key(), columns);
                if (column.isEmpty()) {
                    stray.tell(cell.key(), cell.place());
                } else if (!written.add(column.get())) {
                    diagnostics.add(new Diagnostic(
                            ErrorCode.VALUE_INVALID,
                            cell.place(),
                            "'" + cell.key() + "' is the column '"
                                    + column.get().name() + "' once more, since case does not count; write it once"));
                } else {
                    int index = columns.indexOf(column.get());
                    values.set(index, typed.of(cell.value(), shapes.get(index), cell.key()));
                }
            }
            texts.add(values);
        }
        return texts;
    }

    static Optional<Column> find(String name, List<Column> columns) {
        return columns.stream()
                .filter(column -> column.name().equalsIgnoreCase(name))
                .findFirst();
    }

    static void unknown(String name, Place place, List<Column> columns, String where, List<Diagnostic> diagnostics) {
        List<String> names = columns.stream()
                .map(Column::name)
                .filter(each -> !each.startsWith("_"))
                .toList();
        diagnostics.add(new Diagnostic(
                ErrorCode.SQL_BINDING,
                place,
                where + " has no column '" + name + "'; "
                        + (names.isEmpty()
                                ? "none is known, so write its columns under 'types'"
                                : "it has " + String.join(", ", names) + Nearest.hint(name, names))));
    }

    private void tell(ErrorCode code, Place place, String message) {
        diagnostics.add(new Diagnostic(code, place, message));
    }
}
