package dev.lakesmith.core.plan;

import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.TableName;
import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The state of a model's inputs, as it is stored with the model's table: the snapshot of each table, and for each view
 * its version and the snapshots of the tables below it.
 */
public final class Inputs {

    private Inputs() {}

    /** The state of the inputs now; an input that does not exist yet is left out. */
    public static SortedMap<String, String> of(Collection<TableName> inputs, LakeView view, SqlAnalyzer sql) {
        SortedMap<String, String> state = new TreeMap<>();
        inputs.forEach(input -> add(input, view, sql, state));
        return state;
    }

    private static void add(TableName input, LakeView view, SqlAnalyzer sql, Map<String, String> state) {
        StoredView stored = view.view(input).orElse(null);
        if (stored != null) {
            state.put(input.toString(), "view " + stored.version());
            sql.parse(stored.sql()).tables().stream()
                    .map(TableReference::name)
                    .forEach(below -> add(below, view, sql, state));
            return;
        }
        view.table(input)
                .map(LakeTable::rowsSince)
                .ifPresent(id -> state.put(input.toString(), id.isPresent() ? Long.toString(id.getAsLong()) : "empty"));
    }

    /** As stored: {@code table=state} separated by commas; names hold neither. */
    public static String write(SortedMap<String, String> state) {
        StringBuilder text = new StringBuilder();
        state.forEach((table, value) ->
                text.append(text.isEmpty() ? "" : ",").append(table).append('=').append(value));
        return text.toString();
    }

    /** What was stored with a table; empty when nothing was. */
    public static SortedMap<String, String> read(LakeTable table) {
        return parse(table.property(LakeProperties.INPUTS).orElse(""));
    }

    /** Reads what {@link #write} wrote. */
    static SortedMap<String, String> parse(String text) {
        SortedMap<String, String> state = new TreeMap<>();
        for (String entry : text.split(",", -1)) {
            int equals = entry.indexOf('=');
            if (equals > 0) {
                state.put(entry.substring(0, equals), entry.substring(equals + 1));
            }
        }
        return state;
    }
}
