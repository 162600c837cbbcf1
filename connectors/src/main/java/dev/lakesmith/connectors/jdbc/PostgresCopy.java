package dev.lakesmith.connectors.jdbc;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.lakesmith.core.connector.RecordBatch;
import dev.lakesmith.core.connector.RecordReader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyOut;

/**
 * Reads what {@code COPY … TO STDOUT (FORMAT binary)} sends: PostgreSQL's quickest way out. The format is that of the
 * section COPY of PostgreSQL's manual; values are as each type's {@code send} function writes them.
 */
final class PostgresCopy extends DatabaseRows {

    /** How a value is written. */
    enum Kind {
        BOOLEAN,
        INT2,
        INT4,
        INT8,
        FLOAT4,
        FLOAT8,
        NUMERIC,
        DATE,
        TIME,
        TIMESTAMP,
        UUID,
        BYTES,
        TEXT
    }

    private static final VarHandle SHORT = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final HexFormat HEX = HexFormat.of();

    /** Signature, flags and the length of an extension, which is none. */
    private static final int HEADER_BYTES = 19;

    /** From 1970-01-01 to 2000-01-01, where PostgreSQL's times begin. */
    private static final int DAYS_TO_2000 = 10_957;

    private static final long MICROS_OF_DAY = 86_400_000_000L;
    private static final long MICROS_TO_2000 = DAYS_TO_2000 * MICROS_OF_DAY;

    private static final int NUMERIC_NEGATIVE = 0x4000;
    private static final int NUMERIC_SPECIAL = 0xC000;
    private static final int LONG_GROUPS = 4;

    private final Kind[] kinds;
    private final int[] scales;
    private final CopyOut copy;
    private boolean begun;

    private PostgresCopy(
            Connections connections, Connection connection, List<JdbcColumn> columns, RowSums sums, CopyOut copy) {
        super(connections, connection, columns, sums);
        this.kinds = columns.stream().map(PostgreSql::kind).toArray(Kind[]::new);
        this.scales = columns.stream()
                .mapToInt(column -> scale(column.column().type()))
                .toArray();
        this.copy = copy;
    }

    /** @param connection closed with the reader */
    static RecordReader of(
            Connections connections, Connection connection, String select, List<JdbcColumn> columns, RowSums sums) {
        try {
            CopyOut copy = connection
                    .unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("COPY (" + select + ") TO STDOUT (FORMAT binary)");
            return new PostgresCopy(connections, connection, columns, sums, copy);
        } catch (SQLException e) {
            Database.abort(connection);
            throw connections.failed("cannot read: " + select, e);
        }
    }

    private static int scale(String type) {
        int comma = type.indexOf(',');
        return type.startsWith("DECIMAL(") ? Integer.parseInt(type.substring(comma + 1, type.length() - 1)) : 0;
    }

    /** Fields of each row: their number, and each one's length and bytes. The last message has none. */
    @Override
    boolean next(RecordBatch batch, int row, RowBytes bytes) throws SQLException {
        byte[] message = copy.isActive() ? copy.readFromCopy() : null;
        if (message == null) {
            return false;
        }
        int start = begun ? 0 : HEADER_BYTES;
        begun = true;
        int fields = (short) SHORT.get(message, start);
        if (fields < 0) {
            // What follows this mark is the end.
            return next(batch, row, bytes);
        }
        int position = start + Short.BYTES;
        for (int column = 0; column < fields; column++) {
            int length = (int) INT.get(message, position);
            position += Integer.BYTES;
            if (length < 0) {
                batch.setNull(column, row);
            } else {
                value(message, position, length, batch, column, row);
                position += length;
            }
        }
        bytes.end(message, start, position);
        return true;
    }

