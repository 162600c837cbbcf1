package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether work follows the change: merges of some keys into many rows, what reading costs after them, and dedupes. */
final class ChangeFigures {

    private static final String TABLE = "silver.orders";
    private static final String WITH_VECTORS = "silver.orders_v3";
    private static final String MERGE = "materialized: merge\nunique_key: order_id\nlatest_by: updated_at";
    private static final String BASE = "base";
    private static final double[] PERCENT = {0.1, 0.5, 2, 10, 30};

    /** Reads every column. */
    private static final String READ =
            "SELECT count(*), sum(quantity * price), max(ordered_at), count(note), sum(length(email)), min(sku),"
                    + " count_if(express), max(updated_at), sum(customer_id), max(status), max(country) FROM ";

    private final Workplace place;
    private final long rows;
    private final ChangeProject project;
    private final Map<String, String> files = new HashMap<>();
    private boolean prepared;

    ChangeFigures(Workplace place, TimedProgram program, long rows) {
        this.place = place;
        this.rows = rows;
        this.project = new ChangeProject(place, program, "project-change");
    }

    List<Figure> all() throws IOException {
        List<Figure> all = new ArrayList<>();
        all.add(merge());
        all.add(readAfter("read-after", TABLE, "position deletes"));
        all.add(readAfter("read-after-v3", WITH_VECTORS, "deletion vectors"));
        all.add(dedupe());
        all.add(dedupeAgainstTable());
        for (double percent : PERCENT) {
            all.add(way("positions", TABLE, percent));
            all.add(way("vectors", WITH_VECTORS, percent));
        }
        return all;
    }

    private Figure merge() {
        return Figure.against(
                "merge",
                "Merge of 0.5 %% changed keys into %,d rows".formatted(rows),
                this::prepare,
                new Contender(() -> project.restore(state(0.5)), project.command("run", "--select", TABLE)),
                "the full refresh of that table",
                new Contender(
                        () -> project.restore(state(0.5)), project.command("run", "--full-refresh", "--select", TABLE)),
                atMost(0.05));
    }

    private Figure readAfter(String name, String table, String way) {
        return Figure.against(
                name,
                "Read every column right after a merge of 0.5 % by " + way,
                this::prepare,
                new Contender(() -> project.restore(merged(table)), project.command("query", READ + table)),
                "reading it before",
                new Contender(() -> project.restore(BASE), project.command("query", READ + table)),
                atMost(1.3));
    }

    private Figure dedupe() throws IOException {
        Contender copy = place.duckDb("dedupe", "SELECT 1");
        return Figure.against(
                "dedupe",
                "Dedupe %,d rows by key, one in ten twice, within %s".formatted(rows, ChangeProject.MEMORY),
                this::prepare,
                new Contender(() -> project.restore(BASE), project.command("run", "--full-refresh", "--select", TABLE)),
                "plain DuckDB copying them to Parquet",
                new Contender(
                        () -> {
                            copy.before().run();
                            place.duckDb("dedupe", limited(), copied(base(), "dedupe"));
                        },
                        copy.command()),
                atMost(1.7));
    }

    private Figure dedupeAgainstTable() {
        return Figure.against(
                "dedupe-table",
                "The same dedupe",
                this::prepare,
                new Contender(() -> project.restore(BASE), project.command("run", "--full-refresh", "--select", TABLE)),
                "a model of kind table with all rows",
                new Contender(
                        () -> project.restore(BASE),
                        project.command("run", "--full-refresh", "--select", "silver.all_orders")),
                Optional.empty());
    }

    /** Plain DuckDB writes every file anew: the least that copy-on-write costs when keys are spread over all files. */
    private Figure way(String way, String table, double percent) throws IOException {
        String name = "ways-" + way + "-" + text(percent);
        Contender copy = place.duckDb(name, "SELECT 1");
        return Figure.against(
                name,
                "Merge of %s %% changed keys, format version with %s".formatted(text(percent), way),
                this::prepare,
                new Contender(() -> project.restore(state(percent)), project.command("run", "--select", table)),
                "plain DuckDB writing all files anew",
                new Contender(
                        () -> {
                            copy.before().run();
                            place.duckDb(
                                    name,
                                    limited(),
                                    copied(
                                            "(SELECT * FROM read_parquet(%s) AS kept ANTI JOIN read_parquet('%s') AS gone USING (order_id) UNION ALL BY NAME SELECT * FROM read_parquet('%s'))"
                                                    .formatted(files.get(table), change(percent), change(percent)),
                                            name));
                        },
                        copy.command()),
                Optional.empty());
    }

    private static String limited() {
        return "SET memory_limit = '" + ChangeProject.MEMORY + "'";
    }

    private String base() {
        return "read_parquet('" + place.path("orders.parquet") + "')";
    }

    private String copied(String from, String name) {
        return "COPY (SELECT * FROM %s) TO '%s' (FORMAT parquet, COMPRESSION zstd)".formatted(from, place.output(name));
    }

    /** All states that are measured; made once. */
    private void prepare() throws IOException {
        if (prepared) {
            return;
        }
        Path base = place.path("orders.parquet");
        Orders.writeParquet(base, rows);
        project.write("parquet");
        project.model(TABLE, MERGE, String.join(", ", Orders.TYPES.keySet()));
        project.model(WITH_VECTORS, MERGE + "\nformat_version: 3", String.join(", ", Orders.TYPES.keySet()));
        project.model("silver.all_orders", "materialized: table", String.join(", ", Orders.TYPES.keySet()));
        project.drop(base);
        project.run("run");
        project.save(BASE);
        for (String table : List.of(TABLE, WITH_VECTORS)) {
            files.put(table, project.dataFiles(table));
        }
        for (double percent : PERCENT) {
            Orders.writeChanges(change(percent), rows, percent);
            project.restore(BASE);
            project.drop(change(percent));
            project.run("run", "--select", "bronze.shop_orders");
            project.save(state(percent));
        }
        for (String table : List.of(TABLE, WITH_VECTORS)) {
            project.restore(state(0.5));
            project.run("run", "--select", table);
            project.save(merged(table));
        }
        prepared = true;
    }

    private Path change(double percent) {
        return place.path("changed-" + text(percent) + ".parquet");
    }

    private static String state(double percent) {
        return "changed-" + text(percent);
    }

    private static String merged(String table) {
        return "merged-" + table;
    }

    private static String text(double percent) {
        return String.format(Locale.ROOT, percent == Math.rint(percent) ? "%.0f" : "%.1f", percent);
    }

    static Optional<Figure.Goal> atMost(double times) {
        return Optional.of(new Figure.Goal(
                "at most %s x CPU".formatted(times),
                result -> result.ratio(Result.Round::limit, Cost::cpuSeconds).orElse(Double.MAX_VALUE) <= times));
    }
}
