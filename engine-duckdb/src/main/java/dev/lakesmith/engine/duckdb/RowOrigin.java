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
            // Not through a common table expression: its rows need not have the column.
            boolean direct = "BASE_TABLE".equals(node.at("/from_table/type").asText())
                    && simple.table()
                            .schema()
                            .equals(node.at("/from_table/schema_name").asText())
                    && node.get("select_list") instanceof ArrayNode;
            if (!direct) {
                return unknown;
            }
            ((ArrayNode) node.get("select_list"))
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
