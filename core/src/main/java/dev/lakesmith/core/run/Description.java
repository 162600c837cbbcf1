package dev.lakesmith.core.run;

import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.vocabulary.Column;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers what people ask a shell about tables: from the catalog, so that no statement reaches the engine. */
final class Description implements QueryResult {

    private static final Pattern TABLES = Pattern.compile("(?i)\\s*SHOW\\s+(ALL\\s+)?TABLES\\s*;?\\s*");
    private static final Pattern DESCRIBE = Pattern.compile("(?is)(\\s*)(DESCRIBE|DESC|SHOW)\\b(.*)");
    private static final Pattern QUERY = Pattern.compile("(?is)\\s*(SELECT|FROM|WITH|VALUES|\\().*");

    private final List<Column> columns;
    private final Iterator<List<String>> rows;

    private Description(List<Column> columns, List<List<String>> rows) {
        this.columns = columns;
        this.rows = rows.iterator();
    }

    static boolean asksForTables(String statement) {
        return TABLES.matcher(statement).matches();
    }

    /** The query whose columns a statement asks for, each character in its place; empty for any other statement. */
    static Optional<String> described(String statement) {
        Matcher describe = DESCRIBE.matcher(statement);
        if (!describe.matches() || describe.group(3).isBlank()) {
            return Optional.empty();
        }
        String word = QUERY.matcher(describe.group(3)).matches() ? "" : "FROM";
        return Optional.of(
                describe.group(1) + word + " ".repeat(describe.group(2).length() - word.length()) + describe.group(3));
    }

    static QueryResult ofColumns(List<Column> columns) {
        return of(
                List.of("column", "type"),
                columns.stream()
                        .map(column -> List.of(column.name(), column.type()))
                        .toList());
    }

    static QueryResult of(List<String> names, List<List<String>> rows) {
        return new Description(
                names.stream().map(name -> new Column(name, "VARCHAR")).toList(), rows);
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public Optional<List<@Nullable Object>> next() {
        return rows.hasNext()
                ? Optional.of(Arrays.<@Nullable Object>asList(rows.next().toArray()))
                : Optional.empty();
    }

    @Override
    public void close() {}
}
