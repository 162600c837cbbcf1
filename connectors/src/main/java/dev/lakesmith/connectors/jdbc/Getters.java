package dev.lakesmith.connectors.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lakesmith.connectors.jdbc.JdbcColumn.Getter;
import dev.lakesmith.core.connector.RecordBatch;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.temporal.Temporal;
import java.util.HexFormat;
import java.util.function.ToLongFunction;

/** How values of each type leave a result. None is rounded: what does not fit is an error that says what to do. */
final class Getters {

    private static final HexFormat HEX = HexFormat.of();
    private static final LocalDateTime EPOCH = LocalDateTime.of(1970, 1, 1, 0, 0);
    private static final OffsetDateTime EPOCH_UTC = EPOCH.atOffset(ZoneOffset.UTC);

    static final Getter BOOLEAN = (result, index, batch, row, bytes) -> {
        boolean value = result.getBoolean(index);
        if (!missing(result, index, batch, row, bytes)) {
            batch.setBoolean(index - 1, row, value);
            bytes.add(value ? 1 : 0);
        }
    };

    static final Getter INTEGER = (result, index, batch, row, bytes) -> {
        int value = result.getInt(index);
        if (!missing(result, index, batch, row, bytes)) {
            batch.setInt(index - 1, row, value);
            bytes.add(value);
        }
    };

    static final Getter BIGINT = (result, index, batch, row, bytes) -> {
        long value = result.getLong(index);
        if (!missing(result, index, batch, row, bytes)) {
            batch.setLong(index - 1, row, value);
            bytes.add(value);
        }
    };

    static final Getter DOUBLE = (result, index, batch, row, bytes) -> {
        double value = result.getDouble(index);
        if (!missing(result, index, batch, row, bytes)) {
            batch.setDouble(index - 1, row, value);
            bytes.add(Double.doubleToLongBits(value));
        }
    };

    static final Getter TEXT = (result, index, batch, row, bytes) -> {
        String value = result.getString(index);
        if (value == null) {
            none(index, batch, row, bytes);
        } else {
            text(value.getBytes(UTF_8), index, batch, row, bytes);
        }
    };

    static final Getter BLOB = (result, index, batch, row, bytes) -> {
        byte[] value = result.getBytes(index);
        if (value == null) {
            none(index, batch, row, bytes);
        } else {
            text(HEX.formatHex(value).getBytes(US_ASCII), index, batch, row, bytes);
        }
    };

    static final Getter DATE = temporal(LocalDate.class, LocalDate::toEpochDay, true);

    static final Getter TIME = temporal(LocalTime.class, time -> exact(time, time.toNanoOfDay()), false);

    static final Getter TIMESTAMP = temporal(LocalDateTime.class, at -> micros(EPOCH, at), false);

    static final Getter MOMENT = temporal(OffsetDateTime.class, at -> micros(EPOCH_UTC, at), false);

    private Getters() {}

    /** Decimals of so many digits before and after the point. */
    static Getter decimal(int precision, int scale) {
        return (result, index, batch, row, bytes) -> {
            BigDecimal value = result.getBigDecimal(index);
            if (value == null) {
                none(index, batch, row, bytes);
                return;
            }
            BigDecimal plain = value.stripTrailingZeros();
            if (plain.scale() > scale || plain.precision() - plain.scale() > precision - scale) {
                throw unfit(result, index, value.toPlainString(), "a DECIMAL(" + precision + "," + scale + ")");
            }
            batch.setDecimal(index - 1, row, value.setScale(scale));
            bytes.add(value.toString().getBytes(US_ASCII));
        };
    }

    private static <T extends Temporal> Getter temporal(Class<T> type, ToLongFunction<T> number, boolean days) {
        return (result, index, batch, row, bytes) -> {
            T value = result.getObject(index, type);
            if (value == null) {
                String text = result.getString(index);
                if (text != null) {
                    throw unfit(result, index, text, "no time that exists");
                }
                none(index, batch, row, bytes);
                return;
            }
            long counted;
            try {
                counted = number.applyAsLong(value);
            } catch (ArithmeticException e) {
                throw unfit(result, index, value.toString(), "no time of whole microseconds within reach");
            }
            if (days) {
                batch.setInt(index - 1, row, Math.toIntExact(counted));
            } else {
                batch.setLong(index - 1, row, counted);
            }
            bytes.add(counted);
        };
    }

    private static long micros(Temporal epoch, Temporal at) {
        long micros = ChronoUnit.MICROS.between(epoch, at);
        if (!epoch.plus(micros, ChronoUnit.MICROS)
                .equals(at instanceof OffsetDateTime moment ? moment.withOffsetSameInstant(ZoneOffset.UTC) : at)) {
            throw new ArithmeticException("nanoseconds");
        }
        return micros;
    }

    private static long exact(LocalTime time, long nanos) {
        if (nanos % 1_000 != 0) {
            throw new ArithmeticException("nanoseconds in " + time);
        }
        return nanos / 1_000;
    }

    private static boolean missing(ResultSet result, int index, RecordBatch batch, int row, RowBytes bytes)
            throws SQLException {
        if (!result.wasNull()) {
            return false;
        }
        none(index, batch, row, bytes);
        return true;
    }

    private static void none(int index, RecordBatch batch, int row, RowBytes bytes) {
        batch.setNull(index - 1, row);
        bytes.addMissing();
    }

    private static void text(byte[] value, int index, RecordBatch batch, int row, RowBytes bytes) {
        batch.setText(index - 1, row, value);
        bytes.add(value);
    }

    private static UnfitValue unfit(ResultSet result, int index, String value, String what) throws SQLException {
        return unfit(result.getMetaData().getColumnLabel(index), value, what);
    }

    /** @param what the value is not, or is: {@code a DECIMAL(9,2)}, {@code no time that exists} */
    static UnfitValue unfit(String column, String value, String what) {
        String is = what.startsWith("no ") ? " is " : " is not ";
        return new UnfitValue("the value '" + value + "' of the column " + column + is + what
                + "; declare the column as text to land it as it is (columns: { " + column
                + ": { type: varchar } }), a model can cast it then. Nothing of this batch was kept");
    }
}
