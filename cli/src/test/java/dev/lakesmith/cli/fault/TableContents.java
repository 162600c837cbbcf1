package dev.lakesmith.cli.fault;

import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a table holds, without what only tells when and by which run it came.
 *
 * @param columns with their types; of a view its query too
 * @param state the positions and ledgers that runs keep
 * @param rows in order
 */
record TableContents(List<Column> columns, Map<String, String> state, List<String> rows) {

    private static final Set<String> CLOCK_COLUMNS = Set.of(
            "_loaded_at",
            "_run_id",
            "_checked_at",
            "landed_path",
            "landed_at",
            "run_id",
            "quarantined_at",
            "happened_at",
            "known_since");

    private static final List<String> STATE = List.of(
            LakeProperties.POSITION,
            LakeProperties.FINGERPRINT,
            LakeProperties.PARAMETERS,
            LakeProperties.LEDGER,
            LakeProperties.CHECKS,
            LakeProperties.DELETED_UNTIL,
            LakeProperties.VERSIONS_OF);

    /** Reads lakes; rows of a snapshot are read once. */
    static final class Reader {

        private final Subject subject;
        private final Map<String, List<String>> known = new HashMap<>();

        Reader(Subject subject) {
            this.subject = subject;
        }

        /** Every table and view. */
        SortedMap<String, TableContents> of(LakeView view, Engine engine) {
            SortedMap<String, TableContents> contents = new TreeMap<>();
            for (TableName name : view.names()) {
                Optional<LakeTable> table = view.table(name);
                contents.put(
                        name.toString(),
                        table.map(found -> of(found, view, engine)).orElseGet(() -> {
                            var stored = view.view(name).orElseThrow();
                            return new TableContents(stored.columns(), Map.of("sql", stored.sql()), List.of());
                        }));
            }
            return contents;
        }

        private TableContents of(LakeTable table, LakeView view, Engine engine) {
            Map<String, String> state = new LinkedHashMap<>();
            STATE.forEach(key -> table.property(key).ifPresent(value -> state.put(key, value)));
            String snapshot = table.name() + "@"
                    + table.snapshotId().stream()
                            .mapToObj(Long::toString)
                            .findFirst()
                            .orElse("none");
            List<String> rows = known.computeIfAbsent(snapshot, key -> rows(table, view, engine));
            return new TableContents(table.columns(), state, rows);
        }

        private List<String> rows(LakeTable table, LakeView view, Engine engine) {
            List<String> columns = table.columns().stream().map(Column::name).toList();
            List<String> clock = subject.clockColumns(table.name().toString());
            List<String> rows = new ArrayList<>();
            try (QueryResult result = engine.rows(table.name(), view)) {
                for (Optional<List<@Nullable Object>> row = result.next(); row.isPresent(); row = result.next()) {
                    StringBuilder text = new StringBuilder();
                    for (int i = 0; i < columns.size(); i++) {
                        Object value = row.get().get(i);
                        if (clock.contains(columns.get(i))) {
                            text.append('|').append(value == null ? "null" : "then");
                        } else if (!CLOCK_COLUMNS.contains(columns.get(i))) {
                            text.append('|').append(value);
                        }
                    }
                    rows.add(text.toString());
                }
            }
            rows.sort(null);
            return List.copyOf(rows);
        }
    }

    /** What distinguishes two states of a lake, for people. */
    static String difference(Map<String, TableContents> expected, Map<String, TableContents> seen) {
        StringBuilder text = new StringBuilder();
        Set<String> names = new TreeSet<>(expected.keySet());
        names.addAll(seen.keySet());
        for (String name : names) {
            TableContents one = expected.get(name);
            TableContents other = seen.get(name);
            if (one == null || other == null) {
                text.append(name).append(one == null ? " is there\n" : " is missing\n");
            } else if (!one.equals(other)) {
                List<String> lost = new ArrayList<>(one.rows);
                other.rows.forEach(lost::remove);
                List<String> extra = new ArrayList<>(other.rows);
                one.rows.forEach(extra::remove);
                text.append(name)
                        .append(": %d rows for %d, lost %s, extra %s, state %s for %s%n"
                                .formatted(
                                        other.rows.size(),
                                        one.rows.size(),
                                        lost.stream().limit(5).toList(),
                                        extra.stream().limit(5).toList(),
                                        other.state,
                                        one.state));
            }
        }
        return text.toString();
    }
}
