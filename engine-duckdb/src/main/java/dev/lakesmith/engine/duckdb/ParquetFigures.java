package dev.lakesmith.engine.duckdb;

import dev.lakesmith.engine.duckdb.Bounds.Side;
import dev.lakesmith.sql.Identifiers;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BinaryOperator;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Comparators;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Iceberg's metrics of a Parquet file that is there already, out of the file's footer. */
final class ParquetFigures {

    private final Schema schema;
    private final Map<Integer, Long> sizes = new HashMap<>();
    private final Map<Integer, Long> values = new HashMap<>();
    private final Map<Integer, Long> nulls = new HashMap<>();
    private final Map<Integer, Object> least = new HashMap<>();
    private final Map<Integer, Object> greatest = new HashMap<>();
    private final Set<Integer> unbounded = new HashSet<>();
    private final Set<Integer> uncounted = new HashSet<>();
    private long rows;

    private ParquetFigures(Schema schema) {
        this.schema = schema;
    }

    /** Columns inside of others are left out: their counts are not per row, and no bound only costs pruning. */
    static Metrics of(Session session, String path, Schema schema) {
        ParquetFigures figures = new ParquetFigures(schema);
        String sql = "SELECT column_id, row_group_num_rows, path_in_schema, type, num_values, stats_null_count,"
                + " stats_min_value, stats_max_value, total_compressed_size FROM parquet_metadata("
                + Identifiers.file(path) + ")";
        return session.query(sql, chunks -> {
            while (chunks.next()) {
                figures.add(chunks);
            }
            return figures.metrics();
        });
    }

    private void add(ResultSet chunk) throws SQLException {
        if (chunk.getLong("column_id") == 0) {
            rows += chunk.getLong("row_group_num_rows");
        }
        String path = chunk.getString("path_in_schema");
        Types.NestedField field = path.contains(", ") ? null : schema.asStruct().field(path);
        if (field == null || !field.type().isPrimitiveType()) {
            return;
        }
        int id = field.fieldId();
        sizes.merge(id, chunk.getLong("total_compressed_size"), Long::sum);
        values.merge(id, chunk.getLong("num_values"), Long::sum);
        long nullsHere = chunk.getLong("stats_null_count");
        if (chunk.wasNull()) {
            uncounted.add(id);
        }
        nulls.merge(id, nullsHere, Long::sum);
        if (nullsHere == chunk.getLong("num_values")) {
            return;
        }
        Type type = field.type();
        // A FLOAT's shortest text is another DOUBLE.
        boolean isWidened = type.typeId() == Type.TypeID.DOUBLE && "FLOAT".equals(chunk.getString("type"));
        String low = chunk.getString("stats_min_value");
        String high = chunk.getString("stats_max_value");
        if (isWidened
                || !keep(least, id, bound(type, low, Side.LOWER), lesser(type))
                || !keep(greatest, id, bound(type, high, Side.UPPER), greater(type))) {
            unbounded.add(id);
        }
    }

    private static @Nullable Object bound(Type type, @Nullable String text, Side side) {
        // Bytes cut off inside of a character come as \xNN, which is no bound.
        return text == null || text.contains("\\x") || text.equalsIgnoreCase("nan")
                ? null
                : Bounds.of(type, text, side);
    }

    private static boolean keep(
            Map<Integer, Object> bounds, int id, @Nullable Object bound, BinaryOperator<Object> chosen) {
        if (bound != null) {
            bounds.merge(id, bound, chosen);
        }
        return bound != null;
    }

    private static BinaryOperator<Object> lesser(Type type) {
        return BinaryOperator.minBy(order(type));
    }

    private static BinaryOperator<Object> greater(Type type) {
        return BinaryOperator.maxBy(order(type));
    }

    private static Comparator<Object> order(Type type) {
        return Comparators.forType(type.asPrimitiveType());
    }

    private Metrics metrics() {
        nulls.keySet().removeAll(uncounted);
        return new Metrics(rows, sizes, values, nulls, Map.of(), buffers(least), buffers(greatest));
    }

    private Map<Integer, ByteBuffer> buffers(Map<Integer, Object> bounds) {
        Map<Integer, ByteBuffer> buffers = new HashMap<>();
        bounds.forEach((id, bound) -> {
            if (!unbounded.contains(id)) {
                buffers.put(id, Conversions.toByteBuffer(schema.findType(id), bound));
            }
        });
        return buffers;
    }
}
