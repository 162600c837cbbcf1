package dev.lakesmith.cli.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A project in which rows change and go: merges with position deletes and with deletion vectors, both kinds of history,
 * partitions, a star, identities, quarantine and replays of it.
 */
final class ChangeSubject implements Subject {

    private static final int BATCHES = 6;

    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry(
                    "lakesmith.yml",
                    // Budgets so small that most runs tend to some table.
                    "name: change\ntargets:\n  dev: { warehouse: ./lake, threads: 2, memory: 512MB }\n"
                            + "maintenance: { small_files: 2, delete_files: 2, snapshots: 6 }\n"),
            Map.entry("sources/in.yml", """
                    connector: files
                    streams:
                      people: { path: "drop/people-*.csv", format: csv }
                      items: { path: "drop/items-*.csv", format: csv }
                      sales: { path: "drop/sales-*.csv", format: csv }
                      events: { path: "drop/events-*.ndjson", format: ndjson }
                      tickets: { path: "drop/tickets-*.csv", format: csv }
                    """),
            Map.entry("models/silver/people.sql", """
                    /* lakesmith
                    materialized: merge
                    unique_key: id
                    latest_by: updated_at
                    delete_when: "op = 'D'"
                    columns:
                      id: { type: bigint, checks: [not_null, unique] }
                      updated_at: { type: timestamp }
                    */
                    SELECT id, name, email, city, updated_at, op FROM bronze.in_people
                    """),
            Map.entry("models/silver/items.sql", """
                    /* lakesmith
                    materialized: merge
                    unique_key: id
                    deletes: keys
                    format_version: 3
                    max_shrink: 100
                    columns: { id: { type: bigint, checks: [unique] }, price: { type: 'decimal(9,2)' } }
                    */
                    SELECT id, name, price FROM bronze.in_items
                    """),
            Map.entry("models/silver/sales.sql", sales("qty")),
            Map.entry("models/silver/events.sql", """
                    /* lakesmith
                    materialized: append
                    columns:
                      kind: { checks: [{ relationships: { to: seeds.kinds, field: kind, severity: quarantine } }] }
                    */
                    SELECT id, kind FROM bronze.in_events
                    """),
            Map.entry("models/silver/people_history.sql", """
                    /* lakesmith
                    materialized: snapshot
                    unique_key: id
                    updated_at: updated_at
                    columns: { updated_at: timestamp }
                    */
                    SELECT id, name, city, updated_at FROM bronze.in_people
                    """),
            Map.entry("models/silver/item_history.sql", """
                    /* lakesmith
                    materialized: snapshot
                    unique_key: id
                    compare: all
                    hard_deletes: new_record
                    max_shrink: 100
                    checks: [{ no_overlap: { key: id, from: valid_from, to: valid_to } }]
                    */
                    SELECT id, name, price FROM bronze.in_items
                    WHERE _batch_id = (SELECT max(_batch_id) FROM bronze.in_items)
                    """),
            Map.entry("models/silver/known.sql", """
                    /* lakesmith
                    conform:
                      key: person_key
                      record: [source, id]
                      match: { email: email }
                    */
                    SELECT 'people' AS source, CAST(id AS VARCHAR) AS id, email FROM silver.people
                    UNION ALL
                    SELECT 'tickets', id, lower(email) FROM bronze.in_tickets
                    """),
            Map.entry("models/gold/daily.sql", """
                    /* lakesmith
                    materialized: partition
                    partition_by: day
                    */
                    SELECT day, count(*) AS sales, CAST(sum(qty) AS BIGINT) AS qty FROM silver.sales GROUP BY day
                    """),
            Map.entry("models/gold/fct_sales.sql", """
                    /* lakesmith
                    materialized: merge
                    unique_key: sale_id
                    fact:
                      grain: [sale_id]
                      dimensions: { person_key: { of: gold.dim_person, by: person_id } }
                    */
                    SELECT sale_id, person_id, day, qty FROM silver.sales
                    """),
            Map.entry("models/gold/dim_person.sql", """
                    /* lakesmith
                    dimension: { key: id }
                    */
                    SELECT id, name, city FROM silver.people
                    """),
            Map.entry("models/gold/by_city.sql", """
                    /* lakesmith
                    export: parquet
                    checks:
                      - name: nothing_lost
                        sql: >
                          SELECT 1 AS lost WHERE (SELECT sum(qty) FROM this)
                          IS DISTINCT FROM (SELECT sum(qty) FROM gold.fct_sales)
                    */
                    SELECT p.city, count(*) AS sales, CAST(sum(f.qty) AS BIGINT) AS qty
                    FROM gold.fct_sales AS f JOIN gold.dim_person AS p ON p.person_key = f.person_key
                    GROUP BY p.city
                    """),
            Map.entry("models/gold/big_cities.sql", """
                    /* lakesmith
                    materialized: view
                    */
                    SELECT city FROM gold.by_city WHERE qty > 20
                    """),
            Map.entry("seeds/kinds.csv", "kind,meaning\nopen,door opens\n"));

    private static String sales(String quantity) {
        return """
                /* lakesmith
                materialized: append
                columns:
                  sale_id: { type: bigint, checks: [{ not_null: { severity: quarantine } }] }
                  person_id: { type: bigint }
                  day: { type: date }
                  qty: { type: integer, checks: [{ between: { min: 1, max: 5, severity: warn, store_failures: true } }] }
                */
                SELECT sale_id, person_id, day, %s AS qty FROM bronze.in_sales
                """.formatted(quantity);
    }

    @Override
    public String name() {
        return "change";
    }

    @Override
    public void create(Path folder) {
        FILES.forEach((file, text) -> write(folder, file, text));
    }

    @Override
    public List<Round> rounds() {
        List<Round> rounds = new ArrayList<>();
        for (int i = 1; i <= BATCHES; i++) {
            int batch = i;
            rounds.add(new Round("batch " + i, folder -> drop(folder, batch), List.of("run")));
        }
        rounds.add(
                BATCHES - 2,
                new Round(
                        "seed",
                        folder -> write(folder, "seeds/kinds.csv", "kind,meaning\nopen,opens\nclose,closes\n"),
                        List.of("run")));
        rounds.add(
                BATCHES - 1,
                new Round(
                        "replay of a stream",
                        Refusals::refuseTwoTickets,
                        List.of("quarantine", "replay", "bronze.in_tickets")));
        rounds.add(BATCHES, new Round("after the replay", folder -> {}, List.of("run")));
        rounds.add(new Round(
                "replay of a model",
                folder -> write(folder, "models/silver/sales.sql", sales("CASE qty WHEN 'one' THEN '1' ELSE qty END")),
                List.of("quarantine", "replay", "silver.sales")));
        rounds.add(new Round("after that replay", folder -> {}, List.of("run")));
        rounds.add(new Round("upkeep", Ageing::everything, List.of("maintain")));
        rounds.add(new Round("last batch", folder -> drop(folder, BATCHES + 1), List.of("run")));
        return rounds;
    }

    @Override
    public List<String> clockColumns(String table) {
        return table.equals("silver.item_history") ? List.of("valid_from", "valid_to") : List.of();
    }

    private static void drop(Path folder, int batch) {
        StringBuilder people = new StringBuilder("id,name,email,city,updated_at,op\n");
        for (int id = 1; id <= 40; id++) {
            boolean changed = batch == 1 || (id * 7 + batch * 3) % 10 < 3;
            if (changed) {
                String op = batch > 1 && (id + batch) % 11 == 0 ? "D" : batch == 1 ? "I" : "U";
                // Every fifth change is told late, after a newer one.
                int day = batch > 2 && id % 5 == 0 ? batch - 2 : batch;
                people.append("%d,Name %d,p%d@x.org,City %d,2026-01-%02d 0%d:00:00,%s%n"
                        .formatted(id, id * batch, id % 30, (id + batch) % 4, day, batch, op));
            }
        }
        people.append("x").append(batch).append(",no number,,,2026-01-01 00:00:00,I\n");
        write(folder, "drop/people-" + batch + ".csv", people.toString());
        StringBuilder items = new StringBuilder("id,name,price\n");
        for (int id = 1; id <= 25; id++) {
            if ((id + batch) % 6 != 0) {
                items.append("%d,Item %d,%d.50%n".formatted(id, id, id % 3 == 0 ? batch : id));
            }
        }
        write(folder, "drop/items-" + batch + ".csv", items.toString());
        StringBuilder sales = new StringBuilder("sale_id,person_id,day,qty\n");
        for (int i = 0; i < 20; i++) {
            int id = batch * 100 + i;
            String quantity = i == 3 ? "one" : Integer.toString(i % 7 + 1);
            sales.append(
                    "%d,%d,2026-02-%02d,%s%n".formatted(id, (id * 13) % 45 + 1, (batch + i % 3) % 28 + 1, quantity));
        }
        sales.append("broken,line\n");
        write(folder, "drop/sales-" + batch + ".csv", sales.toString());
        write(
                folder,
                "drop/events-" + batch + ".ndjson",
                "{\"id\": %d, \"kind\": \"open\"}%n{broken%n{\"id\": %d, \"kind\": \"close\"}%n"
                        .formatted(batch * 10, batch * 10 + 1));
        write(
                folder,
                "drop/tickets-" + batch + ".csv",
                "id,email\nt%d,P%d@X.ORG\nu%d,nobody%d@x.org%n".formatted(batch, batch * 4, batch, batch));
    }

    private static void write(Path folder, String file, String text) {
        try {
            Path path = folder.resolve(file);
            Files.createDirectories(path.getParent());
            Files.writeString(path, text);
            if (file.startsWith("drop/")) {
                Refusals.setTime(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
