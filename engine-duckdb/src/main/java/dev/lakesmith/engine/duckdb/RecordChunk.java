package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.RecordBatch;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBWritableVector;

/** A chunk of a DuckDB table function as a batch of records. Texts are gathered and handed over together. */
final class RecordChunk implements RecordBatch {

    private final DuckDBWritableVector[] vectors;
    private final byte[][][] texts;
    private final int capacity;

    RecordChunk(DuckDBDataChunkWriter chunk, List<RecordColumn> columns) {
        capacity = (int) chunk.capacity();
        vectors = new DuckDBWritableVector[columns.size()];
        texts = new byte[columns.size()][][];
        for (int i = 0; i < vectors.length; i++) {
            vectors[i] = chunk.vector(i);
            texts[i] = columns.get(i).isText() ? new byte[capacity][] : null;
        }
    }

    /** Hands the texts of so many rows over. */
    void finish(int rows) {
        for (int i = 0; rows > 0 && i < vectors.length; i++) {
            if (texts[i] != null) {
                vectors[i].setStringUtf8Batch(0, rows == capacity ? texts[i] : Arrays.copyOf(texts[i], rows));
            }
        }
    }

    @Override
    public int capacity() {
        return capacity;
    }

    @Override
    public void setNull(int column, int row) {
        if (texts[column] == null) {
            vectors[column].setNull(row);
        } else {
            texts[column][row] = null;
        }
    }

    @Override
    public void setBoolean(int column, int row, boolean value) {
        vectors[column].setBoolean(row, value);
    }

    @Override
    public void setInt(int column, int row, int value) {
        vectors[column].setInt(row, value);
    }

    @Override
    public void setLong(int column, int row, long value) {
        vectors[column].setLong(row, value);
    }

    @Override
    public void setDouble(int column, int row, double value) {
        vectors[column].setDouble(row, value);
    }

    @Override
    public void setDecimal(int column, int row, BigDecimal value) {
        vectors[column].setBigDecimal(row, value);
    }

    @Override
    public void setText(int column, int row, byte[] utf8) {
        texts[column][row] = utf8;
    }
}
