package dev.lakesmith.engine.duckdb;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Tables of odd values and queries over them, by chance. */
final class RandomQueries {

    static final Map<String, String> COLUMNS = new TreeMap<>(Map.ofEntries(
            Map.entry("id", "INTEGER"),
            Map.entry("g", "VARCHAR"),
            Map.entry("n", "BIGINT"),
            Map.entry("x", "DECIMAL(12,3)"),
            Map.entry("w", "DECIMAL(38,2)"),
            Map.entry("f", "DOUBLE"),
            Map.entry("d", "DATE"),
            Map.entry("ts", "TIMESTAMP"),
            Map.entry("tz", "TIMESTAMP WITH TIME ZONE"),
            Map.entry("flag", "BOOLEAN"),
            Map.entry("odd.name", "INTEGER"),
            Map.entry("st", "STRUCT(a INTEGER, \"b.c\" VARCHAR)")));

    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "a",
            "ab",
            "abc",
            "abd",
            "A",
            "Ab",
            "é",
            "zz",
            "\uffff",
            "\ud83d\ude00",
            "\ud83d\ude00\ud83d\ude00",
            "\u0000",
            "a\u0000b",
            "it's",
            "50%",
            "a_c",
            "a long text that no bound keeps whole, one",
            "a long text that no bound keeps whole, two",
            "\u007f\u0080",
            "\udbff\udfff");

    private final Random random;

    RandomQueries(Random random) {
        this.random = random;
    }

    /**
     * Rows of one file, near each other in some columns.
     *
     * @param number of the file
     */
    List<List<@Nullable Object>> file(int number) {
        int rows = 1 + random.nextInt(12);
        int fewTexts = random.nextInt(TEXTS.size());
        boolean nulls = random.nextInt(3) == 0;
        return IntStream.range(0, rows)
                .mapToObj(row -> {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (String column : COLUMNS.keySet()) {
                        values.add(
                                nulls && random.nextInt(3) == 0 && !column.equals("id")
                                        ? null
                                        : value(column, number, fewTexts));
                    }
                    return values;
                })
                .toList();
    }

    private String value(String column, int file, int text) {
        int near = file * 10 + random.nextInt(12);
        boolean odd = random.nextInt(15) == 0;
        String day = String.format("20%02d-%02d-%02d", 10 + file, 1 + random.nextInt(3), 1 + random.nextInt(28));
        return switch (column) {
            case "id", "n", "odd.name" -> Integer.toString(odd ? -near : near);
            case "g" -> TEXTS.get(odd ? random.nextInt(TEXTS.size()) : (text + random.nextInt(2)) % TEXTS.size());
            case "x" -> near + "." + random.nextInt(1000);
            case "w" -> (odd ? "-12345678901234567890123456789012345" : "7" + near) + ".0" + random.nextInt(9);
            case "f" -> odd ? List.of("nan", "inf", "-inf", "-0.0", "0.0").get(random.nextInt(5)) : near + ".5";
            case "d" ->
                odd
                        ? List.of("infinity", "-infinity", "0044-03-15 (BC)", "12345-01-01")
                                .get(random.nextInt(4))
                        : day;
            case "ts" ->
                odd
                        ? List.of("infinity", "-infinity", "1969-12-31 23:59:59.999999", "0044-03-15 (BC) 00:00:00")
                                .get(random.nextInt(4))
                        : day + " 0" + random.nextInt(10) + ":00:00." + random.nextInt(1000000);
            case "tz" ->
                odd
                        ? List.of("infinity", "1969-12-31 23:59:59+00").get(random.nextInt(2))
                        : day + " 01:00:00+0" + random.nextInt(9);
            case "flag" -> Boolean.toString(file % 3 == 0 || odd);
            case "st" -> "{'a': " + near + ", 'b.c': t" + (file % 4) + "}";
            default -> throw new IllegalArgumentException(column);
        };
    }

    /** A query over {@code silver.p}, {@code silver.q} and the view {@code gold.v}. */
    String query() {
        String p = table();
        String q = table();
        return switch (random.nextInt(14)) {
            case 0, 1, 2 -> "SELECT id, g, n FROM " + p + " AS l WHERE " + where("l");
            case 3 ->
                "SELECT g, count(*), sum(n), min(d) FROM " + p + " AS l WHERE " + where("l") + " GROUP BY g HAVING "
                        + leaf("l", "g");
            case 4, 5 ->
                "SELECT l.id, l.g, r.id, r.d FROM " + p + " AS l "
                        + List.of("", "LEFT ", "RIGHT ", "FULL ").get(random.nextInt(4)) + "JOIN " + q
                        + " AS r ON l.n = r.n"
                        + (random.nextBoolean() ? " AND " + where(random.nextBoolean() ? "l" : "r") : "") + " WHERE "
                        + where(random.nextBoolean() ? "l" : "r");
            case 6 ->
                "SELECT l.id FROM " + p + " AS l " + (random.nextBoolean() ? "SEMI" : "ANTI") + " JOIN " + q
                        + " AS r ON l.n = r.n AND " + where("r") + " WHERE " + where("l");
            case 7 ->
                "WITH c AS " + (random.nextBoolean() ? "MATERIALIZED " : "") + "(SELECT * FROM " + p
                        + " AS l WHERE " + where("l") + ") SELECT id, n FROM c WHERE " + where("c")
                        + " UNION ALL SELECT n, id FROM c WHERE " + where("c");
            case 8 ->
                "SELECT l.id FROM " + p + " AS l WHERE " + where("l") + " AND "
                        + (random.nextBoolean() ? "" : "NOT ") + "EXISTS (SELECT 1 FROM " + q
                        + " AS r WHERE r.n = l.n AND " + where("r") + ")";
            case 9 ->
                "SELECT l.id, (SELECT max(r.id) FROM " + q + " AS r WHERE r.n = l.n AND " + where("r") + ") FROM " + p
                        + " AS l WHERE " + where("l");
            case 10 ->
                "SELECT l.id FROM " + p + " AS l WHERE l.n " + (random.nextBoolean() ? "" : "NOT ")
                        + "IN (SELECT r.n FROM " + q + " AS r WHERE r.n IS NOT NULL AND " + where("r") + ") OR "
                        + leaf("l", column());
            case 11 ->
                "SELECT n FROM " + p + " AS l WHERE " + where("l")
                        + List.of(" EXCEPT ", " INTERSECT ", " UNION ").get(random.nextInt(3)) + "SELECT n FROM " + q
                        + " AS r WHERE " + where("r");
            case 12 ->
                "SELECT id, n, row_number() OVER (PARTITION BY n ORDER BY id, d, g, x, w, ts, tz) FROM " + p
                        + " AS l QUALIFY " + leaf("l", random.nextBoolean() ? "n" : column());
            default ->
                "SELECT * FROM (SELECT n AS id, id AS n, g, d FROM " + p + " AS l WHERE " + where("l")
                        + ") AS s WHERE s.id > " + random.nextInt(100) + " OR " + leaf("s", "d");
        };
    }

    private String table() {
        return List.of("silver.p", "silver.q", "gold.v").get(random.nextInt(3));
    }

    private String where(String alias) {
        return tree(alias, random.nextInt(3));
    }

    private String tree(String alias, int depth) {
        if (depth == 0) {
            return leaf(alias, column());
        }
        return switch (random.nextInt(5)) {
            case 0, 1 -> "(" + tree(alias, depth - 1) + " AND " + tree(alias, depth - 1) + ")";
            case 2, 3 -> "(" + tree(alias, depth - 1) + " OR " + tree(alias, depth - 1) + ")";
            default -> "NOT (" + tree(alias, depth - 1) + ")";
        };
    }

    private String column() {
        return List.copyOf(COLUMNS.keySet()).get(random.nextInt(COLUMNS.size()));
    }

    private String leaf(String alias, String column) {
        String name = alias + ".\"" + (random.nextBoolean() ? column : column.toUpperCase(Locale.ROOT)) + "\"";
        if (random.nextInt(12) == 0) {
            return name + (random.nextBoolean() ? " IS NULL" : " IS NOT NULL");
        }
        String type = Objects.requireNonNull(COLUMNS.get(column));
        if (column.equals("st")) {
            return random.nextBoolean()
                    ? name + ".a " + sign() + " " + random.nextInt(120)
                    : name + ".\"b.c\" " + sign() + " 't" + random.nextInt(5) + "'";
        }
        return switch (random.nextInt(column.equals("g") ? 9 : column.equals("ts") ? 8 : 7)) {
            case 0, 1, 2 -> name + " " + sign() + " " + constant(column, type);
            case 3 -> name + " BETWEEN " + constant(column, type) + " AND " + constant(column, type);
            case 4 ->
                name + (random.nextBoolean() ? " IN (" : " NOT IN (")
                        + IntStream.range(0, 1 + random.nextInt(4))
                                .mapToObj(i -> constant(column, type))
                                .collect(Collectors.joining(", "))
                        + ")";
            case 5 -> name + " IS " + (random.nextBoolean() ? "NOT " : "") + "DISTINCT FROM " + constant(column, type);
            case 6 ->
                column.equals("flag")
                        ? name
                        : switch (column) {
                            case "id", "n", "x", "odd.name" ->
                                name + " " + sign() + " " + random.nextInt(120) + "." + random.nextInt(10);
                            default ->
                                "coalesce(" + name + ", " + constant(column, type) + ") = " + constant(column, type);
                        };
            case 7 ->
                column.equals("ts")
                        ? List.of(
                                        "CAST(" + name + " AS DATE) " + sign() + " " + constant("d", "DATE"),
                                        "year(" + name + ") = " + (2010 + random.nextInt(12)))
                                .get(random.nextInt(2))
                        : name + " LIKE " + literal(text(), "VARCHAR") + " || '%'";
            default ->
                name
                        + List.of(" ILIKE 'a%'", " LIKE 'a_c%'", " COLLATE NOCASE = 'AB'")
                                .get(random.nextInt(3));
        };
    }

    private String sign() {
        return List.of("=", "<>", "<", "<=", ">", ">=").get(random.nextInt(6));
    }

    private String text() {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private String constant(String column, String type) {
        return literal(column.equals("g") ? text() : value(column, random.nextInt(12), 0), type);
    }

    private static String literal(String text, String type) {
        return "CAST(" + dev.lakesmith.sql.Identifiers.literal(text) + " AS " + type + ")";
    }
}
