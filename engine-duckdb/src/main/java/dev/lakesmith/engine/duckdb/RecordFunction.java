package dev.lakesmith.engine.duckdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.duckdb.DuckDBDataChunkWriter;
import org.duckdb.DuckDBFunctions;
import org.duckdb.DuckDBTableFunction;
import org.duckdb.DuckDBTableFunctionBindInfo;
import org.duckdb.DuckDBTableFunctionBuilder;
import org.duckdb.DuckDBTableFunctionCallInfo;
import org.duckdb.DuckDBTableFunctionInitInfo;

/** The table function through which statements read {@link RecordScan}s by their numbers. Thread-safe. */
final class RecordFunction implements DuckDBTableFunction<RecordScan, RecordScan, RecordScan.Reading> {

    private static final String NAME = "_ls_records";

    private final Map<Long, RecordScan> scans = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    static RecordFunction on(Connection connection) throws SQLException {
        RecordFunction function = new RecordFunction();
        try (DuckDBTableFunctionBuilder builder = DuckDBFunctions.tableFunction()) {
            builder.withName(NAME)
                    .withParameter(long.class)
                    .withFunction(function)
                    .register(connection);
        }
        return function;
    }

    /** The SQL that reads a scan, until it is {@link #forget forgotten}. */
    String sql(RecordScan scan) {
        long number = numbers.incrementAndGet();
        scans.put(number, scan);
        return NAME + "(" + number + ")";
    }

    void forget(RecordScan scan) {
        scans.values().remove(scan);
    }

    @Override
    public RecordScan bind(DuckDBTableFunctionBindInfo bind) throws SQLException {
        RecordScan scan = Objects.requireNonNull(scans.get(bind.getParameter(0).getLong()), "no such scan");
        scan.describe(bind);
        return scan;
    }

    @Override
    public RecordScan init(DuckDBTableFunctionInitInfo init) {
        RecordScan scan = init.getBindData();
        scan.start(init);
        return scan;
    }

    @Override
    public RecordScan.Reading localInit(DuckDBTableFunctionInitInfo init) {
        return new RecordScan.Reading();
    }

    @Override
    public long apply(DuckDBTableFunctionCallInfo call, DuckDBDataChunkWriter chunk) {
        RecordScan scan = call.getInitData();
        return scan.fill(call.getLocalInitData(), chunk);
    }
}
