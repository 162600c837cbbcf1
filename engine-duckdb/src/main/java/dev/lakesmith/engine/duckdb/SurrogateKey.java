package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.role.Role;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Surrogate keys as SQL: the first 63 bits of the MD5 of the member's key as text, so every engine and every run finds
 * the same one without asking the dimension. A text stands as it is, a moment as its microseconds since 1970; several
 * columns each with their length before them. The key of a day is the number yyyymmdd.
 */
final class SurrogateKey {

    private SurrogateKey() {}

    /**
     * The key of a member, NULL when a part of its own key is NULL.
     *
     * @param values SQL of the parts of its key
     * @param types their types
     */
    static String of(Role.Dimension dimension, List<String> values, List<String> types) {
        if (dimension.calendar().isPresent()) {
            return day(values.get(0));
        }
        return dimension.keyIsSurrogate() ? "CAST(" + values.get(0) + " AS BIGINT)" : hash(values, types);
    }

    private static String day(String value) {
        String date = "CAST(" + value + " AS DATE)";
        return "CAST(year(" + date + ") * 10000 + month(" + date + ") * 100 + day(" + date + ") AS BIGINT)";
    }

    /** The key of a version: that of the member and of the moment it began. NULL when it began with the member. */
    static String ofVersion(List<String> values, List<String> types, String from) {
        List<String> texts = texts(values, types);
        List<String> all = IntStream.rangeClosed(0, texts.size())
                .mapToObj(i -> i < texts.size() ? texts.get(i) : "CAST(epoch_us(" + from + ") AS VARCHAR)")
                .toList();
        return number(joined(all));
    }

    private static String hash(List<String> values, List<String> types) {
        List<String> texts = texts(values, types);
        return number(texts.size() == 1 ? texts.get(0) : joined(texts));
    }

    private static List<String> texts(List<String> values, List<String> types) {
        return IntStream.range(0, values.size())
                .mapToObj(i -> types.get(i).startsWith("TIMESTAMP")
                        ? "CAST(epoch_us(" + values.get(i) + ") AS VARCHAR)"
                        : "CAST(" + values.get(i) + " AS VARCHAR)")
                .toList();
    }

    private static String joined(List<String> texts) {
        return texts.stream()
                .map(text -> "length(" + text + ") || ':' || " + text)
                .collect(Collectors.joining(" || ", "(", ")"));
    }

    private static String number(String text) {
        return "CAST(CAST('0x' || substr(md5(" + text + "), 1, 16) AS UBIGINT) >> 1 AS BIGINT)";
    }
}
