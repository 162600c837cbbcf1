package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.StepReport;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Odd files, paths and folders of tables that read Parquet files where they lie. */
final class ParquetAsOthersWriteItTest {

    private static final String STREAM =
            "x: { path: 'drop/**/*.parquet', format: { type: parquet, in_place: true }, columns: { dt: { type: date }"
                    + " } }";

    private final Path folder;
    private final Workbench bench;

    ParquetAsOthersWriteItTest(@TempDir Path folder) {
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

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
            double | 1.5 | 1.5
            double | 1e300 | 1.0E300
            double | -inf | -Infinity
            float | 0.1 | 0.1
            float | nan | NaN
            date | 10000-01-01 | +10000-01-01
            date | -0043-01-01 | -0043-01-01
            timestamp | 10000-01-01 01%3A02%3A03.5 | +10000-01-01T01:02:03.500
            timestamp | -0043-01-01 01%3A02%3A03 | -0043-01-01T01:02:03
            timestamptz | 10000-01-01 00%3A00%3A00+00 | +10000-01-01T00:00Z
            time | 10%3A11%3A12.5 | 10:11:12.500
            decimal(5,2) | -1.5 | -1.50
            uuid | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11 | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
            varchar | %E4 | %E4
            """, delimiter = '|')
    void a_folders_value_is_of_any_type(String type, String written, String read) throws Exception {
        bench.streams(STREAM.replace("date", "'" + type + "'"));
        parquet("dt=" + written + "/a.parquet", "SELECT 1 AS id");
        parquet("dt=__HIVE_DEFAULT_PARTITION__/b.parquet", "SELECT 2 AS id");

        RunReport report = bench.run();

        assertThat(notes(report)).isEmpty();
        assertThat(bench.rows("SELECT id, dt FROM bronze.in_x ORDER BY id")).containsExactly("1|" + read, "2|null");
    }

    @Test
    void a_folder_cannot_give_bytes() throws Exception {
        bench.streams(STREAM.replace("date", "varbinary"));
        parquet("dt=1/a.parquet", "SELECT 1 AS id");

        assertThat(error(bench.attempt()))
                .extracting(LakesmithException::code, LakesmithException::message)
                .containsExactly(
                        ErrorCode.TYPE_UNSUPPORTED,
                        "a table cannot be partitioned by a column of type BLOB; give it another type");
    }

    @Test
    void folders_whose_names_differ_in_blanks_are_one_column() throws Exception {
        parquet(" dt =2026-01-01/a.parquet", "SELECT 1 AS id");
        parquet("dt=2026-01-02/b.parquet", "SELECT 2 AS id");

        assertThat(notes(bench.run())).isEmpty();

        assertThat(bench.rows("SELECT id, dt FROM bronze.in_x ORDER BY id"))
                .containsExactly("1|2026-01-01", "2|2026-01-02");
    }

    @Test
    void a_column_of_nothing_but_null_takes_the_type_that_other_files_give_it() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id, NULL AS v, NULL AS none, [NULL] AS list");
        parquet("b.parquet", "SELECT 2 AS id, 'x' AS v, NULL AS none, [{'k': 1}] AS list");
        parquet("c.parquet", "SELECT 3 AS id, NULL AS v, NULL AS none, [] AS list");

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(3, 3, 0, Map.of()));
        assertThat(bench.columns("bronze.in_x"))
                .startsWith("id INTEGER", "v VARCHAR", "none VARCHAR", "list STRUCT(\"k\" INTEGER)[]");
        assertThat(bench.rows("SELECT id, v, none, list[1].k FROM bronze.in_x ORDER BY id"))
                .containsExactly("1|null|null|null", "2|x|null|1", "3|null|null|null");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_path_that_is_another_one_as_a_location_is_copied() throws Exception {
        parquet("a%20b c[1]*.parquet", "SELECT 1 AS id");
        parquet("b\\c.parquet", "SELECT 2 AS id");
        parquet("c?.parquet", "SELECT 3 AS id");
        parquet("d#.parquet", "SELECT 4 AS id");

        RunReport report = bench.run();

        assertThat(notes(report))
                .containsExactly(
                        "drop/b\\c.parquet and 2 more: copied and not read in place: its path cannot be written"
                                + " as a location");
        assertThat(dataFiles()).hasSize(3);
        assertThat(bench.rows("SELECT id, _source_file FROM bronze.in_x ORDER BY id"))
                .containsExactly(
                        "1|drop/a%20b c[1]*.parquet", "2|drop/b\\c.parquet", "3|drop/c?.parquet", "4|drop/d#.parquet");
    }

    @Test
    void a_query_says_which_file_is_gone() throws Exception {
        parquet("a.parquet", "SELECT 1 AS id");
        parquet("b.parquet", "SELECT 2 AS id");
        bench.run();
        Path gone = folder.resolve("drop/b.parquet");
        Files.delete(gone);

        assertThatThrownBy(() -> bench.rows("SELECT * FROM bronze.in_x"))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("the file " + gone + " is not there any more");
    }
}
