package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Parquet files to bronze: values keep their types, whatever changes between files. */
final class ParquetRowsTest {

    private static final String ALL = "SELECT * EXCLUDE (_source_file, _batch_id, _loaded_at) FROM bronze.in_x";

    private final Path folder;
    private final Workbench bench;

    ParquetRowsTest(@TempDir Path folder) throws IOException {
        this.folder = folder;
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*.parquet', format: parquet }");
        Files.createDirectories(folder.resolve("drop"));
    }

    private Workbench parquet(String name, String query) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("COPY (" + query + ") TO '" + folder.resolve("drop/" + name) + "' (FORMAT parquet)");
        }
        return bench;
    }

    @Test
    void every_type_is_kept() throws SQLException {
        parquet("x-1.parquet", """
            SELECT true AS b, 1::TINYINT AS i8, 2::INTEGER AS i32, 3::BIGINT AS i64,
                18446744073709551615::UBIGINT AS u64, 1.5::FLOAT AS f, 0.1::DOUBLE AS d,
                123.450::DECIMAL(9,3) AS small, 12345678901234567890123456789.012345678::DECIMAL(38,9) AS big,
                DATE '2026-01-31' AS day, TIMESTAMP '2026-01-31 10:00:00.123456' AS at,
                TIMESTAMPTZ '2026-01-31 10:00:00+02' AS instant, TIMESTAMP_MS '2026-01-31 10:00:00.123' AS ms,
                TIME '10:00:00' AS clock, 'text' AS s, '\\x00\\xFF'::BLOB AS raw,
                'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID AS id, 'x'::ENUM('x','y') AS word,
                {'x': 1, 'y': {'z': [1.5, NULL]}} AS nested, [{'k': 'v'}, NULL] AS list, MAP {'k': 1} AS map,
                CAST(NULL AS INTEGER) AS missing
            """);

        RunReport report = bench.run();

        assertThat(bench.columns("bronze.in_x"))
                .startsWith(
                        "b BOOLEAN",
                        "i8 INTEGER",
                        "i32 INTEGER",
                        "i64 BIGINT",
                        "u64 DECIMAL(20,0)",
                        "f FLOAT",
                        "d DOUBLE",
                        "small DECIMAL(9,3)",
                        "big DECIMAL(38,9)",
                        "day DATE",
                        "at TIMESTAMP",
                        "instant TIMESTAMP WITH TIME ZONE",
                        "ms TIMESTAMP",
                        "clock TIME",
                        "s VARCHAR",
                        "raw BLOB",
                        "id UUID",
                        "word VARCHAR",
                        "nested STRUCT(\"x\" INTEGER, \"y\" STRUCT(\"z\" DECIMAL(2,1)[]))",
                        "list STRUCT(\"k\" VARCHAR)[]",
                        "map MAP(VARCHAR, INTEGER)",
                        "missing INTEGER");
        assertThat(bench.rows("SELECT * EXCLUDE (_source_file, _batch_id, _loaded_at, raw), hex(raw) FROM bronze.in_x"))
                .containsExactly("true|1|2|3|18446744073709551615|1.5|0.1|123.450|"
                        + "12345678901234567890123456789.012345678|2026-01-31|2026-01-31T10:00:00.123456|"
                        + "2026-01-31T08:00Z|2026-01-31T10:00:00.123|10:00|text|"
                        + "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11|x|{x=1, y={z=[1.5, null]}}|[{k=v}, null]|{k=1}|null|"
                        + "null|00FF");
        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(1, 1, 0));
        assertThat(bench.rows("SELECT _source_file FROM bronze.in_x")).containsExactly("drop/x-1.parquet");
    }

    @Test
    void columns_that_come_go_and_move_are_found_by_name() throws SQLException {
        parquet("x-1.parquet", "SELECT 1 AS id, 'a' AS v, {'p': 1} AS s");
        bench.run();
        parquet("x-2.parquet", "SELECT 'b' AS V, 2 AS ID, {'q': 'new', 'p': 2} AS s, true AS n");
        parquet("x-3.parquet", "SELECT 3 AS id");
        RunReport report = bench.run();

        assertThat(bench.rows("SELECT id, v, s, n, _rescued_data FROM bronze.in_x"))
                .containsExactlyInAnyOrder(
                        "1|a|{p=1, q=null}|null|null", "2|b|{p=2, q=new}|true|null", "3|null|null|null|null");
        assertThat(Workbench.step(report, "bronze.in_x").notes()).contains("new columns: n");
    }

    @Test
    void new_columns_are_rescued_with_their_structure_when_the_stream_says_so() throws SQLException {
        bench.streams("x: { path: 'drop/x-*.parquet', format: parquet, on_new_columns: rescue }");
        parquet("x-1.parquet", "SELECT 1 AS id");
        bench.run();
        parquet("x-2.parquet", "SELECT 2 AS id, {'a': [1, NULL]} AS s, DATE '2026-01-31' AS d, NULL::INT AS n");
        bench.run();

        assertThat(bench.rows(ALL))
                .containsExactlyInAnyOrder("1|null", "2|{\"s\":{\"a\":[1,null]},\"d\":\"2026-01-31\"}");
    }

    @Test
    void a_type_that_grows_within_a_batch_holds_every_value() throws SQLException {
        parquet("x-1.parquet", "SELECT 1::INTEGER AS n, 1.5::FLOAT AS f, 1.25::DECIMAL(4,2) AS d");
        parquet("x-2.parquet", "SELECT 3000000000::BIGINT AS n, 0.1::DOUBLE AS f, 12345.678::DECIMAL(8,3) AS d");
        bench.run();

        assertThat(bench.columns("bronze.in_x")).startsWith("n BIGINT", "f DOUBLE", "d DECIMAL(8,3)");
        assertThat(bench.rows(ALL)).containsExactlyInAnyOrder("1|1.5|1.250|null", "3000000000|0.1|12345.678|null");
    }

    @Test
    void a_value_that_its_column_would_change_is_quarantined() throws SQLException {
        bench.streams("x: { path: 'drop/x-*.parquet', format: parquet, columns: { amount: 'decimal(6,2)', day: date,"
                + " n: bigint, r: double } }");
        parquet("x-1.parquet", """
            SELECT * FROM (VALUES (1, 1.50::DOUBLE, TIMESTAMP '2026-01-31 00:00:00', 1.0::DOUBLE, 1::BIGINT),
                (2, 1.239, TIMESTAMP '2026-01-31 00:00:00', 1.0, 1), (3, 1.5, TIMESTAMP '2026-01-31 10:00:00', 1.0, 1),
                (4, 1.5, TIMESTAMP '2026-01-31 00:00:00', 1.5, 1), (5, NULL, NULL, NULL, NULL),
                (6, 1.5, NULL, 'nan'::DOUBLE, 1), (7, 1.5, NULL, 1, 9007199254740993)) AS t(k, amount, day, n, r)
            """);

        RunReport report = bench.run();

        assertThat(bench.rows("SELECT k, amount, day, n, r FROM bronze.in_x"))
                .containsExactlyInAnyOrder("1|1.50|2026-01-31|1|1.0", "5|null|null|null|null");
        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(7, 2, 5));
        assertThat(bench.rows("SELECT line, reason FROM quarantine.bronze_in_x ORDER BY line"))
                .containsExactly(
                        "2|amount: '1.239' is not a DECIMAL(6,2)",
                        "3|day: '2026-01-31 10:00:00' is not a DATE",
                        "4|n: '1.5' is not a BIGINT",
                        "6|n: 'nan' is not a BIGINT",
                        "7|r: '9007199254740993' is not a DOUBLE");
    }

    @Test
    void a_later_file_of_another_type_loses_nothing() throws SQLException {
        parquet("x-1.parquet", "SELECT 1::INTEGER AS n, 'a' AS s, [1] AS l");
        bench.run();
        parquet("x-2.parquet", "SELECT 2::BIGINT AS n, 5 AS s, NULL AS l UNION ALL SELECT 3000000000, 6, NULL");
        parquet("x-3.parquet", "SELECT 'three' AS n, 's' AS s, 'no list' AS l");
        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_x")).isEqualTo(Ledger.of(3, 2, 1));
        assertThat(bench.columns("bronze.in_x")).startsWith("n BIGINT", "s VARCHAR", "l INTEGER[]");
        assertThat(bench.rows(ALL))
                .containsExactlyInAnyOrder("1|a|[1]|null", "2|5|null|null", "3000000000|6|null|null");
        assertThat(bench.rows("SELECT file, reason, raw FROM quarantine.bronze_in_x"))
                .containsExactly("drop/x-3.parquet|n: 'three' is not a BIGINT; l: 'no list' is not an INTEGER[]|"
                        + "{\"n\":\"three\",\"s\":\"s\",\"l\":\"no list\"}");
    }

    @Test
    void a_broken_file_is_quarantined_whole_and_costs_no_other() throws SQLException, IOException {
        parquet("x-1.parquet", "SELECT range AS n FROM range(5000)");
        byte[] sound = Files.readAllBytes(folder.resolve("drop/x-1.parquet"));
        bench.file("drop/x-2.parquet", Arrays.copyOf(sound, sound.length / 2))
                .file("drop/x-3.parquet", "id,v\n1,a\n")
                .file("drop/x-4.parquet", "");
        byte[] damaged = sound.clone();
        Arrays.fill(damaged, 50, 300, (byte) 0x55);
        bench.file("drop/x-5.parquet", damaged);

        RunReport report = bench.run();

        assertThat(Workbench.ledger(report, "bronze.in_x").written()).isEqualTo(5_000);
        assertThat(bench.rows("SELECT count(*), sum(n) FROM bronze.in_x")).containsExactly("5000|12497500");
        assertThat(bench.rows("SELECT file FROM quarantine.bronze_in_x"))
                .containsExactlyInAnyOrder(
                        "drop/x-2.parquet", "drop/x-3.parquet", "drop/x-4.parquet", "drop/x-5.parquet");
        assertThat(bench.rows("SELECT reason FROM quarantine.bronze_in_x WHERE file = 'drop/x-3.parquet'"))
                .singleElement()
                .asString()
                .startsWith("not a readable Parquet file: ")
                .doesNotContain(folder.toString());
    }

    @Test
    void types_that_a_table_cannot_keep_are_cut_where_that_loses_nothing_or_become_text() throws SQLException {
        parquet(
                "x-1.parquet",
                "SELECT TIMESTAMP_NS '2026-01-31 10:00:00.123456' AS at, TIMETZ '10:00:00+02' AS clock,"
                        + " INTERVAL 1 MONTH AS span, {'ns': TIMESTAMP_NS '2026-01-31 10:00:00'} AS s"
                        + " UNION ALL SELECT TIMESTAMP_NS '2026-01-31 10:00:00.123456789', NULL, NULL, NULL");
        bench.run();

        assertThat(bench.columns("bronze.in_x"))
                .startsWith("at TIMESTAMP", "clock VARCHAR", "span VARCHAR", "s STRUCT(\"ns\" TIMESTAMP)");
        assertThat(bench.rows(ALL))
                .containsExactly("2026-01-31T10:00:00.123456|08:00:00+00|1 month|{ns=2026-01-31T10:00}|null");
        assertThat(bench.rows("SELECT line, reason FROM quarantine.bronze_in_x"))
                .containsExactly("2|at: '2026-01-31 10:00:00.123456789' is not a TIMESTAMP (with an offset it is a"
                        + " TIMESTAMP WITH TIME ZONE)");
    }

    @Test
    void rows_are_counted_in_files_with_columns_called_as_the_counter() throws SQLException {
        parquet("x-1.parquet", "SELECT 1 AS id, 7 AS file_row_number, 8 AS file_index");
        bench.run();
        parquet(
                "x-2.parquet",
                "SELECT * FROM (VALUES ('1', 5, 5), ('one', 6, 6), ('2', 5, 5)) t(id, file_row_number, file_index)");

        bench.run();

        assertThat(bench.rows(ALL + " ORDER BY id, file_index"))
                .containsExactly("1|5|5|null", "1|7|8|null", "2|5|5|null");
        assertThat(bench.rows("SELECT raw, line FROM quarantine.bronze_in_x"))
                .containsExactly("{\"id\":\"one\",\"file_row_number\":6,\"file_index\":6}|2");
        assertThat(bench.trace("bronze.in_x", "file_index = 8", 1).toString())
                .contains("{\"id\":1,\"file_row_number\":7,\"file_index\":8}");
    }

    @Test
    void decimals_of_more_digits_than_a_table_keeps_are_refused_and_not_rounded() throws IOException, SQLException {
        parquet("x-1.parquet", "SELECT 1 AS id, 1.5::DOUBLE AS amount");
        try (InputStream file = ParquetRowsTest.class.getResourceAsStream("/decimal-of-50-digits.parquet")) {
            Files.copy(Objects.requireNonNull(file), folder.resolve("drop/x-2.parquet"));
        }

        bench.run();

        assertThat(bench.rows("SELECT id, amount FROM bronze.in_x")).containsExactly("1|1.5");
        assertThat(bench.rows("SELECT reason, file FROM quarantine.bronze_in_x"))
                .containsExactly(
                        "its column 'amount' is a DECIMAL of 50 digits, which would be rounded; tables keep 38. Let"
                                + " the writer take fewer, or text|drop/x-2.parquet");
    }
}