    private void value(byte[] message, int at, int length, RecordBatch batch, int column, int row) {
        switch (kinds[column]) {
            case BOOLEAN -> batch.setBoolean(column, row, message[at] != 0);
            case INT2 -> batch.setInt(column, row, (short) SHORT.get(message, at));
            case INT4 -> batch.setInt(column, row, (int) INT.get(message, at));
            case INT8 -> batch.setLong(column, row, (long) LONG.get(message, at));
            case TIME -> batch.setLong(column, row, time((long) LONG.get(message, at), column));
            case FLOAT4 -> batch.setDouble(column, row, Float.intBitsToFloat((int) INT.get(message, at)));
            case FLOAT8 -> batch.setDouble(column, row, Double.longBitsToDouble((long) LONG.get(message, at)));
            case NUMERIC -> batch.setDecimal(column, row, numeric(message, at, column));
            case DATE -> batch.setInt(column, row, date((int) INT.get(message, at), column));
            case TIMESTAMP -> batch.setLong(column, row, timestamp((long) LONG.get(message, at), column));
            case UUID ->
                batch.setText(
                        column,
                        row,
                        new java.util.UUID((long) LONG.get(message, at), (long) LONG.get(message, at + Long.BYTES))
                                .toString()
                                .getBytes(US_ASCII));
            case BYTES ->
                batch.setText(
                        column, row, HEX.formatHex(message, at, at + length).getBytes(US_ASCII));
            case TEXT -> batch.setText(column, row, Arrays.copyOfRange(message, at, at + length));
        }
    }

    private int date(int days, int column) {
        if (days == Integer.MAX_VALUE || days == Integer.MIN_VALUE) {
            throw unfit(column, days > 0 ? "infinity" : "-infinity", "no day");
        }
        return days + DAYS_TO_2000;
    }

    private long timestamp(long micros, int column) {
        if (micros == Long.MAX_VALUE || micros == Long.MIN_VALUE) {
            throw unfit(column, micros > 0 ? "infinity" : "-infinity", "no moment");
        }
        if (micros > Long.MAX_VALUE - MICROS_TO_2000) {
            throw unfit(column, "in the year 294246 or later", "no moment within reach");
        }
        return micros + MICROS_TO_2000;
    }

    private long time(long micros, int column) {
        if (micros >= MICROS_OF_DAY) {
            throw unfit(column, "24:00:00", "no time of a day");
        }
        return micros;
    }

    /** Groups of four decimal digits, the weight of the first one, the sign, and the digits to show. */
    private BigDecimal numeric(byte[] message, int at, int column) {
        int groups = (short) SHORT.get(message, at);
        int weight = (short) SHORT.get(message, at + 2);
        int sign = (short) SHORT.get(message, at + 4) & 0xFFFF;
        if ((sign & NUMERIC_SPECIAL) == NUMERIC_SPECIAL) {
            throw unfit(column, sign == NUMERIC_SPECIAL ? "NaN" : "infinity", "no number");
        }
        int scale = scales[column];
        int shift = (weight - groups + 1) * 4 + scale;
        boolean negative = sign == NUMERIC_NEGATIVE;
        if (groups <= LONG_GROUPS && shift <= 2) {
            long value = 0;
            for (int group = 0; group < groups; group++) {
                value = value * 10_000 + (short) SHORT.get(message, at + 8 + 2 * group);
            }
            for (int i = 0; i < shift; i++) {
                value *= 10;
            }
            for (int i = shift; i < 0; i++) {
                // The declared scale leaves zeros only to the right.
                value /= 10;
            }
            return BigDecimal.valueOf(negative ? -value : value, scale);
        }
        BigInteger value = BigInteger.ZERO;
        BigInteger base = BigInteger.valueOf(10_000);
        for (int group = 0; group < groups; group++) {
            value = value.multiply(base).add(BigInteger.valueOf((short) SHORT.get(message, at + 8 + 2 * group)));
        }
        return new BigDecimal(negative ? value.negate() : value, (groups - weight - 1) * 4).setScale(scale);
    }

    private RuntimeException unfit(int column, String value, String what) {
        return Getters.unfit(columns().get(column).name(), value, what);
    }
}
