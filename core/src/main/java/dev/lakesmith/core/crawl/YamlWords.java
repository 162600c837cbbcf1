package dev.lakesmith.core.crawl;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Values as YAML writes them on one line. */
public final class YamlWords {

    /** What YAML reads as it is: no number, no truth value, no sign with a meaning. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_/][A-Za-z0-9_./-]*(\\(\\d+\\))?");

    private static final Set<String> WORDS = Set.of("true", "false", "null", "yes", "no", "on", "off");
    private static final Set<String> TRUTH = Set.of("true", "false");

    private YamlWords() {}

    /** {@code { path: drop/a.csv, format: csv }}. */
    public static String flow(Map<String, ?> mapping) {
        return mapping.entrySet().stream()
                .map(key -> text(key.getKey()) + ": " + value(key.getValue()))
                .collect(Collectors.joining(", ", "{ ", " }"));
    }

    /** A text, a mapping or a list; a text that is a truth value is one. */
    public static String value(Object value) {
        if (value instanceof Map<?, ?> mapping) {
            return mapping.entrySet().stream()
                    .map(key -> text(String.valueOf(key.getKey())) + ": " + value(key.getValue()))
                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(YamlWords::value).collect(Collectors.joining(", ", "[", "]"));
        }
        String text = String.valueOf(value);
        return TRUTH.contains(text) ? text : text(text);
    }

    /** A text, in quotes where YAML would read something else. */
    static String text(String text) {
        return PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))
                ? text
                : '"' + new String(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
    }

    /** A remark behind a value or above it, on one line; it never ends the comment of a header. */
    static String remark(String text) {
        return "# " + text.replaceAll("\\s+", " ").strip().replace("*/", "* /").replace("/*", "/ *");
    }
}
