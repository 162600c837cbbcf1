package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.plan.PlanRequest.Refresh;
import dev.lakesmith.core.run.RunOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes, late ones and removals too: a project that goes on must hold what one holds that is made anew. */
final class RebuildEqualityTest {

    private static final int RUNS = 3;
    private static final String ROWS = "SELECT id, seq, k, x, v, s FROM ";
    private static final Map<String, List<String>> MODELS = new LinkedHashMap<>();

    static {
        String byId = "materialized: merge\nunique_key: id\n";
        model(
                "silver.a",
                byId + "latest_by: seq\ndelete_when: op = 'D'",
                "SELECT id, seq, op, k, x, v, s FROM bronze.in_a");
        String history = "materialized: snapshot\nunique_key: id\nupdated_at: ts\n";
        model("silver.h", history, "SELECT id, k, v, s, ts FROM bronze.in_a");
        model(
                "silver.ended",
                history + "delete_when: gone\nhard_deletes: new_record",
                "SELECT id, k, v, op = 'D' AS gone, ts FROM bronze.in_a");
        String missing = "columns: { v: { missing: { fill: %s } } }";
        model(
                "gold.last",
                byId + "latest_by: seq\n" + missing.formatted("{ last: { by: k, order: seq } }"),
                ROWS + "bronze.in_a");
        model("gold.median", byId + missing.formatted("{ statistic: median }"), ROWS + "silver.a");
        model("gold.mode", byId + missing.formatted("{ statistic: mode }"), ROWS + "silver.a");
        model(
                "gold.moved",
                "materialized: partition\npartition_by: k\ncolumns: { k: { missing: { fill: { sql: x } } } }",
                ROWS + "silver.a");
        model(
                "gold.grouped",
                "materialized: merge\nunique_key: s\ncolumns: { s: { missing: { fill: none, empty_is_missing: true } } }",
                "SELECT s, count(*) AS n, sum(v) AS v FROM silver.a GROUP BY s");
        model(
                "gold.refused",
                "materialized: partition\npartition_by: k\n"
                        + "columns: { v: { checks: [{ between: { min: 2, severity: quarantine } }] } }",
                ROWS + "silver.a");
        model("gold.dim_k", "dimension: { key: k }", "SELECT DISTINCT k, k * 2 AS twice FROM silver.a WHERE k > 1");
        model(
                "gold.facts",
                "materialized: merge\nfact: { grain: id, dimensions:"
                        + " { k_key: { of: gold.dim_k, by: k }, x_key: { of: gold.dim_k, by: x } } }",
                "SELECT id, k, x, v FROM silver.a");
        model("gold.golden", "survive: { key: k, latest: seq, columns: { v: most_frequent } }", ROWS + "silver.a");
    }

    private final Workbench goesOn;
    private final Workbench anew;

    RebuildEqualityTest(@TempDir Path folder) {
        this.goesOn = project(folder.resolve("goes_on"));
        this.anew = project(folder.resolve("anew"));
    }

    private static void model(String name, String header, String query) {
        MODELS.put(name, List.of(header + "\nmax_shrink: 100", query));
    }

    private static Workbench project(Path folder) {
        Workbench bench = Workbench.in(folder)
                .streams("a: { path: 'drop/a-*', format: csv, columns: { id: integer, seq: integer, k: integer,"
                        + " x: integer, v: integer, ts: timestamp } }");
        MODELS.forEach((name, parts) -> bench.model(name, parts.get(0), parts.get(1)));
        return bench;
    }

    @ParameterizedTest
    @ValueSource(longs = {1})
    void every_kind_of_model_ends_as_a_rebuild_would(long seed) {
        Random random = new Random(seed);
        for (int run = 0; run < RUNS; run++) {
            String rows = rows(random, run);
            goesOn.file("drop/a-" + run, rows).run();
            anew.file("drop/a-" + run, rows);
            assertThat(Workbench.errors(anew.attempt(new RunOptions(
                            List.of(),
                            run == 0 ? Refresh.WHERE_NEEDED : Refresh.FULL,
                            RunOptions.Start.FRESH,
                            RunOptions.Shrink.ALLOWED))))
                    .isEmpty();
            assertThat(contents(goesOn)).as("after run " + run).containsExactlyElementsOf(contents(anew));
        }
    }

    /** Every row of every model and of the quarantine, with the table before it. */
    private static List<String> contents(Workbench bench) {
        List<String> parts = new ArrayList<>();
        for (String table : MODELS.keySet()) {
            parts.add("SELECT '" + table + "' AS source, CAST(to_json(t) AS VARCHAR) AS held FROM " + table + " AS t");
        }
        parts.add("SELECT reason, raw FROM quarantine.gold_refused");
        return bench.rows(String.join(" UNION ALL ", parts) + " ORDER BY ALL");
    }

    private static String rows(Random random, int run) {
        List<String> lines = new ArrayList<>(List.of("id,seq,op,k,x,v,ts,s"));
        int count = run == 0 ? 16 : 5;
        for (int i = 0; i < count; i++) {
            boolean late = random.nextInt(4) == 0;
            int seq = late ? random.nextInt(run * 20 + 1) : run * 20 + i;
            lines.add(String.join(
                    ",",
                    String.valueOf(random.nextInt(12)),
                    String.valueOf(seq),
                    random.nextInt(4) == 0 ? "D" : "U",
                    number(random, 4),
                    number(random, 4),
                    number(random, 6),
                    "2026-01-%02d".formatted(1 + random.nextInt(9)),
                    List.of("", "a", "A", "\" \"", "none").get(random.nextInt(5))));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String number(Random random, int below) {
        int number = random.nextInt(below);
        return number == 0 ? "" : String.valueOf(number);
    }
}
