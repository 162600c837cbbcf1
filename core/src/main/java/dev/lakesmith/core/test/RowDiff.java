package dev.lakesmith.core.test;

import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How two multisets of rows differ. Values are those of {@link dev.lakesmith.core.engine.QueryResult}.
 *
 * @param columns those compared
 * @param missing rows that were expected and are not there
 * @param unexpected rows that are there and were not expected
 * @param differing rows that were expected and are there with other values
 * @param equal how many rows are as expected
 */
public record RowDiff(
        List<Column> columns,
        List<List<@Nullable Object>> missing,
        List<List<@Nullable Object>> unexpected,
        List<Pair> differing,
        int equal) {

    /** A row as expected and the one that is there instead. */
    public record Pair(List<@Nullable Object> expected, List<@Nullable Object> actual) {}

    public RowDiff {
        columns = List.copyOf(columns);
        missing = List.copyOf(missing);
        unexpected = List.copyOf(unexpected);
        differing = List.copyOf(differing);
    }

    public boolean isEmpty() {
        return missing.isEmpty() && unexpected.isEmpty() && differing.isEmpty();
    }

    /**
     * Compares.
     *
     * @param key indexes of the columns that identify a row; empty: rows are paired by how much of them agrees
     */
    static RowDiff of(
            List<Column> columns,
            List<List<@Nullable Object>> expected,
            List<List<@Nullable Object>> actual,
            List<Integer> key) {
        Map<List<@Nullable Object>, Integer> counts = new HashMap<>();
        actual.forEach(row -> counts.merge(row, 1, Integer::sum));
        List<List<@Nullable Object>> missing = new ArrayList<>();
        for (List<@Nullable Object> row : expected) {
            int left = counts.getOrDefault(row, 0);
            if (left == 0) {
                missing.add(row);
            } else {
                counts.put(row, left - 1);
            }
        }
        List<List<@Nullable Object>> unexpected = new ArrayList<>();
        for (List<@Nullable Object> row : actual) {
            int left = counts.getOrDefault(row, 0);
            if (left > 0) {
                unexpected.add(row);
                counts.put(row, left - 1);
            }
        }
        int equal = expected.size() - missing.size();
        List<Pair> differing = pair(missing, unexpected, key);
        return new RowDiff(columns, missing, unexpected, differing, equal);
    }

    /** Takes the rows that belong together out of both lists. */
    private static List<Pair> pair(
            List<List<@Nullable Object>> missing, List<List<@Nullable Object>> unexpected, List<Integer> key) {
        List<Pair> pairs = new ArrayList<>();
        for (List<@Nullable Object> row : List.copyOf(missing)) {
            Optional<List<@Nullable Object>> partner = Optional.empty();
            int best = 0;
            for (List<@Nullable Object> candidate : unexpected) {
                int likeness = likeness(row, candidate, key);
                if (likeness > best) {
                    best = likeness;
                    partner = Optional.of(candidate);
                }
            }
            partner.ifPresent(found -> {
                pairs.add(new Pair(row, found));
                missing.remove(row);
                unexpected.remove(found);
            });
        }
        return pairs;
    }

    /** How many cells agree; 0 when the rows do not belong together. */
    private static int likeness(List<@Nullable Object> row, List<@Nullable Object> other, List<Integer> key) {
        int same = 0;
        for (int i = 0; i < row.size(); i++) {
            same += Objects.equals(row.get(i), other.get(i)) ? 1 : 0;
        }
        if (key.isEmpty()) {
            return same * 2 >= row.size() ? same : 0;
        }
        return key.stream().allMatch(i -> Objects.equals(row.get(i), other.get(i))) ? same + 1 : 0;
    }
}
