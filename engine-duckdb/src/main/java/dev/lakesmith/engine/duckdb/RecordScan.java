package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.RecordReader;
import java.sql.SQLException;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a source's parts, for one statement. DuckDB's threads read them themselves, a part each, so that nothing is
 * queued or copied between reading and writing, and a slow writer holds the source back.
 */
final class RecordScan implements AutoCloseable {

    private final List<RecordColumn> columns;
    private final Queue<Supplier<RecordReader>> waiting;
    private final int atOnce;
    private final Set<RecordReader> open = ConcurrentHashMap.newKeySet();
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private volatile boolean closed;

    RecordScan(List<RecordColumn> columns, List<? extends Supplier<RecordReader>> parts, int atOnce) {
        this.columns = columns;
        this.waiting = new ConcurrentLinkedQueue<>(parts);
        this.atOnce = atOnce;
    }

    /** One thread's place in the scan. */
    static final class Reading {
        private @Nullable RecordReader reader;
    }

    void describe(DuckDBTableFunctionBindInfo bind) throws SQLException {
        for (RecordColumn column : columns) {
            bind.addResultColumn(column.column().name(), column.carrier());
        }
    }

    void start(DuckDBTableFunctionInitInfo init) {
        init.setMaxThreads(atOnce);
    }

    /** Fills a chunk and gives the number of its rows; 0 when this thread has nothing more to read. */
    long fill(Reading reading, DuckDBDataChunkWriter chunk) {
        try {
            while (!closed) {
                if (reading.reader == null && !next(reading)) {
                    return 0;
                }
                RecordReader reader = reading.reader;
                RecordChunk batch = new RecordChunk(chunk, columns);
                int rows = reader == null ? 0 : reader.read(batch);
                if (rows > 0) {
                    batch.finish(rows);
                    return rows;
                }
                end(reading);
            }
            return 0;
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            throw e;
        }
    }

    private boolean next(Reading reading) {
        Supplier<RecordReader> part = waiting.poll();
        if (part == null) {
            return false;
        }
        RecordReader reader = part.get();
        open.add(reader);
        reading.reader = reader;
        if (closed) {
            reader.close();
        }
        return true;
    }

    private void end(Reading reading) {
        RecordReader reader = reading.reader;
        reading.reader = null;
        if (reader != null && open.remove(reader)) {
            reader.close();
        }
    }

    /** What a part failed with; DuckDB tells only the message of it. */
    void rethrow() {
        RuntimeException e = failure.get();
        if (e != null) {
            throw e;
        }
    }

    /** Ends whatever is still being read. */
    @Override
    public void close() {
        closed = true;
        for (RecordReader reader : List.copyOf(open)) {
            if (open.remove(reader)) {
                reader.close();
            }
        }
    }
}
