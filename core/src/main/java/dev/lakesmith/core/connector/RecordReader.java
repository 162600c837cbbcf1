package dev.lakesmith.core.connector;

/** Reads the rows of one part of a source. Errors are {@code SOURCE_…}. */
public interface RecordReader extends AutoCloseable {

    /** Reads the next rows, from row 0 on, and gives their number; 0 at the end. */
    int read(RecordBatch batch);

    /** Ends reading; from another thread, a read that waits for the source fails soon afterwards. */
    @Override
    void close();
}
