package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a line of a log looks like: a regular expression in which <code>%{NAME}</code> stands for a known pattern, <code>
 * %{NAME:field}</code> for one whose text is a field, and <code>%{NAME:field:int}</code> for one whose field is a number.
 * Named groups are fields, too.
 */
public final class LogPattern {

    /** The longest way through one line, in characters looked at; patterns that go back and forth are stopped there. */
    private static final long MOST_STEPS = 20_000_000;

    private static final Pattern REFERENCE = Pattern.compile("%\\{(\\w+)(?::(\\w+))?(?::(\\w+))?}");
    private static final Pattern GROUP = Pattern.compile("\\(\\?<([a-zA-Z_]\\w*)>");
    private static final int DEEPEST = 30;

    private final String written;
    private final Pattern regex;
    private final List<Field> fields;

    /**
     * A field.
     *
     * @param group its group's name in the expression
     * @param meaning what its text means
     */
    private record Field(String name, String group, Meaning meaning) {}

    /** What the text of a field means. */
    enum Meaning {
        TEXT("VARCHAR"),
        WHOLE("BIGINT"),
        NUMBER("DOUBLE"),
        /** The time of access logs, with its zone. */
        HTTP_TIME("TIMESTAMP WITH TIME ZONE"),
        /** The time of ISO 8601 with its zone. */
        ISO_TIME("TIMESTAMP WITH TIME ZONE");

        private final String type;

        Meaning(String type) {
            this.type = type;
        }
    }

    /** No pattern; the message says why. */
    public static final class Mistake extends Exception {

        private static final long serialVersionUID = 1L;

        private final String why;

        Mistake(String message) {
            super(message);
            this.why = message;
        }

        /** The message. */
        public String why() {
            return why;
        }
    }

    private LogPattern(String written, Pattern regex, List<Field> fields) {
        this.written = written;
        this.regex = regex;
        this.fields = List.copyOf(fields);
    }

    /** The names of known kinds of logs. */
    public static List<String> kinds() {
        return LogPatterns.kinds();
    }

    /**
     * Reads a pattern.
     *
     * @param text the name of a known kind of log, or a pattern
     * @param own patterns of the user's own, by name; they come before the known ones
     * @throws Mistake when it is none
     */
    public static LogPattern of(String text, Map<String, String> own) throws Mistake {
        Map<String, String> known = new LinkedHashMap<>(LogPatterns.parts());
        known.putAll(own);
        List<Field> fields = new ArrayList<>();
        String regex = groups(LogPatterns.kind(text).orElse(text), known, fields, 0);
        try {
            LogPattern pattern = new LogPattern(text, Pattern.compile(regex), fields);
            if (fields.isEmpty()) {
                throw new Mistake("'" + text + "' is neither a known log (" + String.join(", ", kinds())
                        + Nearest.hint(text, kinds())
                        + ") nor a pattern with a field; name one as in %{WORD:level}, or as a group (?<level>\\w+)");
            }
            return pattern;
        } catch (PatternSyntaxException e) {
            throw new Mistake("is no regular expression: " + e.getDescription() + " near '"
                    + around(e.getPattern(), e.getIndex()) + "'");
        }
    }

    private static String around(String text, int at) {
        int middle = Math.max(0, Math.min(at, text.length()));
        return text.substring(Math.max(0, middle - 15), Math.min(text.length(), middle + 15));
    }

    private static String groups(String text, Map<String, String> known, List<Field> fields, int depth) throws Mistake {
        if (depth > DEEPEST) {
            throw new Mistake("refers to itself: " + text);
        }
        StringBuilder regex = new StringBuilder();
        Matcher reference = REFERENCE.matcher(text);
        int from = 0;
        while (reference.find()) {
            regex.append(namedGroups(text.substring(from, reference.start()), fields));
            String name = reference.group(1);
            String pattern = known.get(name);
            if (pattern == null) {
                throw new Mistake("refers to %{" + name + "}, which is no known pattern; known are "
                        + String.join(", ", known.keySet()) + ", or say it under 'patterns'");
            }
            String inner = groups(pattern, known, fields, depth + 1);
            Optional<String> field = Optional.ofNullable(reference.group(2));
            if (field.isPresent()) {
                String group = "f" + fields.size() + "x";
                fields.add(new Field(field.get(), group, meaning(Optional.ofNullable(reference.group(3)))));
                regex.append("(?<").append(group).append('>').append(inner).append(')');
            } else {
                regex.append("(?:").append(inner).append(')');
            }
            from = reference.end();
        }
        return regex.append(namedGroups(text.substring(from), fields)).toString();
    }

    private static String namedGroups(String text, List<Field> fields) {
        return GROUP.matcher(text).replaceAll(found -> {
            String group = "f" + fields.size() + "x";
            fields.add(new Field(found.group(1), group, Meaning.TEXT));
            return "(?<" + group + ">";
        });
    }

    private static Meaning meaning(Optional<String> word) throws Mistake {
        return switch (word.orElse("text")) {
            case "text", "string" -> Meaning.TEXT;
            case "int", "long" -> Meaning.WHOLE;
            case "float", "double" -> Meaning.NUMBER;
            case "httptime" -> Meaning.HTTP_TIME;
            case "isotime" -> Meaning.ISO_TIME;
            default -> throw new Mistake("has the type '" + word.get() + "'; allowed are int, float, text");
        };
    }

    /** The names of the fields, each once. */
    public List<String> fields() {
        return fields.stream().map(Field::name).distinct().toList();
    }

    /** The types of fields that are no text, by name. */
    Map<String, String> types() {
        Map<String, String> types = new LinkedHashMap<>();
        fields.stream()
                .filter(field -> field.meaning() != Meaning.TEXT)
                .forEach(field -> types.put(field.name(), field.meaning().type));
        return types;
    }

    /**
     * The values of a line, by field; those that the line does not have are missing.
     *
     * @return empty when the line does not look like this
     * @throws Mistake when that takes too long to find out
     */
    Optional<Map<String, String>> values(String line) throws Mistake {
        try {
            Matcher matcher = regex.matcher(new Watched(line));
            if (!matcher.matches()) {
                return Optional.empty();
            }
            Map<String, String> values = new LinkedHashMap<>();
            for (Field field : fields) {
                String value = matcher.group(field.group());
                if (value != null) {
                    values.putIfAbsent(field.name(), LogPatterns.plain(value, field.meaning()));
                }
            }
            return Optional.of(values);
        } catch (TooLong | StackOverflowError e) {
            throw new Mistake("the pattern takes too long with this line");
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof LogPattern pattern
                && written.equals(pattern.written)
                && regex.pattern().equals(pattern.regex.pattern())
                && fields.equals(pattern.fields);
    }

    @Override
    public int hashCode() {
        return written.hashCode();
    }

    @Override
    public String toString() {
        return written;
    }

    private static final class TooLong extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }

    /** A line that counts how often it is looked at. */
    private static final class Watched implements CharSequence {

        private final String text;
        private long stepsLeft = MOST_STEPS;

        Watched(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (--stepsLeft < 0) {
                throw new TooLong();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
