package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out of which rows of its inputs a query makes the output rows with a certain key. DuckDB's own optimizer proves
 * it: a condition on an output column is moved down to the scan of a table only where the result stays the same. So when
 * {@code day = x} arrives at a scan as {@code date_trunc('day', ordered_at) = x}, rows of that table count for no other
 * day than their own.
 */
final class KeyReach {

    private static final String SCAN = "SEQ_SCAN";
    private static final String FILTER = "FILTER";
    private static final Pattern OUTER_JOIN = Pattern.compile("LEFT|RIGHT|OUTER|FULL|SINGLE");
    private static final Pattern NULL_TEST = Pattern.compile("IS NULL");
    private static final Pattern COLUMN = Pattern.compile("\\w+|\"([^\"]|\"\")+\"");
    /** Under a collation values that differ are equal, so the value that arrives is not the key's. */
    private static final Pattern COLLATION = Pattern.compile("(?i)\\bcollate\\b");

    private final StubDatabase database;
    private final Set<TableName> tables;

    KeyReach(StubDatabase database, Set<TableName> tables) {
        this.database = database;
        this.tables = tables;
    }

    /**
     * For each table that the key reaches, the expression over its rows that gives the key.
     *
     * @param sql a query that binds
     * @param key one of its output columns
     */
    Map<TableName, String> of(String sql, Column key) {
        Optional<Sentinel> sentinel = Sentinel.of(key.type());
        if (sentinel.isEmpty() || COLLATION.matcher(sql).find()) {
            return Map.of();
        }
        String filtered = "SELECT * FROM (" + sql + "\n) WHERE " + Identifiers.quote(key.name());
        JsonNode plain = database.explain(sql);
        JsonNode equal = database.explain(filtered + " = " + sentinel.get().sql());
        JsonNode absent = database.explain(filtered + " IS NULL");
        if (plain.toString().contains(sentinel.get().text()) || !nullsAreOwn(plain, absent)) {
            return Map.of();
        }
        boolean joinsStay = joins(plain).equals(joins(equal));
        Map<TableName, String> reached = new TreeMap<>();
        Set<TableName> lost = new HashSet<>();
        scans(equal, scan -> {
            Optional<TableName> table = table(scan);
            Optional<String> expression = scan.filters().stream()
                    .map(filter -> sentinel.get().comparedWith(filter))
                    .flatMap(Optional::stream)
                    .findFirst();
            if (table.isEmpty()) {
                return;
            }
            String known = reached.get(table.get());
            if (expression.isEmpty() || (known != null && !known.equals(expression.get()))) {
                lost.add(table.get());
            } else {
                reached.put(table.get(), expression.get());
            }
        });
        // A scan that the filtered plan does not need at all says nothing about its table.
        reached.keySet().removeAll(lost);
        reached.keySet().removeIf(table -> count(plain, table) != count(equal, table));
        // Rows whose partner is missing were left out because their key is not this one; that holds for every key only
        // when nothing puts a value in the place of NULL.
        reached.values()
                .removeIf(
                        expression -> !joinsStay && !COLUMN.matcher(expression).matches());
        return reached;
    }

    /**
     * Whether rows without a key come from rows of their own: an outer join makes such rows when a partner is missing,
     * and then they depend on rows that have a key.
     */
    private static boolean nullsAreOwn(JsonNode plain, JsonNode absent) {
        List<String> joins = joins(plain);
        if (joins.stream().noneMatch(join -> OUTER_JOIN.matcher(join).find())) {
            return true;
        }
        // What did not arrive at a scan stays above a join, or changes the kind of the join.
        return nullTests(absent).inScans() > nullTests(plain).inScans()
                && nullTests(absent).elsewhere() <= nullTests(plain).elsewhere()
                && joins.equals(joins(absent));
    }

    /**
     * How often a plan tests for NULL.
     *
     * @param inScans on rows of a table
     * @param elsewhere on rows made of them
     */
    private record NullTests(long inScans, long elsewhere) {}

    private static NullTests nullTests(JsonNode plan) {
        long[] inScans = {0};
        scans(plan, scan -> inScans[0] += nullTests(scan.filters()));
        long[] all = {0};
        operators(plan, operator -> {
            JsonNode told = operator.path("extra_info");
            all[0] += nullTests(texts(told.path("Filters")))
                    + nullTests(texts(told.path("Expression")))
                    + nullTests(texts(told.path("Conditions")));
        });
        return new NullTests(inScans[0], all[0] - inScans[0]);
    }

