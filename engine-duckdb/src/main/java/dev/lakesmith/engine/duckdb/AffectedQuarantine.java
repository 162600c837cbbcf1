package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A model's quarantine after the rows of some keys were made anew: of these keys it holds what was refused now, of the
 * others what it held.
 *
 * @param quarantine as it is
 * @param columns of the model
 */
record AffectedQuarantine(
        Session session, LakeTable quarantine, List<Column> columns, AffectedRows affected, QuarantineWriter writer) {

    private static final String STALE = "_ls_stale";

    /**
     * Writes it.
     *
     * @param refused a query of reason, raw, file, line and batch_id
     */
    Quarantined write(TableName model, String refused, Progress progress) {
        String held = "(" + TableScan.of(session, quarantine).sql() + ")";
        session.execute("CREATE TABLE " + STALE + " AS SELECT DISTINCT _ls_said AS reason, _ls_text AS raw FROM ("
                + affected.ofTable("SELECT " + rows() + " FROM " + held) + ") ANTI JOIN (" + refused
                + ") AS n ON n.reason = _ls_said AND n.raw = _ls_text");
        // What is read again is refused again, but is in quarantine already.
        String fresh = "SELECT * FROM (" + refused + ") AS n ANTI JOIN " + held
                + " AS q ON n.reason = q.reason AND n.raw = q.raw";
        long count = session.number("SELECT count(*) FROM (" + fresh + ")");
        return session.number("SELECT count(*) FROM " + STALE) == 0
                ? writer.write(session, model, fresh, count, QuarantineWriter.Earlier.KEPT, progress)
                : writer.rewrite(
                        session,
                        quarantine,
                        "SELECT q.* FROM " + held + " AS q ANTI JOIN " + STALE
                                + " AS s ON q.reason = s.reason AND q.raw = s.raw",
                        fresh,
                        progress);
    }

    /** The columns of the model as the quarantined rows had them, beside what the quarantine says of them. */
    private String rows() {
        return columns.stream()
                .map(column -> "TRY_CAST(json_extract_string(raw, " + Identifiers.literal(pointer(column.name()))
                        + ") AS " + column.type() + ") AS " + Identifiers.quote(column.name()))
                .collect(Collectors.joining(", ", "", ", reason AS _ls_said, raw AS _ls_text"));
    }

    /** The JSON Pointer (RFC 6901) of a member. */
    private static String pointer(String name) {
        return "/" + name.replace("~", "~0").replace("/", "~1");
    }
}
