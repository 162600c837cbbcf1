package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.BuildRequest.Reading;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.TableChanges;
import dev.lakesmith.lake.UnknownTable;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the keys that changed rows of inputs have, and the rows that count for them. */
final class AffectedRows {

    private static final String KEYS = "_ls_keys";

    private final Session session;
    private final Reading.Affected reading;
    private final LakeView view;

    AffectedRows(Session session, Reading.Affected reading, LakeView view) {
        this.session = session;
        this.reading = reading;
        this.view = view;
    }

    /** Collects the keys, and names those inputs in the session whose rows can be told apart by them. */
    void define(Progress progress) {
        String parts = reading.sinceSnapshots().entrySet().stream()
                .map(input -> keys(input.getKey(), changed(input.getKey(), input.getValue())))
                .collect(Collectors.joining(" UNION "));
        String none = IntStream.range(0, reading.keys().size())
                .mapToObj(i -> "CAST(NULL AS INTEGER) AS " + key(i))
                .collect(Collectors.joining(", ", "SELECT ", " WHERE false"));
        session.execute("CREATE TABLE " + KEYS + " AS " + (parts.isEmpty() ? none : parts), progress);
        reading.ofInputs()
                .forEach((input, expressions) -> session.define(
                        input, among(TableScan.of(session, table(input)).sql(), expressions)));
    }

    /** Of rows of the model's table, those with an affected key. */
    String ofTable(String rows) {
        return among(rows, reading.keys());
    }

    /** Of rows of the model's table, those without. */
    String notOfTable(String rows) {
        return joined("ANTI", rows, reading.keys());
    }

    private static String among(String rows, List<String> expressions) {
        return joined("SEMI", rows, expressions);
    }

    private static String joined(String kind, String rows, List<String> expressions) {
        String condition = IntStream.range(0, expressions.size())
                .mapToObj(i -> "(" + expressions.get(i) + ") IS NOT DISTINCT FROM k." + key(i))
                .collect(Collectors.joining(" AND "));
        return "SELECT * FROM (" + rows + ") AS r " + kind + " JOIN " + KEYS + " AS k ON " + condition;
    }

    private String keys(TableName input, String rows) {
        List<String> expressions = Optional.ofNullable(reading.ofInputs().get(input))
                .orElseThrow(() -> new IllegalStateException("no key is known for rows of " + input));
        return IntStream.range(0, expressions.size())
                .mapToObj(i -> expressions.get(i) + " AS " + key(i))
                .collect(Collectors.joining(", ", "SELECT DISTINCT ", " FROM (" + rows + ")"));
    }

    /** Rows that were there and are not, or are there and were not. */
    private String changed(TableName input, long since) {
        LakeTable table = table(input);
        TableChanges changes = table.changesSince(since)
                .orElseThrow(() -> new IllegalStateException(
                        "what changed in " + input + " since snapshot " + since + " cannot be told"));
        String added = TableScan.of(session, table, changes.added()).sql();
        String removed = TableScan.of(session, table, changes.removed()).sql();
        boolean rewritten =
                changes.removed().stream().anyMatch(file -> file.only().isEmpty());
        // Files are written anew with the rows that did not change.
        return rewritten
                ? "(" + added + " EXCEPT ALL (" + removed + ")) UNION ALL (" + removed + " EXCEPT ALL (" + added + "))"
                : added + " UNION ALL " + removed;
    }

    private LakeTable table(TableName input) {
        return view.table(input).orElseThrow(() -> UnknownTable.in(view, input));
    }

    private static String key(int number) {
        return "_ls_key_" + number;
    }
}