    private static long nullTests(List<String> conditions) {
        return conditions.stream()
                .mapToLong(condition -> NULL_TEST.matcher(condition).results().count())
                .sum();
    }

    /** The kinds of the plan's joins, in an order that does not tell where they stand. */
    private static List<String> joins(JsonNode plan) {
        List<String> joins = new ArrayList<>();
        operators(plan, operator -> texts(operator.path("extra_info").path("Join Type"))
                .forEach(joins::add));
        joins.sort(null);
        return joins;
    }

    private long count(JsonNode plan, TableName table) {
        List<TableName> found = new ArrayList<>();
        scans(plan, scan -> table(scan).filter(table::equals).ifPresent(found::add));
        return found.size();
    }

    private Optional<TableName> table(Scan scan) {
        String shown = scan.operator().path("extra_info").path("Table").asText();
        return tables.stream()
                .filter(table -> shown.endsWith("." + StubDatabase.stubName(table))
                        || shown.endsWith("." + Identifiers.quote(StubDatabase.stubName(table))))
                .findFirst();
    }

    /**
     * A scan of a table.
     *
     * @param operator the scan
     * @param filters conditions on its rows, in the scan or right above it
     */
    private record Scan(JsonNode operator, List<String> filters) {}

    private static void scans(JsonNode plan, Consumer<Scan> each) {
        plan.forEach(root -> scans(root, List.of(), each));
    }

    private static void scans(JsonNode operator, List<String> above, Consumer<Scan> each) {
        String name = operator.path("name").asText().strip();
        List<String> filters = new ArrayList<>();
        if (name.equals(SCAN)) {
            filters.addAll(above);
            filters.addAll(texts(operator.path("extra_info").path("Filters")));
            each.accept(new Scan(operator, filters));
        } else if (name.equals(FILTER)) {
            filters.addAll(above);
            filters.addAll(texts(operator.path("extra_info").path("Expression")));
        }
        operator.path("children").forEach(child -> scans(child, filters, each));
    }

    private static List<String> texts(JsonNode written) {
        List<String> texts = new ArrayList<>();
        if (written.isArray()) {
            written.forEach(text -> texts.add(text.asText()));
        } else if (written.isTextual()) {
            texts.add(written.asText());
        }
        return texts;
    }

    private static void operators(JsonNode plan, Consumer<JsonNode> each) {
        if (plan.isArray()) {
            plan.forEach(operator -> operators(operator, each));
        } else {
            each.accept(plan);
            operators(plan.path("children"), each);
        }
    }

    /**
     * A value that no query contains by chance.
     *
     * @param sql the value as an expression
     * @param text what plans show of it
     */
    private record Sentinel(String sql, String text) {

        private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),\\s*(\\d+)\\)");
        private static final String MOMENT = "1913-07-17 03:05:07";

        static Optional<Sentinel> of(String type) {
            Matcher decimal = DECIMAL.matcher(type);
            if (decimal.matches()) {
                int digits = Integer.parseInt(decimal.group(1)) - Integer.parseInt(decimal.group(2));
                return digits < 5 ? Optional.empty() : typed("4".repeat(Math.min(digits, 18)), type);
            }
            return switch (type) {
                case "INTEGER", "UINTEGER" -> typed("1999999943", type);
                case "SMALLINT" -> typed("31957", type);
                case "BIGINT", "UBIGINT", "HUGEINT" -> typed("4242424242424243", type);
                case "VARCHAR" -> typed("lakesmith~key", type);
                case "DATE" -> typed("1913-07-17", type);
                case "TIMESTAMP", "TIMESTAMP WITH TIME ZONE" -> typed(MOMENT, type);
                case "UUID" -> typed("4f1d7c0a-0000-4000-8000-00000badcafe", type);
                default -> Optional.empty();
            };
        }

        private static Optional<Sentinel> typed(String text, String type) {
            return Optional.of(new Sentinel("CAST('" + text + "' AS " + type + ")", text));
        }

        /** The other side of {@code (… = value)}. */
        Optional<String> comparedWith(String filter) {
            if (!filter.startsWith("(") || !filter.endsWith(")")) {
                return Optional.empty();
            }
            String inside = filter.substring(1, filter.length() - 1);
            int equals = inside.lastIndexOf(" = ");
            if (equals < 0) {
                return Optional.empty();
            }
            boolean isValue = inside.substring(equals).contains(text)
                    && !inside.substring(0, equals).contains(text);
            return isValue ? Optional.of(inside.substring(0, equals)) : Optional.empty();
        }
    }
}
