package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.RecordBatch;
import dev.lakesmith.core.connector.RecordReader;

/**
 * Rows with one more column, which says that they are not deleted.
 *
 * @param mark the number of that column
 */
record LiveRows(RecordReader rows, int mark) implements RecordReader {

    @Override
    public int read(RecordBatch batch) {
        int count = rows.read(batch);
        for (int row = 0; row < count; row++) {
            batch.setBoolean(mark, row, false);
        }
        return count;
    }

    @Override
    public void close() {
        rows.close();
    }
}
