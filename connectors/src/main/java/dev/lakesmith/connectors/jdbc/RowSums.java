package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.Progress;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all readers of one extraction add up.
 *
 * @param rows how many were read
 * @param checksum of their contents, as {@link RowBytes} says
 * @param progress is told
 */
record RowSums(LongAdder rows, LongAdder checksum, Progress progress) {

    RowSums(Progress progress) {
        this(new LongAdder(), new LongAdder(), progress);
    }

    void add(int more) {
        rows.add(more);
        progress.update(rows.sum(), -1, -1);
    }
}
