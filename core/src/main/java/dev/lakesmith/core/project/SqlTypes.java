package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Nearest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Types of columns and parameters as users write them, and the one spelling that DuckDB uses for each. */
final class SqlTypes {

    private static final Map<String, String> SPELLINGS = spellings();
    private static final List<String> REFUSED = List.of(
            "INTERVAL", "BIT", "ENUM", "UNION", "TIMETZ", "TIME WITH TIME ZONE", "TIMESTAMP_NS", "VARIANT", "BIGNUM");
    private static final String EXAMPLES =
            "; examples: bigint, double, decimal(18,2), varchar, boolean, date, timestamp, timestamptz, varchar[]";

    /** A type that a table can hold. */
    static final TextRule RULE = text -> Optional.ofNullable(new Parser(text).complaint());

    private SqlTypes() {}

    /** DuckDB's spelling of a type that follows {@link #RULE}: {@code text} is {@code VARCHAR}. */
    static String canonical(String text) {
        return new Parser(text).canonical;
    }

    private static Map<String, String> spellings() {
        Map<String, String> all = new LinkedHashMap<>();
        List.of(
                        "BOOLEAN BOOL LOGICAL",
                        "TINYINT INT1",
                        "SMALLINT INT2 SHORT INT16",
                        "INTEGER INT INT4 SIGNED INT32",
                        "BIGINT INT8 LONG INT64",
                        "HUGEINT",
                        "UTINYINT",
                        "USMALLINT",
                        "UINTEGER",
                        "UBIGINT",
                        "UHUGEINT",
                        "FLOAT FLOAT4 REAL",
                        "DOUBLE FLOAT8",
                        "VARCHAR TEXT STRING CHAR BPCHAR NVARCHAR",
                        "JSON",
                        "BLOB BYTEA BINARY VARBINARY",
                        "UUID",
                        "DATE",
                        "TIME",
                        "TIMESTAMP DATETIME",
                        "TIMESTAMP_S",
                        "TIMESTAMP_MS")
                .forEach(line -> {
                    String[] words = line.split(" ", -1);
                    for (String word : words) {
                        all.put(word, words[0]);
                    }
                });
        all.put("DOUBLE PRECISION", "DOUBLE");
        all.put("TIMESTAMP WITHOUT TIME ZONE", "TIMESTAMP");
        all.put("TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH TIME ZONE");
        all.put("TIMESTAMPTZ", "TIMESTAMP WITH TIME ZONE");
        return Map.copyOf(all);
    }

    /** Recursive descent, because structs, lists and maps nest. */
    private static final class Parser {

        private static final Pattern WORDS = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*(?: +[A-Za-z_]+)*");
        private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*|\"(?:[^\"]|\"\")+\"");
        private static final Pattern DECIMAL = Pattern.compile("\\( *([0-9]{1,2}) *(?:, *([0-9]{1,2}) *)?\\)");
        private static final Pattern BRACKETS = Pattern.compile(" *\\[ *]");
        private static final int DEEPEST = 20;

        private final String text;
        private final String canonical;
        private int at;
        private String problem = "";

        Parser(String text) {
            this.text = text.strip();
            this.canonical = type(0);
            if (problem.isEmpty() && at < this.text.length()) {
                problem = "is no column type" + EXAMPLES;
            }
        }

        @Nullable
        String complaint() {
            return problem.isEmpty() ? null : problem;
        }

        private String type(int depth) {
            skipSpace();
            StringBuilder type = new StringBuilder(depth > DEEPEST ? fail("nests too deep") : single(depth));
            while (problem.isEmpty() && find(BRACKETS).isPresent()) {
                type.append("[]");
            }
            return type.toString();
        }

        private String single(int depth) {
            Optional<Matcher> words = find(WORDS);
            if (words.isEmpty()) {
                return fail("is no column type" + EXAMPLES);
            }
            String word = words.get().group().toUpperCase(Locale.ROOT).replaceAll(" +", " ");
            skipSpace();
            boolean arguments = at < text.length() && text.charAt(at) == '(';
            if (List.of("DECIMAL", "NUMERIC", "DEC").contains(word)) {
                return arguments ? decimal() : "DECIMAL(18,3)";
            }
            if (arguments && "STRUCT".equals(word)) {
                return struct(depth);
            }
            if (arguments && "MAP".equals(word)) {
                return map(depth);
            }
            if (REFUSED.contains(word)) {
                return fail("is a type that Iceberg tables cannot hold; use varchar, or a number or time type");
            }
            String simple = SPELLINGS.get(word);
            if (simple == null) {
                return fail("is no column type" + EXAMPLES + Nearest.hint(word.toLowerCase(Locale.ROOT), known()));
            }
            return arguments
                    ? fail("has a length, which would not be enforced; leave it away and use the check matches")
                    : simple;
        }

        private String decimal() {
            Optional<Matcher> sizes = find(DECIMAL);
            if (sizes.isEmpty()) {
                return fail("is no column type; write decimal(precision,scale), for example decimal(18,2)");
            }
            int precision = Integer.parseInt(sizes.get().group(1));
            String scaleText = sizes.get().group(2);
            int scale = scaleText == null ? 0 : Integer.parseInt(scaleText);
            return precision < 1 || precision > 38 || scale > precision
                    ? fail("is no column type; a decimal has 1 to 38 digits, and no more of them behind the point")
                    : "DECIMAL(" + precision + "," + scale + ")";
        }

        private String struct(int depth) {
            List<String> fields = new ArrayList<>();
            do {
                at++;
                skipSpace();
                Optional<Matcher> name = find(NAME);
                if (name.isEmpty()) {
                    return fail("is no column type; write struct(name type, name type)");
                }
                fields.add(name.get().group() + " " + type(depth + 1));
                skipSpace();
            } while (problem.isEmpty() && at < text.length() && text.charAt(at) == ',');
            return close("STRUCT(" + String.join(", ", fields) + ")");
        }

        private String map(int depth) {
            at++;
            String key = type(depth + 1);
            skipSpace();
            if (problem.isEmpty() && (at >= text.length() || text.charAt(at) != ',')) {
                return fail("is no column type; write map(key type, value type)");
            }
            at++;
            String value = type(depth + 1);
            skipSpace();
            return close("MAP(" + key + ", " + value + ")");
        }

        private String close(String type) {
            if (problem.isEmpty() && (at >= text.length() || text.charAt(at) != ')')) {
                return fail("is no column type: a closing parenthesis is missing");
            }
            at++;
            return type;
        }

        private Optional<Matcher> find(Pattern pattern) {
            Matcher matcher = pattern.matcher(text).region(Math.min(at, text.length()), text.length());
            if (!matcher.lookingAt()) {
                return Optional.empty();
            }
            at = matcher.end();
            return Optional.of(matcher);
        }

        private void skipSpace() {
            while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
                at++;
            }
        }

        private String fail(String complaint) {
            if (problem.isEmpty()) {
                problem = complaint;
            }
            return "";
        }

        private static List<String> known() {
            return SPELLINGS.keySet().stream()
                    .map(each -> each.toLowerCase(Locale.ROOT))
                    .sorted()
                    .toList();
        }
    }
}
