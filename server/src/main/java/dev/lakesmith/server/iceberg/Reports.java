package dev.lakesmith.server.iceberg;

import java.util.concurrent.atomic.LongAdder;
import org.apache.iceberg.rest.requests.ReportMetricsRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What clients report of their scans and commits: counted, and logged for whoever asks for debug. Thread-safe. */
final class Reports {

    private static final Logger LOG = LoggerFactory.getLogger("dev.lakesmith.server.iceberg");

    private final LongAdder received = new LongAdder();

    void add(String table, ReportMetricsRequest request) {
        received.increment();
        LOG.debug("{} of {}: {}", request.reportType(), table, request.report());
    }

    long received() {
        return received.sum();
    }

    static void note(String what, Throwable why) {
        LOG.warn(what, why);
    }

    static void failure(String what, Throwable why) {
        LOG.error(what, why);
    }
}
