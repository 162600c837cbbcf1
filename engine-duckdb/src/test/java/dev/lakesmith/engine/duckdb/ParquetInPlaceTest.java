package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.crawl.Crawl;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.PlanRequest.Refresh;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables that read Parquet files where they lie. */
final class ParquetInPlaceTest {

    private static final String STREAM =
            "x: { path: 'drop/**/*.parquet', format: { type: parquet, in_place: true }, columns: { dt: { type: date }"
                    + " } }";

    private static final RunOptions ANEW =
            new RunOptions(List.of(), Refresh.FULL, RunOptions.Start.FRESH, RunOptions.Shrink.REFUSED);

    private final Path folder;
    private final Workbench bench;

    ParquetInPlaceTest(@TempDir Path folder) {
        this.folder = folder;
        this.bench = Workbench.in(folder).streams(STREAM);
    }

    private void parquet(String name, String query) throws SQLException, IOException {
        Path file = folder.resolve("drop/" + name);
        Files.createDirectories(file.getParent());
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("COPY (" + query + ") TO '" + file + "' (FORMAT parquet)");
        }
    }

    private List<Path> dataFiles() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("lake/bronze"))) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        }
    }

    private static List<String> notes(RunReport report) {
        return report.steps().stream().flatMap(step -> step.notes().stream()).toList();
    }

    private static LakesmithException error(RunReport report) {
        return report.steps().stream()
                .map(StepReport::error)
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nothing_is_copied_and_the_rows_have_their_provenance_and_their_folders_values() throws Exception {
        parquet("dt=2026-01-01/a.parquet", "SELECT 1 AS id, 'x' AS v UNION ALL SELECT 2, NULL");
        parquet("dt=2026-01-02/b.parquet", "SELECT 3 AS id, 'y' AS v");
        parquet("dt=__HIVE_DEFAULT_PARTITION__/c.parquet", "SELECT 4 AS id, 'z' AS v");

        RunReport report = bench.time("2026-02-01T00:00:00.123456Z").run();

        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(4, 4, 0, Map.of()));
        assertThat(dataFiles()).isEmpty();
        assertThat(folder.resolve("lake/landing/in_x/files")).isEmptyDirectory();
        assertThat(bench.columns("bronze.in_x"))
                .containsExactly(
                        "id INTEGER",
                        "v VARCHAR",
                        "dt DATE",
                        "_source_file VARCHAR",
                        "_batch_id VARCHAR",
                        "_loaded_at TIMESTAMP WITH TIME ZONE",
                        "_rescued_data VARCHAR");
        assertThat(bench.rows("SELECT * FROM bronze.in_x ORDER BY id"))
                .containsExactly(
                        "1|x|2026-01-01|drop/dt=2026-01-01/a.parquet|000001|2026-02-01T00:00:00.123456Z|null",
                        "2|null|2026-01-01|drop/dt=2026-01-01/a.parquet|000001|2026-02-01T00:00:00.123456Z|null",
                        "3|y|2026-01-02|drop/dt=2026-01-02/b.parquet|000001|2026-02-01T00:00:00.123456Z|null",
                        "4|z|null|drop/dt=__HIVE_DEFAULT_PARTITION__/c.parquet|000001|2026-02-01T00:00:00.123456Z|null");
    }

    @Test
    void files_that_not_every_reader_takes_as_they_are_are_copied_and_told() throws Exception {
        parquet("a.parquet", """
            SELECT 1 AS id, true AS b, 3::BIGINT AS i64, 1.5::FLOAT AS f, 0.1::DOUBLE AS d, 1.50::DECIMAL(9,2) AS amount,
                DATE '2026-01-31' AS day, TIMESTAMP '2026-01-31 10:00:00.123456' AS at,
                TIMESTAMPTZ '2026-01-31 10:00:00+02' AS instant, TIME '10:00:00' AS clock, '\\x00'::BLOB AS raw,
                'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID AS u, 7::TINYINT AS i8,
                {'x': 1, 'y': {'z': [1.5, NULL]}} AS nested, [{'k': 'v'}, NULL] AS list, MAP {'k': 1} AS map\
            """);
        parquet("b.parquet", "SELECT 2 AS id, 4294967295::UINTEGER AS u32");
        parquet("c.parquet", "SELECT 3 AS id, TIMESTAMP_MS '2026-01-31 10:00:00.123' AS ms");
        parquet("d.parquet", "SELECT 4 AS id, 'x'::ENUM('x','y') AS word");
        parquet("e.parquet", "SELECT 5 AS id, 9000000000 AS i8");
        parquet("f.parquet", "SELECT 6 AS \"ID\"");
        parquet("g.parquet", "SELECT 7 AS id, 'mine' AS _batch_id");
        parquet("h.parquet", "SELECT 8 AS id, TIMESTAMP_MS '2026-01-31 10:00:00.123' AS ms");

        RunReport report = bench.run();

        assertThat(notes(report))
                .containsExactlyInAnyOrder(
                        "drop/b.parquet: copied and not read in place: its column 'u32' is stored as INT32 UINT_32,"
                                + " and the table's is a BIGINT",
                        "drop/c.parquet and 1 more: copied and not read in place: its column 'ms' is stored as INT64"
                                + " TIMESTAMP_MILLIS, and the table's is a TIMESTAMP (with an offset it is a TIMESTAMP"
                                + " WITH TIME ZONE)",
                        "drop/f.parquet: copied and not read in place: the table has no column that is written 'ID'",
                        "drop/g.parquet: copied and not read in place: its column '_batch_id' has the name of one that"
                                + " is not in files");
        assertThat(dataFiles()).hasSize(5);
        assertThat(bench.rows(
                        "SELECT id, i8, b, i64, f, d, amount, day, \"at\", instant, clock, u, nested.x, nested.y.z[1],"
                                + " list[1].k, map['k'], raw = CAST('\\x00' AS BLOB) FROM bronze.in_x WHERE id = 1"))
                .containsExactly("1|7|true|3|1.5|0.1|1.50|2026-01-31|2026-01-31T10:00:00.123456|2026-01-31T08:00Z|"
                        + "10:00|a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|1|1.5|v|1|true");
        assertThat(bench.rows("SELECT id, i8, u32, ms, word, _source_file, _batch_id, _rescued_data FROM bronze.in_x"
                        + " WHERE id > 1 ORDER BY id"))
                .containsExactly(
                        "2|null|4294967295|null|null|drop/b.parquet|000001|null",
                        "3|null|null|2026-01-31T10:00:00.123|null|drop/c.parquet|000001|null",
                        "4|null|null|null|x|drop/d.parquet|000001|null",
                        "5|9000000000|null|null|null|drop/e.parquet|000001|null",
                        "6|null|null|null|null|drop/f.parquet|000001|null",
                        "7|null|null|null|null|drop/g.parquet|000001|{\"_batch_id\":\"mine\"}",
                        "8|null|null|2026-01-31T10:00:00.123|null|drop/h.parquet|000001|null");
    }

    @Test
    void columns_that_come_later_and_grow_are_read_in_older_files_too() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id, {'x': 1} AS s");
        bench.run();
        parquet("b.parquet", "SELECT 9000000000 AS id, {'x': 2, 'y': 'b'} AS s, DATE '2026-01-01' AS day");

        RunReport report = bench.run();

        assertThat(notes(report)).containsExactly("new columns: day");
        assertThat(dataFiles()).isEmpty();
        assertThat(bench.rows("SELECT id, s.x, s.y, day, _batch_id FROM bronze.in_x ORDER BY id"))
                .containsExactly("1|1|null|null|000001", "9000000000|2|b|2026-01-01|000002");
    }

    @Test
    void a_folder_whose_value_is_of_another_type_is_quarantined_and_one_that_comes_later_is_a_column()
            throws Exception {
        parquet("dt=2026-01-01/a.parquet", "SELECT 1 AS id");
        bench.run();
        parquet("dt=soon/b.parquet", "SELECT 2 AS id");
        parquet("dt=2026-01-03/country=S%C3%A3o%20Tom%C3%A9/c.parquet", "SELECT 3 AS id");
        parquet("dt=2026-01-04/d.parquet", "SELECT 4 AS id, DATE '2020-01-01' AS dt");
        parquet("DT=2026-01-05/e.parquet", "SELECT 5 AS id");

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(4, 3, 1, Map.of()));
        assertThat(bench.rows("SELECT id, dt, country, _rescued_data FROM bronze.in_x ORDER BY id"))
                .containsExactly(
                        "1|2026-01-01|null|null",
                        "3|2026-01-03|São Tomé|null",
                        "4|null|null|{\"dt\":\"2020-01-01\"}",
                        "5|2026-01-05|null|null");
        assertThat(bench.rows("SELECT reason, raw, file FROM quarantine.bronze_in_x"))
                .containsExactly("dt: 'soon' is not a DATE|{\"id\":2}|drop/dt=soon/b.parquet");
    }

    @Test
    void a_damaged_file_is_quarantined_and_an_empty_one_is_counted() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id");
        parquet("empty.parquet", "SELECT 1 AS id WHERE false");
        bench.file("drop/broken.parquet", "PAR1 not at all PAR1");

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(2, 1, 1, Map.of()));
        assertThat(bench.rows("SELECT id FROM bronze.in_x")).containsExactly("1");
        assertThat(bench.rows("SELECT file FROM quarantine.bronze_in_x")).containsExactly("drop/broken.parquet");
    }

    @Test
    void a_file_that_changed_or_went_is_told_until_it_is_back_or_taken_as_it_is() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id");
        parquet("b.parquet", "SELECT 2 AS id");
        bench.model("silver.all", "", "SELECT id, _source_file AS file FROM bronze.in_x");
        bench.run();
        Path safe = Files.copy(folder.resolve("drop/a.parquet"), folder.resolve("safe"));
        parquet("a.parquet", "SELECT 10 AS id UNION ALL SELECT 11");
        Files.delete(folder.resolve("drop/b.parquet"));

        LakesmithException error = error(bench.attempt());

        assertThat(error.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
        assertThat(error.message())
                .contains("drop/a.parquet has changed, drop/b.parquet is gone")
                .contains("lakesmith run --select bronze.in_x --full-refresh");
        assertThat(error(bench.attempt()).code()).isEqualTo(ErrorCode.SOURCE_CHANGED);

        Files.move(safe, folder.resolve("drop/a.parquet"), StandardCopyOption.REPLACE_EXISTING);
        parquet("b.parquet", "SELECT 2 AS id");
        bench.run();
        assertThat(bench.planned()).isEmpty();
        assertThat(bench.rows("SELECT id, file FROM silver.all ORDER BY id"))
                .containsExactly("1|drop/a.parquet", "2|drop/b.parquet");

        parquet("a.parquet", "SELECT 10 AS id UNION ALL SELECT 11");
        Files.delete(folder.resolve("drop/b.parquet"));
        assertThat(Workbench.errors(bench.attempt(ANEW))).isEmpty();
        assertThat(bench.rows("SELECT id, file FROM silver.all ORDER BY id"))
                .containsExactly("10|drop/a.parquet", "11|drop/a.parquet");
        assertThat(bench.planned()).isEmpty();

        parquet("b.parquet", "SELECT 3 AS id");
        bench.run();
        assertThat(bench.rows("SELECT id, file FROM silver.all ORDER BY id"))
                .containsExactly("3|drop/b.parquet", "10|drop/a.parquet", "11|drop/a.parquet");
    }

    @Test
    void a_file_that_only_got_a_new_date_is_the_same() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id");
        bench.run();
        Files.setLastModifiedTime(
                folder.resolve("drop/a.parquet"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

        assertThat(bench.planned()).isEmpty();
    }

    @Test
    void a_table_of_copies_becomes_one_in_place_and_back() throws Exception {
        bench.streams("x: { path: 'drop/**/*.parquet', format: parquet }");
        parquet("a.parquet", "SELECT 1 AS id, 'x' AS v");
        bench.run();
        assertThat(dataFiles()).hasSize(1);
        String all = "SELECT id, v, _source_file, _batch_id FROM bronze.in_x ORDER BY id";

        bench.streams(STREAM);
        bench.run();

        assertThat(bench.table("bronze.in_x").files())
                .singleElement()
                .satisfies(file -> assertThat(file.data().location()).contains("lake/landing/in_x/files/"));
        assertThat(bench.rows(all)).containsExactly("1|x|drop/a.parquet|000001");

        bench.streams("x: { path: 'drop/**/*.parquet', format: parquet }");
        parquet("b.parquet", "SELECT 2 AS id, 'y' AS v");
        bench.run();

        assertThat(bench.rows(all)).containsExactly("1|x|drop/a.parquet|000001", "2|y|drop/b.parquet|000002");
        assertThat(bench.table("bronze.in_x").files())
                .allSatisfy(file -> assertThat(file.data().location()).contains("lake/bronze/in_x/data/"));
    }

    @Test
    void a_file_that_changed_after_its_table_became_one_of_copies_is_there_once() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id");
        bench.run();
        bench.streams("x: { path: 'drop/**/*.parquet', format: parquet }");
        parquet("a.parquet", "SELECT 10 AS id UNION ALL SELECT 11");

        bench.run();

        assertThat(bench.rows("SELECT id FROM bronze.in_x ORDER BY id")).containsExactly("10", "11");
        assertThat(Workbench.errors(bench.attempt(ANEW))).isEmpty();
        assertThat(bench.rows("SELECT id FROM bronze.in_x ORDER BY id")).containsExactly("10", "11");
        parquet("a.parquet", "SELECT 12 AS id");
        bench.run();
        assertThat(Workbench.errors(bench.attempt(ANEW))).isEmpty();
        assertThat(bench.rows("SELECT id FROM bronze.in_x ORDER BY id")).containsExactly("10", "11", "12");
    }

    @Test
    void models_read_only_the_files_that_are_new() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id, 10 AS n");
        bench.model("silver.latest", "unique_key: id\nmaterialized: merge", "SELECT id, n FROM bronze.in_x");
        bench.run();
        parquet("b.parquet", "SELECT 2 AS id, 20 AS n");

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "silver.latest").read()).isEqualTo(1);
        assertThat(bench.rows("SELECT * FROM silver.latest ORDER BY id")).containsExactly("1|10", "2|20");
    }

    @Test
    void files_are_passed_over_by_the_least_and_greatest_values_in_them() throws Exception {
        parquet("a.parquet", "SELECT range AS id, 'a' || range AS v, range / 3 AS d FROM range(5000)");
        parquet("b.parquet", "SELECT range AS id, 'b' || range AS v, 'nan'::DOUBLE AS d FROM range(5000, 9000)");

        bench.run();

        LakeTable table = bench.table("bronze.in_x");
        assertThat(table.filesReaching("id", 5000)).singleElement().asString().endsWith("b.parquet");
        assertThat(table.filesReaching("id", 4999)).hasSize(2);
        assertThat(table.filesReaching("id", 9000)).isEmpty();
    }

    @Test
    void a_crawl_proposes_tables_in_place_that_run_as_they_are() throws Exception {
        parquet("sales/month=01/part-1.parquet", "SELECT range AS id, 'x' AS v FROM range(3)");
        parquet("sales/month=02/part-2.parquet", "SELECT range + 3 AS id, 'y' AS v FROM range(2)");
        Files.delete(folder.resolve("sources/in.yml"));
        Crawl.Wanted wanted = new Crawl.Wanted("in", Optional.of("drop"), Optional.of("connector: files\n"), Map.of());

        bench.crawl(Crawl.Parquet.IN_PLACE, wanted);

        assertThat(bench.text("sources/in.yml"))
                .contains(
                        "    format: { type: parquet, in_place: true }\n    columns:\n      month: { type: bigint }\n");
        bench.run();
        assertThat(dataFiles()).isEmpty();
        assertThat(bench.columns("silver.sales")).contains("id BIGINT", "v VARCHAR", "month BIGINT");
        assertThat(bench.rows("SELECT id, v, month FROM silver.sales ORDER BY id"))
                .containsExactly("0|x|1", "1|x|1", "2|x|1", "3|y|2", "4|y|2");
        assertThat(bench.crawl(Crawl.Wanted.declared("in", Optional.empty())).drift())
                .isEmpty();
    }

    @Test
    void a_row_is_traced_to_its_file() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id, 'x' AS v UNION ALL SELECT 2, 'y'");
        bench.run();

        assertThat(bench.trace("bronze.in_x", "id = 2", 1).toString()).contains("drop/a.parquet");
    }

    @Test
    void columns_called_as_the_engines_own_are_told_apart() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id, 77 AS file_index, 78 AS file_row_number, 'f' AS filename");
        parquet("b.parquet", "SELECT 2 AS id, 79 AS file_index, 80 AS file_row_number, 'g' AS filename");

        RunReport report = bench.run();

        assertThat(notes(report))
                .containsExactly("drop/a.parquet and 1 more: copied and not read in place: its column is called"
                        + " 'file_index', as what tells a row's place");
        assertThat(bench.rows(
                        "SELECT id, file_index, file_row_number, filename, _source_file FROM bronze.in_x ORDER BY id"))
                .containsExactly("1|77|78|f|drop/a.parquet", "2|79|80|g|drop/b.parquet");
    }
}
