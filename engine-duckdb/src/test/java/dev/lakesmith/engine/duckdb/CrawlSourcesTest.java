package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lakesmith.core.crawl.Crawl;
import dev.lakesmith.core.crawl.Drift;
import dev.lakesmith.core.engine.ResultFormat;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a crawl proposes for a database and for an API passes a run as it is, and a second crawl finds what changed. */
final class CrawlSourcesTest {

    private final Path folder;
    private final Workbench bench;

    CrawlSourcesTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = Workbench.in(folder.resolve("project"));
    }

    private static Crawl.Wanted declared(String name) {
        return Crawl.Wanted.declared(name, Optional.empty());
    }

    private static List<String> told(Crawl.Result result) {
        return result.drift().stream()
                .map(each -> each.kind().word() + " " + each.stream()
                        + each.column().map(column -> "." + column).orElse(""))
                .toList();
    }

    @Test
    void tables_of_postgresql_become_streams_and_models_by_their_keys() throws IOException, SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.resolve("pg").toFile())
                        .start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement sql = connection.createStatement()) {
            sql.execute("CREATE SCHEMA sales");
            sql.execute("CREATE TABLE sales.customers (id bigint PRIMARY KEY, \"E-Mail\" text NOT NULL, born date,"
                    + " credit numeric(12,2), seen timestamptz, ok boolean, photo bytea, tags text[])");
            sql.execute(
                    "INSERT INTO sales.customers SELECT i, 'u' || i || '@example.org', date '1980-01-01' + i, i / 3.0,"
                            + " now(), i % 2 = 0, '\\x00', ARRAY['a'] FROM generate_series(1, 30) i");
            sql.execute("CREATE TABLE sales.lines (order_id int, line int, sku text, PRIMARY KEY (order_id, line))");
            sql.execute("INSERT INTO sales.lines SELECT i / 3, i % 3, '00' || i FROM generate_series(1, 30) i");
            sql.execute(
                    "CREATE VIEW sales.per_order AS SELECT order_id, count(*) AS lines FROM sales.lines GROUP BY 1");
            sql.execute("CREATE TABLE sales.nothing (id int)");
            bench.file(
                    "sources/erp.yml",
                    "# ours\nconnector: jdbc\nurl: jdbc:postgresql://localhost:" + server.getPort()
                            + "/postgres\nuser: postgres\n");

            Crawl.Result first = bench.crawl(declared("erp"));

            assertThat(bench.text("sources/erp.yml"))
                    .startsWith("# ours\nconnector: jdbc\n")
                    .contains("  sales_customers:\n    # ", "key id", "    table: sales.customers\n")
                    .contains("      \"E-Mail\": { sensitive: email }".replace("\"", ""));
            assertThat(bench.text("models/silver/sales_customers.sql"))
                    .contains("materialized: merge\nunique_key: id\ndeletes: keys\n")
                    .contains("  id: { type: bigint, checks: [not_null, unique] }")
                    .contains("  e_mail: { type: varchar, sensitive: email, checks: [not_null] }")
                    .contains("  credit: { type: \"decimal(12,2)\", ", "  seen: { type: timestamptz, ")
                    .contains("    \"E-Mail\" AS e_mail,\n");
            assertThat(bench.text("models/silver/sales_lines.sql"))
                    .contains("unique_key: [order_id, line]\n", "  line: { type: integer, checks: [not_null] }");
            assertThat(bench.text("models/silver/sales_per_order.sql"))
                    .contains("QUALIFY _batch_id = max(_batch_id) OVER ()");
            assertThat(told(first)).contains("new_stream sales.customers");

            bench.run();
            assertThat(bench.rows("SELECT count(*), sum(credit), min(e_mail) FROM silver.sales_customers"))
                    .containsExactly("30|155.00|u10@example.org");
            assertThat(bench.rows("SELECT count(*) FROM silver.sales_lines")).containsExactly("30");
            Crawl.Result second = bench.crawl(declared("erp"));
            assertThat(told(second)).isEmpty();
            assertThat(second.files()).isEmpty();

            sql.execute("ALTER TABLE sales.customers ADD COLUMN vip boolean, DROP COLUMN ok");
            sql.execute("ALTER TABLE sales.customers ALTER COLUMN born TYPE timestamp");
            sql.execute("CREATE TABLE sales.returns (id int)");
            sql.execute("DROP VIEW sales.per_order");
            assertThat(told(bench.crawl(declared("erp"))))
                    .containsExactlyInAnyOrder(
                            "new_stream sales.returns",
                            "new_column sales_customers.vip",
                            "column_gone sales_customers.ok",
                            "type_changed sales_customers.born",
                            "stream_gone sales_per_order",
                            "model_broken sales_customers");
        }
    }

    @Test
    void files_of_every_kind_in_partitions_become_streams_that_load() throws IOException {
        Path drop = Files.createDirectories(folder.resolve("project/drop"));
        for (String day : List.of("2026-01-01", "2026-01-02")) {
            Path part = Files.createDirectories(drop.resolve("sales/day=" + day));
            bench.export(
                    "SELECT i AS id, CAST(i / 2 AS DECIMAL(9,2)) AS price, DATE '2026-01-01' AS made FROM range(20)"
                            + " t(i)",
                    ResultFormat.PARQUET,
                    part.resolve("part-0.parquet"));
            bench.file("drop/people/day=" + day + "/people.csv", "id;name;left\n1;A;\n2;\"B;C\";2026-01-01\n");
            bench.file("drop/clicks/day=" + day + "/clicks.json", "[{\"id\": 1, \"a\": {\"b\": 2}}]");
            bench.file(
                    "drop/sheets/day=" + day + "/book.xlsx",
                    new XlsxFile()
                            .sheet("S", XlsxFile.row(1, "id", "v"), XlsxFile.row(2, "7", "x"))
                            .bytes());
        }
        bench.crawl(new Crawl.Wanted("drop", Optional.of("drop"), Optional.of("connector: files\n"), Map.of()));

        bench.run();
        assertThat(bench.rows("SELECT day, count(*), sum(price) FROM silver.sales GROUP BY ALL ORDER BY ALL"))
                .containsExactly("2026-01-01|20|95.00", "2026-01-02|20|95.00");
        assertThat(bench.rows("SELECT * FROM silver.people ORDER BY day, id LIMIT 2"))
                .containsExactly("1|A|null|2026-01-01", "2|B;C|2026-01-01|2026-01-01");
        assertThat(bench.rows("SELECT id, v, day FROM silver.sheets ORDER BY day"))
                .containsExactly("7|x|2026-01-01", "7|x|2026-01-02");
        assertThat(bench.rows("SELECT id, a.b FROM silver.clicks")).containsExactly("1|2", "1|2");
        Crawl.Result second = bench.crawl(declared("drop"));
        assertThat(told(second)).isEmpty();
        assertThat(second.files()).isEmpty();
    }

    @Test
    void an_answer_of_an_api_becomes_a_stream_whose_records_are_found() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/orders", exchange -> {
            try (exchange) {
                byte[] body = ("{\"items\": [{\"id\": 1, \"email\": \"a@b.example\", \"at\": \"2026-01-01T00:00:00Z\"},"
                                + " {\"id\": 2, \"email\": \"c@d.example\", \"at\": null}], \"total\": 2}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            String text = "connector: http\nurl: http://127.0.0.1:"
                    + server.getAddress().getPort() + "/v1\n";
            bench.crawl(new Crawl.Wanted(
                    "api", Optional.empty(), Optional.of(text), Map.of("orders", Map.of("path", "/orders"))));

            assertThat(bench.text("sources/api.yml"))
                    .contains("    path: /orders\n", "records: items", "# looked at 2 rows (the first page)\n")
                    .contains("# a run reads this one page: when more follow, say how with 'pagination'\n");
            bench.run();
            assertThat(bench.rows("SELECT id, email, \"at\" FROM silver.orders ORDER BY id"))
                    .containsExactly("1|a@b.example|2026-01-01T00:00Z", "2|c@d.example|null");
            Crawl.Result second = bench.crawl(declared("api"));
            assertThat(second.files()).isEmpty();
            assertThat(second.drift()).extracting(Drift::kind).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void records_of_a_parent_are_looked_at_with_what_a_run_adds_to_them() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", exchange -> {
            try (exchange) {
                boolean lines = exchange.getRequestURI().getPath().endsWith("/lines");
                byte[] body =
                        (lines ? "[{\"line\": 1}, {\"line\": 2}]" : "[{\"id\": 7}]").getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            bench.file("sources/api.yml", """
                connector: http
                url: http://127.0.0.1:%d/v1
                streams:
                  orders: { path: /orders }
                  lines: { parent: orders, path: "/orders/${parent:id}/lines" }
                """.formatted(server.getAddress().getPort()));

            bench.crawl(declared("api"));

            bench.run();
            assertThat(bench.rows("SELECT parent_id, line FROM silver.lines ORDER BY line"))
                    .containsExactly("7|1", "7|2");
            assertThat(told(bench.crawl(declared("api")))).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void models_of_an_api_keep_what_its_batches_hold() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/", exchange -> {
            try (exchange) {
                boolean child = exchange.getRequestURI().getPath().contains("/orders/");
                byte[] body = (child
                                ? "[{\"line\": 1, \"sku\": \"a\"}, {\"line\": 2, \"sku\": \"b\"}]"
                                : "[{\"id\": 7, \"at\": \"2026-01-01T00:00:00Z\"}, {\"id\": 8, \"at\":"
                                        + " \"2026-01-02T00:00:00Z\"}]")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            bench.file("sources/api.yml", """
                connector: http
                url: http://127.0.0.1:%d/v1
                streams:
                  orders: { path: /orders, cursor: at, key: id }
                  lines: { parent: { stream: orders, records: changed }, path: "/orders/${parent:id}/lines", key: line }
                  parts: { parent: { stream: orders, records: changed }, path: "/orders/${parent:id}/parts" }
                  notes: { parent: orders, path: "/orders/${parent:id}/notes" }
                  log: { path: /log, cursor: at }
                """.formatted(server.getAddress().getPort()));

            bench.crawl(declared("api"));

            assertThat(bench.text("models/silver/orders.sql"))
                    .contains("materialized: merge\nunique_key: id\nlatest_by: at\n");
            assertThat(bench.text("models/silver/lines.sql"))
                    .contains("materialized: merge\nunique_key: [parent_id, line]\n")
                    .doesNotContain("deletes");
            assertThat(bench.text("models/silver/parts.sql"))
                    .contains("QUALIFY _batch_id = max(_batch_id) OVER (PARTITION BY _parent_id)")
                    .doesNotContain("\nmaterialized");
            assertThat(bench.text("models/silver/notes.sql"))
                    .contains("QUALIFY _batch_id = max(_batch_id) OVER ()")
                    .doesNotContain("\nmaterialized");
            assertThat(bench.text("models/silver/log.sql")).contains("materialized: append\n");
            bench.run();
            assertThat(bench.rows("SELECT parent_id, line FROM silver.lines ORDER BY ALL"))
                    .containsExactly("7|1", "7|2", "8|1", "8|2");
            assertThat(bench.rows("SELECT count(*) FROM silver.parts")).containsExactly("4");
            assertThat(bench.rows("SELECT count(*) FROM silver.notes")).containsExactly("4");
            assertThat(told(bench.crawl(declared("api")))).isEmpty();
        } finally {
            server.stop(0);
        }
    }
}
