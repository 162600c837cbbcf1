package dev.lakesmith.formats;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.LogicalType;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/** Writes values of Avro as JSON, exactly: what JSON's own types would bend is text in the form that a cast reads. */
final class AvroValues {

    private static final int MOST_DIGITS = 38;

    private final JsonText json;

    AvroValues(JsonText json) {
        this.json = json;
    }

    /** The types of a record's fields that are single values. */
    static Map<String, String> types(Schema record) {
        Map<String, String> types = new LinkedHashMap<>();
        if (record.getType() == Schema.Type.RECORD) {
            record.getFields().forEach(field -> type(field.schema()).ifPresent(type -> types.put(field.name(), type)));
        }
        return types;
    }

    private static Optional<String> type(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> {
                List<Schema> some = schema.getTypes().stream()
                        .filter(each -> each.getType() != Schema.Type.NULL)
                        .toList();
                yield some.size() == 1 ? type(some.get(0)) : Optional.empty();
            }
            case BOOLEAN -> Optional.of("BOOLEAN");
            case INT -> Optional.of(name(schema).equals("date") ? "DATE" : timeOr(schema, "INTEGER"));
            case LONG -> Optional.of(timeOr(schema, "BIGINT"));
            case FLOAT -> Optional.of("FLOAT");
            case DOUBLE -> Optional.of("DOUBLE");
            case BYTES, FIXED ->
                Optional.of(
                        schema.getLogicalType() instanceof LogicalTypes.Decimal decimal
                                ? decimal.getPrecision() <= MOST_DIGITS && decimal.getScale() <= decimal.getPrecision()
                                        ? "DECIMAL(" + decimal.getPrecision() + "," + decimal.getScale() + ")"
                                        : "VARCHAR"
                                : "BLOB");
            case STRING, ENUM -> Optional.of(name(schema).equals("uuid") ? "UUID" : "VARCHAR");
            case ARRAY, MAP, RECORD, NULL -> Optional.empty();
        };
    }

    private static String timeOr(Schema schema, String otherwise) {
        return switch (name(schema)) {
            case "time-millis", "time-micros" -> "TIME";
            case "timestamp-millis", "timestamp-micros" -> "TIMESTAMP WITH TIME ZONE";
            case "local-timestamp-millis", "local-timestamp-micros" -> "TIMESTAMP";
            // Tables hold microseconds; what is finer stays text.
            case "timestamp-nanos", "local-timestamp-nanos" -> "VARCHAR";
            default -> otherwise;
        };
    }

    private static String name(Schema schema) {
        LogicalType type = schema.getLogicalType();
        return type == null ? "" : type.getName();
    }

    void write(Schema schema, @Nullable Object value) throws IOException {
        if (value == null) {
            json.nothing();
            return;
        }
        switch (schema.getType()) {
            case UNION -> {
                int index = GenericData.get().resolveUnion(schema, value);
                write(schema.getTypes().get(index), value);
            }
            case NULL -> json.nothing();
            case BOOLEAN, INT, LONG -> whole(schema, value);
            case FLOAT, DOUBLE -> fraction(((Number) value).doubleValue(), value.toString());
            case STRING, ENUM -> json.text(value.toString());
            case BYTES -> bytes(schema, array((ByteBuffer) value));
            case FIXED -> bytes(schema, ((GenericFixed) value).bytes());
            case ARRAY -> array(schema, (Iterable<?>) value);
            case MAP -> map(schema, (Map<?, ?>) value);
            case RECORD -> record((IndexedRecord) value);
        }
    }

    private void record(IndexedRecord record) throws IOException {
        char before = '{';
        for (Schema.Field field : record.getSchema().getFields()) {
            json.put(before).key(field.name());
            write(field.schema(), record.get(field.pos()));
            before = ',';
        }
        json.json(before == '{' ? "{}" : "}");
    }

    private void array(Schema schema, Iterable<?> values) throws IOException {
        char before = '[';
        for (Object value : values) {
            json.put(before);
            write(schema.getElementType(), value);
            before = ',';
        }
        json.json(before == '[' ? "[]" : "]");
    }

    /** Its keys are data, so they are values and no names. */
    private void map(Schema schema, Map<?, ?> values) throws IOException {
        char before = '[';
        for (Map.Entry<?, ?> entry : values.entrySet()) {
            json.put(before)
                    .put('{')
                    .key("key")
                    .text(String.valueOf(entry.getKey()))
                    .put(',')
                    .key("value");
            write(schema.getValueType(), entry.getValue());
            json.put('}');
            before = ',';
        }
        json.json(before == '[' ? "[]" : "]");
    }

    private void fraction(double value, String text) throws IOException {
        if (Double.isFinite(value)) {
            json.json(text);
        } else {
            json.text(text);
        }
    }

    private void whole(Schema schema, Object value) throws IOException {
        if (!(value instanceof Number number)) {
            json.json(value.toString());
            return;
        }
        long count = number.longValue();
        try {
            switch (name(schema)) {
                case "date" -> json.text(LocalDate.ofEpochDay(count).toString());
                case "time-millis" -> json.text(time(count, 1_000_000));
                case "time-micros" -> json.text(time(count, 1_000));
                case "timestamp-millis" -> json.text(instant(count, ChronoUnit.MILLIS) + "Z");
                case "timestamp-micros" -> json.text(instant(count, ChronoUnit.MICROS) + "Z");
                case "timestamp-nanos" -> json.text(instant(count, ChronoUnit.NANOS) + "Z");
                case "local-timestamp-millis" -> json.text(instant(count, ChronoUnit.MILLIS));
                case "local-timestamp-micros" -> json.text(instant(count, ChronoUnit.MICROS));
                case "local-timestamp-nanos" -> json.text(instant(count, ChronoUnit.NANOS));
                default -> json.json(value.toString());
            }
        } catch (DateTimeException | ArithmeticException e) {
            // No calendar has it: as a number it fits no date, and the contract tells it.
            json.json(value.toString());
        }
    }

    private static String time(long count, long nanosEach) {
        return clock(LocalTime.ofNanoOfDay(Math.multiplyExact(count, nanosEach)));
    }

    private static String clock(LocalTime time) {
        String fraction = time.getNano() == 0
                ? ""
                : String.format(Locale.ROOT, ".%09d", time.getNano()).replaceAll("0+$", "");
        return String.format(
                Locale.ROOT, "%02d:%02d:%02d%s", time.getHour(), time.getMinute(), time.getSecond(), fraction);
    }

    private static String instant(long count, ChronoUnit unit) {
        var moment = Instant.EPOCH.plus(count, unit).atOffset(ZoneOffset.UTC);
        return moment.toLocalDate() + " " + clock(moment.toLocalTime());
    }

    private static byte[] array(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private void bytes(Schema schema, byte[] bytes) throws IOException {
        if (schema.getLogicalType() instanceof LogicalTypes.Decimal decimal && bytes.length > 0) {
            json.text(new BigDecimal(new BigInteger(bytes), decimal.getScale()).toPlainString());
            return;
        }
        StringBuilder hex = new StringBuilder(bytes.length * 4);
        for (byte value : bytes) {
            hex.append("\\x")
                    .append(Character.forDigit(value >> 4 & 15, 16))
                    .append(Character.forDigit(value & 15, 16));
        }
        json.text(hex.toString().toUpperCase(Locale.ROOT).replace("\\X", "\\x"));
    }
}
