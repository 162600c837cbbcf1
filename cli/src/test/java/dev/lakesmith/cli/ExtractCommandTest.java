package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code extract} lands what sources have, shows what it would, and reads parts again. */
final class ExtractCommandTest {

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void aProject() throws IOException, SQLException {
        write("lakesmith.yml", "name: shop\ntargets: { dev: { warehouse: ./lake } }\n");
        write("drop/a.csv", "id\n1\n");
        write("sources/in.yml", "connector: files\nstreams: { a: { path: 'drop/*.csv', format: csv } }\n");
        write(
                "sources/db.yml",
                "connector: jdbc\nurl: 'jdbc:sqlite:" + project.resolve("shop.sqlite")
                        + "'\nstreams: { orders: { table: orders, cursor: day } }\n");
        sql("CREATE TABLE orders (id, day)", "INSERT INTO orders VALUES (1, '2026-01-01'), (2, '2026-01-02')");
    }

    private void sql(String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + project.resolve("shop.sqlite"));
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private void write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, text);
    }

    private String run(int code, String... arguments) {
        Captured captured = new Captured();
        assertThat(captured.run(project, arguments)).as(captured.err()).isEqualTo(code);
        return captured.out() + captured.err();
    }

    @Test
    void a_dry_run_shows_what_would_be_asked_and_lands_nothing() {
        assertThat(run(0, "extract", "--dry-run"))
                .contains("in.a: 1 new file", "drop/a.csv (5 bytes, of ")
                .contains("db.orders: all rows that are not landed yet", "SELECT * FROM \"orders\"", "2026-01-02")
                .contains("nothing was landed");
        assertThat(run(0, "extract", "--dry-run", "-s", "source:db", "--rows", "1", "--json"))
                .contains(
                        "\"stream\":\"bronze.db_orders\"", "\"ended\":null,\"bookmark\":null", "[\"1 | 2026-01-01\"]");
        assertThat(run(0, "tables")).doesNotContain("landing");
        assertThat(run(2, "extract", "--rows", "0")).contains("--rows must be from 1 to 10000, got 0");
    }

    @Test
    void what_was_extracted_is_loaded_by_the_next_run_and_a_part_is_read_again() throws SQLException {
        assertThat(run(0, "extract"))
                .contains("landing.db_orders", "landing.in_a")
                .doesNotContain("bronze.");
        run(0, "run");
        assertThat(run(0, "query", "SELECT count(*) AS n FROM bronze.db_orders"))
                .contains("2");

        sql("INSERT INTO orders VALUES (3, '2026-01-01'), (4, '2026-01-03')");
        assertThat(run(0, "extract", "-s", "bronze.db_orders", "--from", "2026-01-01", "--to", "2026-01-02"))
                .containsPattern("landing.db_orders +done +2 +1 +0 +1 landed already");
        run(0, "run");
        assertThat(run(0, "query", "SELECT _batch_id, id FROM bronze.db_orders ORDER BY id", "--json"))
                .contains("{\"_batch_id\":\"000002\",\"id\":\"3\"}", "{\"_batch_id\":\"000003\",\"id\":\"4\"}");
        assertThat(run(0, "extract", "-s", "bronze.db_orders")).contains("nothing new");
    }

    @Test
    void where_a_stream_ended_is_told_in_words_and_as_it_is_kept() {
        run(0, "extract");

        assertThat(run(0, "extract", "--dry-run", "-s", "source:db"))
                .contains("extracted so far: day 2026-01-02\n")
                .doesNotContain("{");
        assertThat(run(0, "extract", "--dry-run", "-s", "source:db", "--json"))
                .contains(
                        "\"ended\":\"day 2026-01-02\"",
                        "\"bookmark\":\"{\\\"cursor\\\":\\\"day\\\",\\\"value\\\":\\\"2026-01-02\\\"");
    }

    @Test
    void an_extraction_tells_what_it_looked_at_and_not_of_models() {
        assertThat(run(0, "extract", "-s", "source:db"))
                .contains(": 1 stream landed in ")
                .doesNotContain("model");

        assertThat(run(0, "extract"))
                .containsPattern("landing.db_orders +unchanged +1 +0 +0 +1 landed already")
                .contains(": 1 stream landed in ");
        assertThat(run(0, "extract", "-s", "source:db", "--from", "2026-01-01"))
                .contains(
                        "landing.db_orders: rows with day from 2026-01-01 on, as far as 2026-01-02, where the next run"
                                + " begins: 1 read, 1 landed already\nnothing new: 1 stream looked at\n");

        assertThat(run(1, "extract", "-s", "source:db", "--from", "2026-01-01", "--to", "2026-01-01"))
                .contains("nothing of db.orders is from 2026-01-01 on", "; 0 streams landed")
                .doesNotContain("model");
    }

    @Test
    void what_cannot_be_is_told() {
        assertThat(run(2, "extract", "--from", "2026-01-01"))
                .contains("--from and --to: sources/in.yml:2:", "in.a reads files")
                .contains("choose other streams with --select");
        assertThat(run(2, "extract", "--to", " ")).contains("--to is empty");
        assertThat(run(2, "extract", "-s", "silver.x")).contains("--select silver.x names no table");
    }
}
