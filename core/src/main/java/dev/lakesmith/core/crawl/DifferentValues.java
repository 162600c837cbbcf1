package dev.lakesmith.core.crawl;

import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.lake.LakeView;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The different values of columns, each once with how often it occurs. The values of many columns are put below each
 * other, so that an aggregate is written, planned and computed once for all of them: a query with aggregates of its own
 * for each of a thousand columns takes minutes.
 */
final class DifferentValues {

    /** How many columns are asked about at once. */
    private static final int AT_ONCE = 1000;

    private final Engine engine;
    private final LakeView view;
    private final String from;

    /** @param from a relation in parentheses */
    DifferentValues(Engine engine, LakeView view, String from) {
        this.engine = engine;
        this.view = view;
        this.from = from;
    }

    /**
     * Computes aggregates for each of the columns.
     *
     * @param aggregates over {@code v}, a value as text, and {@code n}, in how many rows it is; never NULL
     * @return nothing of columns without a value
     */
    Map<Subject, Answers> ask(List<Subject> subjects, List<String> aggregates) {
        Map<Subject, Answers> answers = new HashMap<>();
        for (int i = 0; i < subjects.size() && !aggregates.isEmpty(); i += AT_ONCE) {
            List<Subject> some = subjects.subList(i, Math.min(i + AT_ONCE, subjects.size()));
            String texts = some.stream()
                    .map(each -> "CAST(" + each.sql() + " AS VARCHAR)")
                    .collect(Collectors.joining(", ", "[", "]"));
            String numbers = IntStream.range(0, some.size())
                    .mapToObj(String::valueOf)
                    .collect(Collectors.joining(", ", "[", "]"));
            String sql = "SELECT c, " + String.join(", ", aggregates) + " FROM (SELECT c, v, count(*) AS n FROM (SELECT"
                    + " unnest(" + numbers + ") AS c, unnest(" + texts + ") AS v FROM " + from
                    + ") WHERE v IS NOT NULL GROUP BY c, v) GROUP BY c";
            try (QueryResult result = engine.query(sql, List.of(), view)) {
                for (Optional<List<@Nullable Object>> row = result.next(); row.isPresent(); row = result.next()) {
                    List<@Nullable Object> values = row.get();
                    if (values.get(0) instanceof Number number) {
                        answers.put(
                                some.get(number.intValue()),
                                new Answers(new ArrayList<>(values.subList(1, values.size()))));
                    }
                }
            }
        }
        return answers;
    }

    /** What came back for one column, in the order in which it was asked. */
    record Answers(List<@Nullable Object> values) {

        /** Of a column without a value. */
        static final Answers NONE = new Answers(List.of());

        long count(int index) {
            return index < values.size() && values.get(index) instanceof Number number ? number.longValue() : 0;
        }

        List<String> texts(int index) {
            return index < values.size() && values.get(index) instanceof List<?> list
                    ? list.stream().map(String::valueOf).distinct().toList()
                    : List.of();
        }

        Optional<String> text(int index) {
            return index < values.size()
                    ? Optional.ofNullable(values.get(index)).map(String::valueOf)
                    : Optional.empty();
        }
    }
}
