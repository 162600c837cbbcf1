package dev.lakesmith.engine.duckdb;

import dev.lakesmith.lake.Locations;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.FileFormat;
import org.apache.iceberg.Metrics;
import org.apache.iceberg.Schema;
import org.apache.iceberg.expressions.Literal;
import org.apache.iceberg.types.Conversions;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.util.UnicodeUtil;
import org.jspecify.annotations.Nullable;

/** Turns what DuckDB's COPY … RETURN_STATS tells of a file into Iceberg's metrics, without reading the file again. */
final class FileStatistics {

    /** Iceberg's default for text bounds. */
    private static final int BOUND_LENGTH = 16;

    private static final Pattern COMMON_ERA = Pattern.compile("\\d{4}-\\d{2}-\\d{2}( [0-9:.+]+)?");

    private final Map<Integer, Long> sizes = new HashMap<>();
    private final Map<Integer, Long> values = new HashMap<>();
    private final Map<Integer, Long> nulls = new HashMap<>();
    private final Map<Integer, Long> nans = new HashMap<>();
    private final Map<Integer, ByteBuffer> lower = new HashMap<>();
    private final Map<Integer, ByteBuffer> upper = new HashMap<>();

    private FileStatistics() {}

    /** The data file that a row of the COPY's result describes. */
    static DataFile dataFile(ResultSet row, Schema schema, Partitions partitions) throws SQLException {
        FileStatistics statistics = new FileStatistics();
        Object columns = row.getObject("column_statistics");
        if (columns instanceof Map<?, ?> byPath) {
            statistics.collect("", schema.columns(), byPath);
        }
        long rows = row.getLong("count");
        return DataFiles.builder(partitions.spec())
                .withPartition(partitions.values(row))
                .withPath(Locations.of(Path.of(row.getString("filename"))))
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
            put(lower, id, field.type(), bound(field.type(), low.toString(), Side.LOWER));
        }
        if (high != null && "true".equals(String.valueOf(statistics.get("max_is_exact")))) {
            put(upper, id, field.type(), bound(field.type(), high.toString(), Side.UPPER));
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

    private enum Side {
        LOWER,
        UPPER
    }

    /** Null where no bound can be given safely: no bound only costs pruning. */
    private static @Nullable Object bound(Type type, String text, Side side) {
        return switch (type.typeId()) {
            case INTEGER -> Integer.valueOf(text);
            case LONG -> Long.valueOf(text);
            case FLOAT -> {
                float value = (float) floating(text);
                yield value == 0 ? (side == Side.LOWER ? -0.0f : 0.0f) : value;
            }
            case DOUBLE -> {
                double value = floating(text);
                yield value == 0 ? (side == Side.LOWER ? -0.0d : 0.0d) : value;
            }
            case DECIMAL -> Literal.of(text).to(type).value();
            case DATE -> isCommonEra(text) ? Literal.of(text).to(type).value() : null;
            case TIMESTAMP -> isCommonEra(text) ? timestamp((Types.TimestampType) type, text) : null;
            case STRING -> side == Side.LOWER ? UnicodeUtil.truncateString(text, BOUND_LENGTH) : upperText(text);
            default -> null;
        };
    }

    private static double floating(String text) {
        return switch (text) {
            case "inf" -> Double.POSITIVE_INFINITY;
            case "-inf" -> Double.NEGATIVE_INFINITY;
            default -> Double.parseDouble(text);
        };
    }

    /** The days that Iceberg reads as text: not infinite ones, nor those before year 1 or after year 9999. */
    private static boolean isCommonEra(String text) {
        return COMMON_ERA.matcher(text).matches();
    }

    private static @Nullable Object upperText(String text) {
        Literal<CharSequence> cut = UnicodeUtil.truncateStringMax(Literal.of(text), BOUND_LENGTH);
        return cut == null ? null : cut.value();
    }

    private static Object timestamp(Types.TimestampType type, String text) {
        String iso = text.replace(' ', 'T');
        if (!type.shouldAdjustToUTC()) {
            return Literal.of(iso).to(type).value();
        }
        String zoned = iso.endsWith("+00") ? iso + ":00" : iso;
        return Literal.of(zoned).to(type).value();
    }
}
