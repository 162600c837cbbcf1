package dev.lakesmith.connectors.http;

import java.util.Optional;

/** Takes records in their order. */
interface RecordSink {

    /** A record, and the window that was asked for. */
    void record(byte[] text, int from, int to, Optional<Window> window);

    /** So many records were left out because the page before had them too. */
    void repeated(long records);
}
