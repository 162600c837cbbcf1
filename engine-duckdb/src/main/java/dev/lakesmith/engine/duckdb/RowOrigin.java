package dev.lakesmith.engine.duckdb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.Shape;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Carries the source file and the batch of each row through a query that reads single rows of one bronze table, so that
 * a quarantined row can name them, and the later of two rows is known. The columns are added to the parse tree, never to
 * the text.
 */
final class RowOrigin {

    /** The column with the file; it is never written to a table. */
    static final String FILE = "_ls_file";

    /** The column with the batch; later batches are greater. It is never written to a table. */
    static final String BATCH = "_ls_batch";

    /** Both. */
    static final String COLUMNS = FILE + ", " + BATCH;

    private static final ObjectMapper JSON = new ObjectMapper();

    private RowOrigin() {}

    /** The query with both columns; they are NULL where the origin cannot be told. */
    static String added(Session session, Query query, String sql, LakeView view) {
        String unknown = "SELECT *, CAST(NULL AS VARCHAR) AS " + FILE + ", CAST(NULL AS VARCHAR) AS " + BATCH
                + " FROM (" + sql + ")";
        if (!(query.shape() instanceof Shape.Simple simple) || !hasOrigin(view, simple.table())) {
            return unknown;
        }
        String tree =
                session.query("SELECT CAST(json_serialize_sql(" + Identifiers.literal(sql) + ") AS VARCHAR)", rows -> {
                    rows.next();
                    return rows.getString(1);
                });
        try {
            JsonNode parsed = JSON.readTree(tree);
            JsonNode node = parsed.at("/statements/0/node");
            List<ObjectNode> path = new ArrayList<>();
            if (!descend(node, new HashMap<>(), path)) {
                return unknown;
            }
            ObjectNode base = path.get(path.size() - 1);
            for (ObjectNode above : path.subList(0, path.size() - 1)) {
                passOn(above);
            }
            ((ArrayNode) base.path("select_list"))
                    .add(reference(Provenance.SOURCE_FILE, FILE))
                    .add(reference(Provenance.BATCH_ID, BATCH));
            return session.query(
                    "SELECT json_deserialize_sql(" + Identifiers.literal(JSON.writeValueAsString(parsed)) + "::JSON)",
                    rows -> {
                        rows.next();
                        return rows.getString(1);
                    });
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("DuckDB gave a tree that is not JSON", e);
        }
    }

    /**
     * Follows a query through common table expressions down to the one that reads the table.
     *
     * @param ctes what names mean outside, in lower case
     * @param path gets every query on the way, the outermost first
     * @return false when one of them is not a plain SELECT
     */
    private static boolean descend(JsonNode node, Map<String, JsonNode> ctes, List<ObjectNode> path) {
        if (!(node.get("select_list") instanceof ArrayNode) || path.size() > 100) {
            return false;
        }
        path.add((ObjectNode) node);
        Map<String, JsonNode> scope = new HashMap<>(ctes);
        node.path("cte_map")
                .path("map")
                .forEach(entry -> scope.put(
                        entry.path("key").asText().toLowerCase(Locale.ROOT),
                        entry.path("value").path("query_node")));
        JsonNode from = node.path("from_table");
        if (!"BASE_TABLE".equals(from.path("type").asText())) {
            return false;
        }
        JsonNode cte = scope.get(from.path("table_name").asText().toLowerCase(Locale.ROOT));
        boolean named = from.path("schema_name").asText().isEmpty();
        return !named || (cte != null && descend(cte, scope, path));
    }

    /** Hands the columns on from the query below; a star has them already. */
    private static void passOn(ObjectNode node) {
        ArrayNode list = (ArrayNode) node.path("select_list");
        boolean star = false;
        for (JsonNode expression : list) {
            boolean pattern = expression.hasNonNull("expr");
            star |= "STAR".equals(expression.path("class").asText()) && !pattern;
        }
        if (!star) {
            List.of(FILE, BATCH).forEach(column -> list.add(reference(column, column)));
        }
    }

    private static boolean hasOrigin(LakeView view, TableName name) {
        return view.table(name)
                .map(table -> table.columns().stream()
                        .anyMatch(column -> column.name().equals(Provenance.SOURCE_FILE)))
                .orElse(false);
    }

    private static ObjectNode reference(String column, String alias) {
        ObjectNode reference = JSON.createObjectNode();
        reference.put("class", "COLUMN_REF");
        reference.put("type", "COLUMN_REF");
        reference.put("alias", alias);
        reference.put("query_location", 0);
        reference.put("query_location_length", 0);
        reference.putArray("column_names").add(column);
        return reference;
    }
}
