package dev.lakesmith.engine.duckdb;

import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.duckdb.DuckDBStruct;
import org.duckdb.JsonNode;
import org.jspecify.annotations.Nullable;

/** DuckDB's values as plain Java ones: no java.sql type leaves this room. */
final class JavaValues {

    /** The first day of year 1 in the calendar of its time, in milliseconds. */
    private static final long YEAR_ONE = -62_135_769_600_000L;

    private static final long LAST_MICRO = Long.MAX_VALUE;
    private static final LocalDateTime END_OF_TIME = moment(LAST_MICRO);
    private static final LocalDateTime BEGIN_OF_TIME = moment(-LAST_MICRO);
    private static final LocalDate END_OF_DAYS = LocalDate.ofEpochDay(Integer.MAX_VALUE);
    private static final LocalDate BEGIN_OF_DAYS = LocalDate.ofEpochDay(-Integer.MAX_VALUE);

    private JavaValues() {}

    /** A column of the row at hand. */
    static @Nullable Object of(ResultSet rows, int column, String type) throws SQLException {
        // A Timestamp is a moment of this machine's zone, which lacks an hour of each spring.
        boolean moment = type.startsWith("TIMESTAMP") && !type.endsWith("ZONE") && !type.endsWith("]");
        return of(moment ? rows.getObject(column, LocalDateTime.class) : rows.getObject(column));
    }

    /** What a list or a struct holds; a Timestamp forgets on which side of year 1 it is. */
    private static LocalDateTime local(Timestamp timestamp) {
        LocalDateTime local = timestamp.toLocalDateTime();
        return timestamp.getTime() < YEAR_ONE ? local.withYear(1 - local.getYear()) : local;
    }

    private static LocalDateTime moment(long micros) {
        return LocalDateTime.ofEpochSecond(
                Math.floorDiv(micros, 1_000_000L), (int) Math.floorMod(micros, 1_000_000L) * 1000, ZoneOffset.UTC);
    }

    /** What DuckDB calls infinite, drivers give as the last number there is. */
    private static Object finite(Object value, Object end, Object begin) {
        return value.equals(end) ? "infinity" : value.equals(begin) ? "-infinity" : value;
    }

    static @Nullable Object of(@Nullable Object value) throws SQLException {
        if (value instanceof Timestamp timestamp) {
            return of(local(timestamp));
        } else if (value instanceof LocalDateTime) {
            return finite(value, END_OF_TIME, BEGIN_OF_TIME);
        } else if (value instanceof OffsetDateTime time) {
            OffsetDateTime utc = time.withOffsetSameInstant(ZoneOffset.UTC);
            return finite(utc.toLocalDateTime(), END_OF_TIME, BEGIN_OF_TIME) instanceof String text ? text : utc;
        } else if (value instanceof LocalDate) {
            return finite(value, END_OF_DAYS, BEGIN_OF_DAYS);
        } else if (value instanceof Array array) {
            List<@Nullable Object> list = new ArrayList<>();
            for (Object element : (Object[]) array.getArray()) {
                list.add(of(element));
            }
            return list;
        } else if (value instanceof DuckDBStruct struct) {
            return map(struct.getMap());
        } else if (value instanceof Struct struct) {
            return struct.toString();
        } else if (value instanceof Map<?, ?> map) {
            return map(map);
        } else if (value instanceof Blob blob) {
            return blob.getBytes(1, (int) blob.length());
        } else if (value instanceof JsonNode json) {
            return json.toString();
        }
        return value;
    }

    private static Map<String, @Nullable Object> map(Map<?, ?> source) throws SQLException {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : source.entrySet()) {
            map.put(String.valueOf(entry.getKey()), of(entry.getValue()));
        }
        return map;
    }
}
