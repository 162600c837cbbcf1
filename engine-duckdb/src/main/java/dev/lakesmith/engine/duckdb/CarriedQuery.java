package dev.lakesmith.engine.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.sql.Identifiers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A query that carries one more column from the tables it reads to its result: the list {@link #TRAIL}. Every table of a
 * schema that the query names must have it. A row of a join has the trails of its rows put together, a row of an
 * aggregate those of its group. The column is added to the parse tree, never to the text.
 *
 * @param sql gives the query's columns and {@link #TRAIL}
 * @param gaps what the trail leaves out, in words; empty: nothing
 */
record CarriedQuery(String sql, List<String> gaps) {

    /** The carried column. */
    static final String TRAIL = "_ls_trail";

    /** Its type: a table's number and a row's place. */
    static final String TYPE = "STRUCT(t INTEGER, p BIGINT)[]";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The query, if its rows can be followed; otherwise empty. */
    static Optional<CarriedQuery> of(Session session, String sql) {
        try {
            JsonNode tree = JSON.readTree(
                    text(session, "CAST(json_serialize_sql(" + Identifiers.literal(sql) + ") AS VARCHAR)"));
            Walk walk = new Walk(session);
            walk.node(tree.at("/statements/0/node"), Set.of());
            String carried = text(
                    session, "json_deserialize_sql(" + Identifiers.literal(JSON.writeValueAsString(tree)) + "::JSON)");
            return Optional.of(new CarriedQuery(carried, List.copyOf(walk.gaps)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB gave a tree that is not JSON", e);
        } catch (CannotFollow e) {
            return Optional.empty();
        }
    }

    private static String text(Session session, String expression) {
        return session.query("SELECT " + expression, rows -> {
            rows.next();
            return rows.getString(1);
        });
    }

    /** A part of a query that rows cannot be followed through. */
    private static final class CannotFollow extends RuntimeException {
        private static final long serialVersionUID = 1;

        CannotFollow(String what) {
            super(what);
        }
    }

    /** Changes a tree in place. */
    private static final class Walk {

        private final Session session;
        private final Set<String> aggregates;
        private final Set<String> gaps = new TreeSet<>();
        private int unnamed;

        Walk(Session session) {
            this.session = session;
            this.aggregates = session.query(
                    "SELECT DISTINCT function_name FROM duckdb_functions() WHERE function_type = 'aggregate'", rows -> {
                        Set<String> names = new HashSet<>();
                        while (rows.next()) {
                            names.add(rows.getString(1));
                        }
                        return names;
                    });
        }

        /** {@code ctes} are the names of those that carry the column, in lower case. */
        void node(JsonNode node, Set<String> ctes) {
            Set<String> scope = new HashSet<>(ctes);
            for (JsonNode entry : node.path("cte_map").path("map")) {
                node(entry.path("value").path("query_node"), scope);
                scope.add(lower(entry.path("key").asText()));
            }
            switch (node.path("type").asText()) {
                case "SELECT_NODE" -> select((ObjectNode) node, scope);
                case "SET_OPERATION_NODE" -> {
                    if (!"UNION".equals(node.path("setop_type").asText())) {
                        throw new CannotFollow("EXCEPT and INTERSECT");
                    }
                    node.path("children").forEach(child -> node(child, scope));
                }
                default -> throw new CannotFollow(node.path("type").asText());
            }
        }

        private void select(ObjectNode node, Set<String> ctes) {
            List<String> trails = new ArrayList<>();
            from(node.path("from_table"), ctes, trails);
            ArrayNode list = (ArrayNode) node.path("select_list");
            for (JsonNode expression : list) {
                if ("STAR".equals(expression.path("class").asText())) {
                    star((ObjectNode) expression, trails);
                } else {
                    lookInto(expression);
                }
            }
            for (String part : List.of("where_clause", "having", "qualify", "from_table")) {
                lookInto(node.path(part));
            }
            String trail = trails.stream()
                    .reduce((left, right) -> "list_concat(" + left + ", " + right + ")")
                    .orElse("CAST([] AS " + TYPE + ")");
            boolean grouped = !node.path("group_expressions").isEmpty()
                    || !node.path("group_sets").isEmpty()
                    || !"STANDARD_HANDLING"
                            .equals(node.path("aggregate_handling").asText())
                    || node.hasNonNull("having")
                    || aggregates(list);
            list.add(expression(
                    grouped ? "flatten(list(" + trail + ") FILTER (WHERE (" + trail + ") IS NOT NULL))" : trail));
        }

        private static void star(ObjectNode star, List<String> trails) {
            if (star.path("columns").asBoolean() || star.hasNonNull("expr")) {
                throw new CannotFollow("COLUMNS(…)");
            }
            String relation = star.path("relation_name").asText();
            boolean carried = relation.isEmpty()
                    ? !trails.isEmpty()
                    : trails.stream()
                            .anyMatch(trail -> lower(trail).contains(lower(Identifiers.quote(relation)) + "."));
            if (carried) {
                ((ArrayNode) star.path("exclude_list")).add(TRAIL);
            }
        }

        private void from(JsonNode from, Set<String> ctes, List<String> trails) {
            switch (from.path("type").asText()) {
                case "BASE_TABLE" -> table(from, ctes).ifPresent(trails::add);
                case "SUBQUERY" -> {
                    node(from.path("subquery").path("node"), ctes);
                    if (from.path("alias").asText().isEmpty()) {
                        ((ObjectNode) from).put("alias", "_ls_from_" + ++unnamed);
                    }
                    trails.add(Identifiers.quote(from.path("alias").asText()) + "." + TRAIL);
                }
                case "JOIN" -> join(from, ctes, trails);
                case "TABLE_FUNCTION", "EXPRESSION_LIST", "EMPTY", "EMPTY_FROM" -> {}
                default -> throw new CannotFollow(from.path("type").asText());
            }
        }

        private void join(JsonNode join, Set<String> ctes, List<String> trails) {
            if ("NATURAL".equals(join.path("ref_type").asText())) {
                throw new CannotFollow("NATURAL JOIN");
            }
            from(join.path("left"), ctes, trails);
            boolean onlyLeft =
                    List.of("SEMI", "ANTI").contains(join.path("join_type").asText());
            List<String> right = new ArrayList<>();
            from(join.path("right"), ctes, right);
            if (onlyLeft) {
                gaps.add("rows that a SEMI or ANTI JOIN only looks at");
            } else {
                trails.addAll(right);
            }
        }

        private static Optional<String> table(JsonNode table, Set<String> ctes) {
            String name = table.path("table_name").asText();
            String schema = table.path("schema_name").asText();
            String alias = table.path("alias").asText();
            if (schema.isEmpty() && !ctes.contains(lower(name))) {
                return Optional.empty();
            }
            String qualified = schema.isEmpty()
                    ? Identifiers.quote(name)
                    : Identifiers.quote(schema) + "." + Identifiers.quote(name);
            return Optional.of((alias.isEmpty() ? qualified : Identifiers.quote(alias)) + "." + TRAIL);
        }

        /** Finds what the trail leaves out. */
        private void lookInto(JsonNode value) {
            if (value.isObject()) {
                String kind = value.path("class").asText();
                if ("SUBQUERY".equals(kind)) {
                    gaps.add("rows that only a sub-query inside an expression reads");
                    return;
                }
                if ("WINDOW".equals(kind)) {
                    gaps.add("rows that only a window function looks at");
                }
                if ("STAR".equals(kind)) {
                    throw new CannotFollow("* inside an expression");
                }
                // Sub-queries of FROM were looked into before.
                if ("SUBQUERY".equals(value.path("type").asText()) && value.has("subquery")) {
                    return;
                }
            }
            value.forEach(this::lookInto);
        }

        private boolean aggregates(JsonNode value) {
            String kind = value.path("class").asText();
            if ("SUBQUERY".equals(kind) || "WINDOW".equals(kind)) {
                return false;
            }
            if ("FUNCTION".equals(kind)
                    && aggregates.contains(value.path("function_name").asText())) {
                return true;
            }
            for (JsonNode child : value) {
                if (aggregates(child)) {
                    return true;
                }
            }
            return false;
        }

        private JsonNode expression(String sql) {
            String select = "SELECT " + sql + " AS " + TRAIL;
            try {
                return JSON.readTree(text(
                                session, "CAST(json_serialize_sql(" + Identifiers.literal(select) + ") AS VARCHAR)"))
                        .at("/statements/0/node/select_list/0");
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("DuckDB gave a tree that is not JSON", e);
            }
        }

        private static String lower(String text) {
            return text.toLowerCase(Locale.ROOT);
        }
    }
}
