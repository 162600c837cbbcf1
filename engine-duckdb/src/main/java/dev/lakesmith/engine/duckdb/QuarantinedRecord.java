package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.RejectedRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record as the quarantine of a bronze table has it.
 *
 * @param record its line, text and reason
 * @param source what {@code _source_file} would say
 * @param batch the batch that brought it
 */
record QuarantinedRecord(RejectedRecord record, String source, String batch) {

    /** The records that a query of reason, raw, file, line and batch_id gives. */
    static List<QuarantinedRecord> read(Session session, String sql) {
        return session.query(sql, rows -> {
            List<QuarantinedRecord> records = new ArrayList<>();
            while (rows.next()) {
                RejectedRecord record = new RejectedRecord(
                        rows.getLong("line"), text(rows.getString("raw")), text(rows.getString("reason")));
                records.add(
                        new QuarantinedRecord(record, text(rows.getString("file")), text(rows.getString("batch_id"))));
            }
            return records;
        });
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
