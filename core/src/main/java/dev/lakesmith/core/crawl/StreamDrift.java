package dev.lakesmith.core.crawl;

import dev.lakesmith.core.connector.Excerpt;
import dev.lakesmith.core.crawl.Drift.Kind;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Holds what a declared stream gives now against the table that was loaded from it. */
final class StreamDrift {

    private final LakeView lake;

    /** @param lake the project's own */
    StreamDrift(LakeView lake) {
        this.lake = lake;
    }

    List<Drift> of(Found found) {
        List<Drift> drift = new ArrayList<>();
        String source = found.source().name();
        String stream = found.stream().name();
        Optional<LakeTable> loaded = lake.table(found.stream().bronze());
        Sampled sampled = found.sampled();
        sampled.refused()
                .forEach(refused -> drift.add(new Drift(
                        Kind.RECORDS_REFUSED,
                        source,
                        stream,
                        Optional.empty(),
                        Shares.count(refused.records(), "record", "records") + " cannot be read: "
                                + refused.reason())));
        boolean gone = sampled.table().isEmpty() && sampled.excerpt().extent() == Excerpt.Extent.WHOLE;
        if (gone && loaded.isPresent()) {
            drift.add(new Drift(
                    Kind.STREAM_GONE,
                    source,
                    stream,
                    Optional.empty(),
                    "nothing is there any more; " + Shares.count(loaded.get().rows(), "row was", "rows were")
                            + " loaded from it"));
        }
        if (!sampled.table().isEmpty()) {
            loaded.ifPresent(table -> columns(table, sampled, source, stream, drift));
        }
        return drift;
    }

    private static void columns(LakeTable table, Sampled sampled, String source, String stream, List<Drift> drift) {
        Map<String, Column> before = byName(table.columns());
        Map<String, Column> now = byName(sampled.columns());
        now.forEach((key, column) -> {
            if (!before.containsKey(key)) {
                drift.add(new Drift(
                        Kind.NEW_COLUMN,
                        source,
                        stream,
                        Optional.of(column.name()),
                        "new, " + Types.declared(column.type()) + "; the next run does what on_new_columns says"));
            }
        });
        before.forEach((key, column) -> {
            if (!now.containsKey(key)) {
                drift.add(new Drift(
                        Kind.COLUMN_GONE,
                        source,
                        stream,
                        Optional.of(column.name()),
                        "not in what was looked at (" + sampled.excerpt().told() + "); new rows have NULL there"));
            }
        });
        now.forEach((key, column) -> {
            Column loaded = before.get(key);
            if (loaded != null && !fits(column.type(), loaded.type())) {
                drift.add(new Drift(
                        Kind.TYPE_CHANGED,
                        source,
                        stream,
                        Optional.of(column.name()),
                        Types.declared(column.type()) + " now, " + Types.declared(loaded.type())
                                + " in the table; values that do not fit go to _rescued_data or to quarantine"));
            }
        });
    }

    /** A sample shows less than the whole: whole numbers where there are decimals too, fewer fields of an object. */
    private static boolean fits(String seen, String loaded) {
        return seen.equals(loaded)
                || loaded.equals("VARCHAR")
                || (loaded.equals("DOUBLE") && (seen.equals("BIGINT") || seen.equals("INTEGER")))
                || (seen.startsWith("STRUCT") && loaded.startsWith("STRUCT"));
    }

    private static Map<String, Column> byName(List<Column> columns) {
        Map<String, Column> byName = new TreeMap<>();
        columns.stream()
                .filter(column -> !Sampled.isAdded(column.name()))
                .forEach(column -> byName.put(column.name().toLowerCase(Locale.ROOT), column));
        return byName;
    }
}
