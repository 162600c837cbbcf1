package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.testkit.storage.S3Server;
import dev.lakesmith.testkit.storage.SqsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects of a bucket that landing refers to and does not copy. */
final class BucketReferencesTest {

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway") // set before each test
    private S3Server server;

    @BeforeEach
    void start() throws IOException {
        server = S3Server.start(Files.createDirectories(folder.resolve("s3")))
                .bucket("lake")
                .bucket("drop");
        Files.createDirectories(folder.resolve("p/sources"));
        Files.writeString(folder.resolve("p/lakesmith.yml"), """
            name: p
            targets:
              s3:
                warehouse: s3://lake/w
                storage:
                  endpoint: %s
                  region: %s
                  path_style: true
                  access_key_id: ${env:KEY_ID}
                  secret_access_key: ${env:SECRET_KEY}
                catalog: { type: sqlite, path: ./catalog.db }
            """.formatted(server.endpoint(), server.region()));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void streams(String streams) throws IOException {
        Files.writeString(
                folder.resolve("p/sources/in.yml"),
                "connector: files\nurl: s3://drop/out\nattempts: 1\nstreams:\n" + streams.indent(2));
    }

    private BucketReferencesTest csv(String key, String text) {
        server.put("drop", key, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    private void parquet(String key, String query) throws SQLException, IOException {
        Path file = folder.resolve("object.parquet");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
        server.put("drop", key, Files.readAllBytes(file));
    }

    private String lakesmith(int expected, String... command) {
        Captured captured = new Captured();
        List<String> line = new ArrayList<>(List.of("-p", folder.resolve("p").toString()));
        line.addAll(Arrays.asList(command));
        int code = Main.run(
                captured.piped(),
                Map.of("KEY_ID", server.accessKeyId(), "SECRET_KEY", server.secretAccessKey()),
                line.toArray(String[]::new));
        String all = captured.out() + captured.err();
        assertThat(all).doesNotContain(server.secretAccessKey());
        assertThat(code).as("%s: %s", line, all).isEqualTo(expected);
        return all;
    }

    private List<String> rows(String query) {
        return lakesmith(0, "query", "--format", "csv", query).lines().skip(1).toList();
    }

    private List<Path> ofLake(String part) throws IOException {
        Path lake = folder.resolve("s3/lake/w").resolve(part);
        try (Stream<Path> files = Files.exists(lake) ? Files.walk(lake) : Stream.of()) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.toString().contains("/metadata/"))
                    .toList();
        }
    }

    private void forgetCopies() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("p/.lakesmith/cache/files"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void objects_are_noted_and_read_where_they_are() throws IOException {
        streams("orders: { path: '*.csv', format: csv, landing: reference }");
        csv("out/a.csv", "id\n1\n").csv("out/größe + %41?#.csv", "id\n2\n");

        lakesmith(0, "run");

        assertThat(rows("SELECT id, _source_file FROM bronze.in_orders ORDER BY id"))
                .containsExactly("1,s3://drop/out/a.csv", "2,s3://drop/out/größe + %41?#.csv");
        assertThat(rows("SELECT path, landed_path, bytes, etag, version FROM landing.in_orders ORDER BY path"))
                .containsExactly(
                        "s3://drop/out/a.csv,s3://drop/out/a.csv,5,noted-object:bc9280dfc1d4e67233f138f5bbbf0951,1",
                        "s3://drop/out/größe + %41?#.csv,s3://drop/out/größe + %41?#.csv,5,noted-object:32b03f9245f83143499c9adb83d6a2e0,1");
        assertThat(ofLake("landing/in_orders/files")).isEmpty();
        assertThat(lakesmith(0, "run")).contains("nothing new");
    }

    @Test
    void an_object_that_was_replaced_is_a_new_version_and_one_that_is_gone_keeps_its_rows() throws IOException {
        streams("orders: { path: '*.csv', format: csv, landing: reference }");
        csv("out/a.csv", "id\n1\n").csv("out/b.csv", "id\n2\n");
        lakesmith(0, "run");

        csv("out/a.csv", "id\n3\n");
        server.delete("drop", "out/b.csv");
        lakesmith(0, "run");

        assertThat(rows("SELECT id, _batch_id FROM bronze.in_orders ORDER BY id"))
                .containsExactly("1,000001", "2,000001", "3,000002");
        assertThat(rows("SELECT path, bytes, etag = 'gone', version FROM landing.in_orders ORDER BY path, version"))
                .containsExactly(
                        "s3://drop/out/a.csv,5,false,1",
                        "s3://drop/out/a.csv,5,false,2",
                        "s3://drop/out/b.csv,5,false,1",
                        "s3://drop/out/b.csv,0,true,2");
        assertThat(lakesmith(0, "run")).contains("nothing new");

        csv("out/b.csv", "id\n2\n");
        lakesmith(0, "run");
        assertThat(rows("SELECT id FROM bronze.in_orders ORDER BY id")).containsExactly("1", "2", "3");
        server.delete("drop", "out/b.csv");

        assertThat(lakesmith(1, "run", "--full-refresh"))
                .contains("[LS504]")
                .contains("s3://drop/out/a.csv was replaced, s3://drop/out/b.csv is gone")
                .contains("--allow-shrink");
        assertThat(rows("SELECT id FROM bronze.in_orders ORDER BY id")).containsExactly("1", "2", "3");
        assertThat(lakesmith(0, "run", "--full-refresh", "--allow-shrink")).contains("s3://drop/out/b.csv is gone");
        assertThat(rows("SELECT id FROM bronze.in_orders ORDER BY id")).containsExactly("3");
    }

    @Test
    void what_is_replaced_between_landing_and_loading_is_told() throws IOException {
        streams("orders: { path: '*.csv', format: csv, landing: reference }");
        csv("out/a.csv", "id\n1\n").csv("out/b.csv", "id\n2\n");
        lakesmith(0, "extract");
        csv("out/a.csv", "id\n3\n");
        server.delete("drop", "out/b.csv");

        assertThat(lakesmith(0, "run"))
                .contains("not there any more, and they are not in the table: s3://drop/out/a.csv was replaced,"
                        + " s3://drop/out/b.csv is gone");

        assertThat(rows("SELECT id, _batch_id FROM bronze.in_orders")).containsExactly("3,000002");
    }

    @Test
    void parquet_in_place_is_a_table_of_the_objects_themselves() throws Exception {
        streams("sales: { path: 'sales/**/*.parquet', format: { type: parquet, in_place: true },"
                + " columns: { dt: { type: date } } }");
        parquet("out/sales/dt=2026-01-01/a b+c.parquet", "SELECT 1 AS id");
        parquet("out/sales/dt=2026-01-02/b.parquet", "SELECT 2 AS id");

        lakesmith(0, "run");

        String all = "SELECT id, dt, _source_file, _batch_id FROM bronze.in_sales ORDER BY id";
        assertThat(rows(all))
                .containsExactly(
                        "1,2026-01-01,s3://drop/out/sales/dt=2026-01-01/a b+c.parquet,000001",
                        "2,2026-01-02,s3://drop/out/sales/dt=2026-01-02/b.parquet,000001");
        assertThat(ofLake("landing/in_sales/files")).isEmpty();
        assertThat(ofLake("bronze/in_sales")).isEmpty();
        forgetCopies();
        assertThat(rows(all)).hasSize(2);
        assertThat(lakesmith(0, "run")).contains("nothing new");
    }

    @Test
    void an_object_under_a_table_that_is_another_one_now_is_told_and_its_old_copy_is_not_believed() throws Exception {
        streams("sales: { path: '*.parquet', format: { type: parquet, in_place: true } }");
        parquet("out/a.parquet", "SELECT 1 AS id");
        lakesmith(0, "run");

        parquet("out/a.parquet", "SELECT 2 AS id");
        assertThat(lakesmith(1, "run")).contains("[LS402]").contains("s3://drop/out/a.parquet has changed");
        lakesmith(0, "run", "--full-refresh");
        assertThat(rows("SELECT id, _batch_id FROM bronze.in_sales")).containsExactly("2,000002");

        server.delete("drop", "out/a.parquet");
        assertThat(lakesmith(1, "run")).contains("[LS402]").contains("s3://drop/out/a.parquet is gone");
        forgetCopies();
        assertThat(lakesmith(1, "query", "SELECT * FROM bronze.in_sales"))
                .contains("[LS402]")
                .contains("s3://drop/out/a.parquet is not there any more");
    }

    @Test
    void a_listing_that_finds_nothing_is_remembered_and_harms_nobody() throws IOException {
        streams("orders: { path: '*.csv', format: csv, listing: incremental }");
        assertThat(lakesmith(0, "run")).contains("no file matches its path");
        assertThat(lakesmith(0, "run")).contains("nothing new");

        csv("out/a.csv", "id\n1\n");
        lakesmith(0, "run");
        assertThat(rows("SELECT id, _batch_id FROM bronze.in_orders")).containsExactly("1,000001");
        assertThat(lakesmith(0, "run")).contains("nothing new");
    }

    private static String event(String key) {
        return "{\"Records\":[{\"s3\":{\"bucket\":{\"name\":\"drop\"},\"object\":{\"key\":\"" + key + "\"}}}]}";
    }

    @Test
    void a_queue_tells_of_objects_and_is_emptied_by_runs_and_not_by_plans() throws IOException {
        try (SqsServer sqs = SqsServer.start()) {
            String queue = sqs.queue("drop", 30);
            streams("orders: { path: '*.csv', format: csv, landing: reference, events: '" + queue + "' }");
            csv("out/a.csv", "id\n1\n");
            lakesmith(0, "run");
            csv("out/b.csv", "id\n2\n").csv("out/untold.csv", "id\n3\n");
            server.delete("drop", "out/a.csv");
            sqs.send(queue, event("out/b.csv")).send(queue, event("out/a.csv"));

            assertThat(lakesmith(0, "plan")).contains("objects that the queue tells of, about 2 messages");
            assertThat(sqs.waitingAndTaken(queue)).isEqualTo("2 0");
            lakesmith(0, "run");

            assertThat(sqs.waitingAndTaken(queue)).isEqualTo("0 0");
            assertThat(rows("SELECT id, _batch_id FROM bronze.in_orders ORDER BY id"))
                    .containsExactly("1,000001", "2,000002");
            assertThat(rows("SELECT path, etag = 'gone' FROM landing.in_orders ORDER BY path, version"))
                    .containsExactly(
                            "s3://drop/out/a.csv,false", "s3://drop/out/a.csv,true", "s3://drop/out/b.csv,false");
            assertThat(lakesmith(0, "run")).contains("nothing new");
        }
    }

    @Test
    void a_storage_of_the_sources_own_cannot_be_read_by_loads() throws IOException {
        Files.writeString(folder.resolve("p/sources/in.yml"), """
            connector: files
            url: s3://drop/out
            storage: { region: eu-central-1 }
            streams:
              a: { path: '*.csv', format: csv, landing: reference }
              b: { path: '*.parquet', format: { type: parquet, in_place: true }, landing: copy }
            """);

        assertThat(lakesmith(2, "check"))
                .contains("'landing: reference' is read with the target's 'storage'")
                .contains("'in_place' is read with the target's 'storage'")
                .contains("are not copied; remove one of the two keys");
    }
}
