package dev.lakesmith.core.connector;

import java.math.BigDecimal;

/**
 * Room for some rows of typed values, which a {@link RecordReader} fills. Every value of every row read must be set,
 * by the method of its column's type. Used by one thread.
 */
public interface RecordBatch {

    /** How many rows have room. */
    int capacity();

    /** A missing value, of any type. */
    void setNull(int column, int row);

    /** {@code BOOLEAN}. */
    void setBoolean(int column, int row, boolean value);

    /** {@code INTEGER}; {@code DATE} as days since 1970-01-01. */
    void setInt(int column, int row, int value);

    /**
     * {@code BIGINT}; {@code TIMESTAMP} and {@code TIMESTAMP WITH TIME ZONE} as microseconds since 1970-01-01, the second
     * one in UTC; {@code TIME} as microseconds since midnight.
     */
    void setLong(int column, int row, long value);

    /** {@code FLOAT} and {@code DOUBLE}. */
    void setDouble(int column, int row, double value);

    /** {@code DECIMAL}; a value with more digits than its column is an error. */
    void setDecimal(int column, int row, BigDecimal value);

    /**
     * {@code VARCHAR} in UTF-8; {@code UUID} in its usual form; {@code BLOB} in hexadecimal digits; lists, structs and
     * maps as JSON.
     */
    void setText(int column, int row, byte[] utf8);
}
