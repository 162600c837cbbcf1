package dev.lakesmith.connectors.jdbc;

import java.util.concurrent.atomic.LongAdder;

/**
 * What all readers of one extraction add up.
 *
 * @param rows how many were read
 * @param checksum of their contents, as {@link RowBytes} says
 */
record RowSums(LongAdder rows, LongAdder checksum) {

    RowSums() {
        this(new LongAdder(), new LongAdder());
    }
}
