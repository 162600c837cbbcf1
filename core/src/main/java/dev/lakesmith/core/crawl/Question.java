package dev.lakesmith.core.crawl;

import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.lake.LakeView;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Aggregates of one table, asked for in as few passes as their number allows. */
final class Question {

    /** DuckDB's parser takes thousands of expressions in one SELECT badly. */
    private static final int AT_ONCE = 200;

    private final List<String> expressions = new ArrayList<>();

    /** Adds an aggregate and tells which of the answers is its. */
    int ask(String expression) {
        expressions.add(expression);
        return expressions.size() - 1;
    }

    /** @param from a relation in parentheses, or a table */
    Answers of(Engine engine, LakeView view, String from) {
        List<@Nullable Object> answers = new ArrayList<>();
        for (int i = 0; i < expressions.size(); i += AT_ONCE) {
            List<String> some = expressions.subList(i, Math.min(i + AT_ONCE, expressions.size()));
            String sql = "SELECT " + String.join(", ", some) + " FROM " + from;
            try (QueryResult result = engine.query(sql, List.of(), view)) {
                answers.addAll(result.next().orElseThrow());
            }
        }
        return new Answers(answers);
    }

    /** What came back. */
    record Answers(List<@Nullable Object> values) {

        long count(int index) {
            return values.get(index) instanceof Number number ? number.longValue() : 0;
        }

        List<String> texts(int index) {
            return values.get(index) instanceof List<?> list
                    ? list.stream().map(String::valueOf).toList()
                    : List.of();
        }
    }
}
