package dev.lakesmith.core.crawl;

import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.lake.LakeView;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds columns that could identify a row: single ones, and where there is none, two or three together. Only the rows that
 * were looked at count, so that it is a hint.
 */
final class PossibleKeys {

    private static final int MOST_KEYS = 3;
    private static final int ENOUGH_ROWS = 20;

    /** Two of twelve are 66 pairs, three of them 220. */
    private static final int MOST_COLUMNS = 12;

    private final Engine engine;
    private final LakeView view;
    private final String from;

    /** @param from the rows that were looked at, in parentheses */
    PossibleKeys(Engine engine, LakeView view, String from) {
        this.engine = engine;
        this.view = view;
        this.from = from;
    }

    /**
     * The likeliest first, none of more columns than another.
     *
     * @param table what the table is called
     */
    List<List<ColumnProfile>> in(List<ColumnProfile> columns, String table) {
        Comparator<ColumnProfile> byName = Comparator.comparing(column -> isNamed(column, table) ? 0 : 1);
        List<ColumnProfile> possible =
                columns.stream().filter(PossibleKeys::isPossible).toList();
        List<List<ColumnProfile>> single = possible.stream()
                .filter(ColumnProfile::isUnique)
                .filter(column -> column.rows() >= ENOUGH_ROWS || isNamed(column, table))
                .sorted(byName)
                .limit(MOST_KEYS)
                .map(List::of)
                .toList();
        if (!single.isEmpty()) {
            return single;
        }
        // Few rows differ in many ways by chance.
        List<ColumnProfile> parts = possible.stream()
                .filter(column -> column.rows() >= ENOUGH_ROWS && column.different() > 1)
                .sorted(byName.thenComparing(
                        Comparator.comparingLong(ColumnProfile::different).reversed()))
                .limit(MOST_COLUMNS)
                .toList();
        return parts.size() < 2 ? List.of() : together(parts);
    }

    private static boolean isNamed(ColumnProfile column, String table) {
        return ColumnNames.soundsLikeKey(column.subject().name(), table);
    }

    private static boolean isPossible(ColumnProfile column) {
        String type = column.type().orElse("");
        return column.rows() > 1
                && column.isFull()
                && (Set.of("bigint", "integer", "varchar", "uuid", "smallint", "date")
                                .contains(type)
                        || type.matches("decimal\\(\\d+,0\\)"));
    }

    private List<List<ColumnProfile>> together(List<ColumnProfile> parts) {
        List<int[]> rows = rows(parts);
        List<List<ColumnProfile>> pairs = new ArrayList<>();
        List<List<ColumnProfile>> triples = new ArrayList<>();
        for (int a = 0; a < parts.size(); a++) {
            for (int b = a + 1; b < parts.size() && pairs.size() < MOST_KEYS; b++) {
                if (differ(rows, a, b)) {
                    pairs.add(List.of(parts.get(a), parts.get(b)));
                }
                for (int c = b + 1; c < parts.size() && pairs.isEmpty() && triples.size() < MOST_KEYS; c++) {
                    if (differ(rows, a, b, c)) {
                        triples.add(List.of(parts.get(a), parts.get(b), parts.get(c)));
                    }
                }
            }
        }
        return pairs.isEmpty() ? triples : pairs;
    }

    /** Whether no two rows agree in all of the columns; most columns tell after a few rows that they do. */
    private static boolean differ(List<int[]> rows, int... columns) {
        Set<Long> seen = new HashSet<>();
        for (int[] row : rows) {
            long values = 0;
            for (int column : columns) {
                values = values * Profiler.ROWS + row[column];
            }
            if (!seen.add(values)) {
                return false;
            }
        }
        return true;
    }

    /** Each row as the numbers of its values. */
    private List<int[]> rows(List<ColumnProfile> parts) {
        List<Map<@Nullable Object, Integer>> numbers = parts.stream()
                .<Map<@Nullable Object, Integer>>map(any -> new HashMap<>())
                .toList();
        String hashes = parts.stream()
                .map(each -> "hash(CAST(" + each.subject().sql() + " AS VARCHAR))")
                .collect(Collectors.joining(", "));
        List<int[]> rows = new ArrayList<>();
        try (QueryResult result = engine.query("SELECT " + hashes + " FROM " + from, List.of(), view)) {
            for (Optional<List<@Nullable Object>> row = result.next(); row.isPresent(); row = result.next()) {
                int[] values = new int[parts.size()];
                for (int i = 0; i < values.length; i++) {
                    Map<@Nullable Object, Integer> known = numbers.get(i);
                    values[i] = known.computeIfAbsent(row.get().get(i), any -> known.size());
                }
                rows.add(values);
            }
        }
        return rows;
    }
}
