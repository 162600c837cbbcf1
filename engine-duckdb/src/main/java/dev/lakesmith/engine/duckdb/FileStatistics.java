package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.storage.Outbox;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.jspecify.annotations.Nullable;

/** Turns what DuckDB's COPY … RETURN_STATS tells of a file into Iceberg's metrics, without reading the file again. */
final class FileStatistics {

    private final Map<Integer, Long> sizes = new HashMap<>();
    private final Map<Integer, Long> values = new HashMap<>();
    private final Map<Integer, Long> nulls = new HashMap<>();
    private final Map<Integer, Long> nans = new HashMap<>();
    private final Map<Integer, ByteBuffer> lower = new HashMap<>();
    private final Map<Integer, ByteBuffer> upper = new HashMap<>();

    private FileStatistics() {}

    /** The data file that a row of the COPY's result describes. */
    static DataFile dataFile(ResultSet row, Schema schema, Partitions partitions, Outbox out) throws SQLException {
        FileStatistics statistics = new FileStatistics();
        Object columns = row.getObject("column_statistics");
        if (columns instanceof Map<?, ?> byPath) {
            statistics.collect("", schema.columns(), byPath);
        }
        long rows = row.getLong("count");
        return DataFiles.builder(partitions.spec())
                .withPartition(partitions.values(row))
                .withPath(out.location(Path.of(row.getString("filename"))))
                .withFormat(FileFormat.PARQUET)
                .withFileSizeInBytes(row.getLong("file_size_bytes"))
                .withRecordCount(rows)
                .withMetrics(statistics.metrics(rows))
                .build();
    }

    private Metrics metrics(long rows) {
        return new Metrics(rows, sizes, values, nulls, nans, lower, upper);
    }

    /** Elements of lists and maps are left out: their counts are not per row, which readers of metrics expect. */
    private void collect(String prefix, List<Types.NestedField> fields, Map<?, ?> byPath) {
        for (Types.NestedField field : fields) {
            String path = prefix + '"' + field.name().replace("\"", "\"\"") + '"';
            if (field.type().isStructType()) {
                collect(path + ".", field.type().asStructType().fields(), byPath);
            } else if (field.type().isPrimitiveType() && byPath.get(path) instanceof Map<?, ?> statistics) {
                column(field, statistics);
            }
        }
    }

    private void column(Types.NestedField field, Map<?, ?> statistics) {
        int id = field.fieldId();
        count(statistics, "column_size_bytes", sizes, id);
        count(statistics, "num_values", values, id);
        count(statistics, "null_count", nulls, id);
        count(statistics, "nan_count", nans, id);
        Object low = statistics.get("min");
        Object high = statistics.get("max");
        if (low != null && "true".equals(String.valueOf(statistics.get("min_is_exact")))) {
            put(lower, id, field.type(), Bounds.of(field.type(), low.toString(), Bounds.Side.LOWER));
        }
        if (high != null && "true".equals(String.valueOf(statistics.get("max_is_exact")))) {
            put(upper, id, field.type(), Bounds.of(field.type(), high.toString(), Bounds.Side.UPPER));
        }
    }

    private static void count(Map<?, ?> statistics, String key, Map<Integer, Long> into, int id) {
        Object value = statistics.get(key);
        if (value != null) {
            into.put(id, Long.parseLong(value.toString()));
        }
    }

    private static void put(Map<Integer, ByteBuffer> bounds, int id, Type type, @Nullable Object value) {
        if (value != null) {
            bounds.put(id, Conversions.toByteBuffer(type, value));
        }
    }
}
