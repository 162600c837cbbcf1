package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.plan.PlanRequest.Refresh;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.engine.duckdb.VersionOracle.Kind;
import dev.lakesmith.engine.duckdb.VersionOracle.Row;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes in random batches, against an oracle. Each key has a sequence of its own. */
final class VersionPropertyTest {

    private static final Instant DAY_0 = Instant.parse("2026-01-01T00:00:00Z");
    private static final int KEYS = 150;

    private static final String ROWS = "SELECT id, v, strftime(valid_from AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S.%f'),"
            + " strftime(valid_to AT TIME ZONE 'UTC', '%Y-%m-%d %H:%M:%S.%f'), is_current";
    private static final String FULL_STATE =
            "SELECT id, v, seen FROM bronze.in_x WHERE _batch_id = (SELECT max(_batch_id) FROM bronze.in_x)";

    private final Workbench bench;

    VersionPropertyTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2})
    void rows_in_any_order_and_batching_end_as_the_same_versions_as_a_full_refresh(long seed) {
        bench.model(
                "silver.h",
                "materialized: snapshot\nunique_key: id\nupdated_at: seen\ncolumns: { seen: timestamptz }",
                "SELECT id, v, seen FROM bronze.in_x");
        Random random = new Random(seed);
        VersionOracle oracle = new VersionOracle(Kind.BY_TIME);
        List<Row> all = new ArrayList<>();
        for (int batch = 0; batch < 4; batch++) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < KEYS; i++) {
                boolean again = !all.isEmpty() && random.nextInt(6) == 0;
                rows.add(again ? all.get(random.nextInt(all.size())) : row(random, random.nextInt(KEYS / 3), 12));
            }
            all.addAll(rows);
            oracle.rows(rows);
            bench.file("drop/x-" + batch, csv(rows)).run();

            assertThat(versions("")).as("batch " + batch).containsExactlyElementsOf(oracle.versions(false));
        }
        List<String> confirmed = bench.rows("SELECT id, valid_from, _confirmed_at FROM silver.h ORDER BY ALL");
        assertThat(Workbench.errors(bench.attempt(
                        new RunOptions(List.of(), Refresh.FULL, RunOptions.Start.FRESH, RunOptions.Shrink.REFUSED))))
                .isEmpty();

        assertThat(versions("")).containsExactlyElementsOf(oracle.versions(false));
        assertThat(bench.rows("SELECT id, valid_from, _confirmed_at FROM silver.h ORDER BY ALL"))
                .isEqualTo(confirmed);
        intervalsAreSound();
    }

    @ParameterizedTest
    @ValueSource(strings = {"close", "new_record"})
    void rows_that_remove_their_keys_end_versions_at_their_time_whatever_the_order(String hardDeletes) {
        boolean tellDeleted = hardDeletes.equals("new_record");
        String more = tellDeleted ? ", is_deleted" : "";
        bench.model(
                "silver.h",
                "materialized: snapshot\nunique_key: id\nupdated_at: seen\ndelete_when: v = '-'\nhard_deletes: "
                        + hardDeletes + "\ncolumns: { seen: timestamptz }",
                "SELECT id, v, seen FROM bronze.in_x");
        Random random = new Random(hardDeletes.length());
        VersionOracle oracle = new VersionOracle(Kind.BY_TIME);
        for (int batch = 0; batch < 6; batch++) {
            List<Row> rows = new ArrayList<>();
            for (int i = 0; i < KEYS / 2; i++) {
                Row row = row(random, random.nextInt(KEYS / 5), 12);
                rows.add(random.nextInt(3) == 0 ? new Row(row.key(), VersionOracle.GONE, row.changed()) : row);
            }
            oracle.rows(rows);
            bench.file("drop/x-" + batch, csv(rows));
            assertThat(Workbench.errors(bench.attempt(new RunOptions(
                            List.of(), Refresh.WHERE_NEEDED, RunOptions.Start.FRESH, RunOptions.Shrink.ALLOWED))))
                    .isEmpty();

            assertThat(versions(more)).as("batch " + batch).containsExactlyElementsOf(oracle.versions(tellDeleted));
        }
        List<String> all = bench.rows("SELECT * FROM silver.h ORDER BY ALL");
        assertThat(Workbench.errors(bench.attempt(
                        new RunOptions(List.of(), Refresh.FULL, RunOptions.Start.FRESH, RunOptions.Shrink.ALLOWED))))
                .isEmpty();
        assertThat(bench.rows("SELECT * FROM silver.h ORDER BY ALL")).isEqualTo(all);
        intervalsAreSound();
    }

    @ParameterizedTest
    @CsvSource({"updated_at: seen,close", "updated_at: seen,new_record", "compare: [v],close", "compare: [v],new_record"
    })
    void states_with_keys_that_go_and_come_back_are_kept_as_they_were_seen(String change, String hardDeletes) {
        bench.model(
                "silver.h",
                "materialized: snapshot\nunique_key: id\n" + change + "\nhard_deletes: " + hardDeletes
                        + "\ncolumns: { seen: timestamptz }",
                FULL_STATE);
        boolean tellDeleted = hardDeletes.equals("new_record");
        VersionOracle oracle = new VersionOracle(change.startsWith("compare") ? Kind.BY_VALUES : Kind.BY_TIME);
        Random random = new Random(change.length() + hardDeletes.length());
        List<Row> state = new ArrayList<>();
        for (int batch = 0; batch < 5; batch++) {
            Instant now = DAY_0.plus(2L * batch + 3, ChronoUnit.DAYS);
            state = next(state, random);
            oracle.state(state, now);
            bench.time(now.toString()).file("drop/x-" + batch, csv(state)).run();

            assertThat(versions(tellDeleted ? ", is_deleted" : ""))
                    .as("batch " + batch)
                    .containsExactlyElementsOf(oracle.versions(tellDeleted));
        }
        List<String> before = versions("");
        assertThat(Workbench.errors(bench.attempt(
                        new RunOptions(List.of(), Refresh.FULL, RunOptions.Start.FRESH, RunOptions.Shrink.REFUSED))))
                .isEmpty();
        assertThat(versions(""))
                .as("a full refresh keeps what it cannot read again")
                .isEqualTo(before);
        intervalsAreSound();
    }

    @Test
    void the_oracle_itself_puts_late_rows_in_their_place() {
        VersionOracle oracle = new VersionOracle(Kind.BY_TIME);
        oracle.rows(List.of(new Row("a", "x", DAY_0), new Row("a", "x", DAY_0.plusSeconds(20))));
        oracle.rows(List.of(new Row("a", "y", DAY_0.plusSeconds(10))));

        assertThat(oracle.versions(false))
                .containsExactly(
                        "a|x|2026-01-01T00:00:00Z|2026-01-01T00:00:10Z|false",
                        "a|y|2026-01-01T00:00:10Z|2026-01-01T00:00:20Z|false",
                        "a|x|2026-01-01T00:00:20Z|null|true");
    }

    private static Row row(Random random, int key, int days) {
        return new Row(
                "k%03d".formatted(key),
                List.of("x", "y", "z").get(random.nextInt(3)),
                DAY_0.plus(random.nextInt(days), ChronoUnit.DAYS));
    }

    /** Some rows as before, some changed, some gone, some new or back; one always there. */
    private static List<Row> next(List<Row> before, Random random) {
        List<Row> state = new ArrayList<>(List.of(new Row("always", "x", DAY_0)));
        for (int key = 0; key < KEYS; key++) {
            String name = "k%03d".formatted(key);
            Row old = before.stream()
                    .filter(row -> row.key().equals(name))
                    .findFirst()
                    .orElse(null);
            int fate = random.nextInt(4);
            if (fate == 0 && old != null) {
                state.add(old);
            } else if (fate < 3) {
                state.add(row(random, key, 15));
            }
        }
        return state;
    }

    private static String csv(List<Row> rows) {
        StringBuilder text = new StringBuilder("id,v,seen\n");
        rows.forEach(row -> text.append(row.key() + "," + row.value() + "," + row.changed() + "\n"));
        return text.toString();
    }

    private List<String> versions(String more) {
        return bench.rows(ROWS + more + " FROM silver.h ORDER BY id, valid_from").stream()
                .map(VersionPropertyTest::instants)
                .toList();
    }

    private static String instants(String row) {
        String[] cells = row.split("\\|", -1);
        for (int i = 2; i < 4; i++) {
            cells[i] = cells[i].equals("null")
                    ? "null"
                    : Instant.parse(cells[i].replace(' ', 'T') + "Z").toString();
        }
        return String.join("|", cells);
    }

    private void intervalsAreSound() {
        assertThat(bench.rows("SELECT id FROM silver.h GROUP BY id, valid_from HAVING count(*) > 1"))
                .isEmpty();
        assertThat(bench.rows("SELECT id FROM silver.h WHERE is_current GROUP BY id HAVING count(*) > 1"))
                .isEmpty();
        assertThat(bench.rows(
                        "SELECT id FROM silver.h WHERE valid_to <= valid_from OR is_current <> (valid_to IS NULL)"))
                .isEmpty();
        assertThat(bench.rows("SELECT id FROM (SELECT id, valid_to, lead(valid_from) OVER (PARTITION BY id ORDER BY"
                        + " valid_from) AS next FROM silver.h) WHERE valid_to > next OR (valid_to IS NULL AND next IS NOT"
                        + " NULL)"))
                .isEmpty();
    }
}
