package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.formats.RejectedRecord;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.iceberg.DataFile;
import org.duckdb.DuckDBAppender;

/** Where a load's data files, rejected records, counts and notes come together. */
final class BronzeSink implements AutoCloseable {

    private static final String REJECTS = "_ls_rejects";

    private final DuckDBAppender appender;
    private final List<DataFile> files = new ArrayList<>();
    private final SortedMap<String, Ledger> ledgers = new TreeMap<>();
    private final Set<String> notes = new LinkedHashSet<>();
    private final Map<String, Long> linesBefore;
    private long rejected;

    /** {@code linesBefore} tells by landed path how much greater a line is for people than in that file. */
    BronzeSink(Session session, Map<String, Long> linesBefore) {
        this.linesBefore = linesBefore;
        session.execute("CREATE TABLE " + REJECTS
                + " (reason VARCHAR, raw VARCHAR, file VARCHAR, line BIGINT, batch_id VARCHAR)");
        try {
            this.appender = session.connection().createAppender("main", REJECTS);
        } catch (SQLException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "rejects cannot be kept: " + e.getMessage(), e);
        }
    }

    void written(WrittenFiles more) {
        files.addAll(more.files());
    }

    /** Keeps a record for the quarantine. */
    void reject(String source, LandedFile file, RejectedRecord record) {
        try {
            appender.beginRow()
                    .append(record.reason())
                    .append(record.raw())
                    .append(source)
                    .append(record.line() + linesBefore.getOrDefault(file.landedPath(), 0L))
                    .append(file.batchId())
                    .endRow();
            rejected++;
        } catch (SQLException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "a reject cannot be kept: " + e.getMessage(), e);
        }
    }

    /** Says where a file's records ended. */
    void count(String source, LandedFile file, long rows, long quarantined, Map<String, Long> dropped) {
        long droppedTotal = dropped.values().stream().mapToLong(Long::longValue).sum();
        Ledger ledger = Ledger.of(rows + quarantined + droppedTotal, rows, quarantined, dropped);
        ledgers.merge(file.batchId() + " " + source, ledger, Ledger::plus);
    }

    void note(String source, String note) {
        notes.add(source + ": " + note);
    }

    WrittenFiles files() {
        return new WrittenFiles(files);
    }

    SortedMap<String, Ledger> ledgers() {
        return ledgers;
    }

    List<String> notes() {
        return List.copyOf(notes);
    }

    long rejected() {
        return rejected;
    }

    /** A query of the rejected records, as the quarantine takes them. */
    String rejects() {
        try {
            appender.flush();
        } catch (SQLException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "rejects cannot be kept: " + e.getMessage(), e);
        }
        return "SELECT reason, raw, file, line, batch_id FROM " + REJECTS;
    }

    @Override
    public void close() {
        try {
            appender.close();
        } catch (SQLException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "rejects cannot be kept: " + e.getMessage(), e);
        }
    }
}
