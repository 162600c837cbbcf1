package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What text a declared type takes, and what it leaves to quarantine: a value is never changed. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContractCastTest {

    private static final String QUARANTINED = "quarantined";

    @TempDir
    private static Path folder = Path.of("");

    private final Map<String, Map<String, String>> expected = new LinkedHashMap<>();
    private final Map<String, String> types = new LinkedHashMap<>();
    private @Nullable RunReport report;
    private @Nullable Workbench bench;

    private void type(String name, String type, String... valuesAndResults) {
        Map<String, String> cases = new TreeMap<>();
        for (int i = 0; i < valuesAndResults.length; i += 2) {
            cases.put(valuesAndResults[i], valuesAndResults[i + 1]);
        }
        types.put(name, type);
        expected.put(name, cases);
    }

    @BeforeAll
    void run_every_value_through_its_type() {
        type(
                "bigint_values", "bigint",
                "1", "1",
                "-1", "-1",
                "+1", "1",
                " 12 ", "12",
                "007", "7",
                "9223372036854775807", "9223372036854775807",
                "-9223372036854775808", "-9223372036854775808",
                "9223372036854775808", QUARANTINED,
                "1.7", QUARANTINED,
                "1.0", QUARANTINED,
                "1e3", QUARANTINED,
                "0x10", QUARANTINED,
                "0b11", QUARANTINED,
                "1_000", QUARANTINED,
                "1,000", QUARANTINED,
                "true", QUARANTINED,
                "NaN", QUARANTINED,
                "- 1", QUARANTINED,
                "twelve", QUARANTINED,
                " ", QUARANTINED);
        type(
                "integer_values", "integer",
                "2147483647", "2147483647",
                "2147483648", QUARANTINED,
                "-2147483648", "-2147483648",
                "1.5", QUARANTINED);
        type(
                "decimal_values",
                "decimal(5,2)",
                "1.23",
                "1.23",
                "1.2",
                "1.20",
                "1",
                "1.00",
                "-1.50",
                "-1.50",
                "1.230",
                "1.23",
                "1.2300000",
                "1.23",
                ".5",
                "0.50",
                "999.99",
                "999.99",
                "1.239",
                QUARANTINED,
                "1.2301",
                QUARANTINED,
                "1000",
                QUARANTINED,
                "999.995",
                QUARANTINED,
                "1e2",
                QUARANTINED,
                "1_0.5",
                QUARANTINED,
                "1,5",
                QUARANTINED,
                ".",
                QUARANTINED,
                "NaN",
                QUARANTINED);
        type(
                "double_values", "double",
                "1.7", "1.7",
                "1e3", "1000.0",
                "-0.0", "-0.0",
                "inf", "Infinity",
                "1e400", QUARANTINED,
                "1,5", QUARANTINED,
                "one", QUARANTINED);
        type(
                "boolean_values", "boolean",
                "true", "true",
                "FALSE", "false",
                "yes", "true",
                "2", QUARANTINED);
        type(
                "date_values", "date",
                "2026-01-31", "2026-01-31",
                "2026-1-5", "2026-01-05",
                "2024-02-29", "2024-02-29",
                "2026-01-31 00:00:00", "2026-01-31",
                "2026-01-31T00:00:00", "2026-01-31",
                "2026-01-31 10:00:00", QUARANTINED,
                "2026-02-30", QUARANTINED,
                "2026-02-29", QUARANTINED,
                "31.01.2026", QUARANTINED,
                "01/31/2026", QUARANTINED,
                "2026-01", QUARANTINED,
                "20260131", QUARANTINED,
                "2026-01-31 00:00:00+02", QUARANTINED,
                "epoch", QUARANTINED,
                "infinity", QUARANTINED,
                "today", QUARANTINED);
        type(
                "timestamp_values", "timestamp",
                "2026-01-31 10:00:00", "2026-01-31T10:00",
                "2026-01-31T10:00:00.123456", "2026-01-31T10:00:00.123456",
                "2026-01-31", "2026-01-31T00:00",
                "2026-01-31T10:00:00Z", "2026-01-31T10:00",
                "2026-01-31T10:00:00+00:00", "2026-01-31T10:00",
                "2026-01-31T10:00:00+02:00", QUARANTINED,
                "2026-01-31T10:00:00-05", QUARANTINED,
                "2026-01-31 10:00:00+0530", QUARANTINED,
                "2026-01-31 25:00:00", QUARANTINED,
                "2026-02-30 10:00:00", QUARANTINED,
                "2026-01-31 10:00:00.1234567", QUARANTINED,
                "2026-01-31 10:00:00.1234560", "2026-01-31T10:00:00.123456",
                "2026-01-31 10:00:00 Europe/Berlin", QUARANTINED,
                "infinity", QUARANTINED,
                "yesterday", QUARANTINED);
        type(
                "timestamptz_values", "timestamptz",
                "2026-01-31T10:00:00Z", "2026-01-31T10:00Z",
                "2026-01-31T10:00:00+02:00", "2026-01-31T08:00Z",
                "2026-01-31 10:00:00", "2026-01-31T10:00Z",
                "2026-01-31 10:00:00.1234567+02", QUARANTINED,
                "infinity", QUARANTINED,
                "2026-13-31T10:00:00Z", QUARANTINED);
        Workbench fresh = Workbench.in(folder);
        StringBuilder streams = new StringBuilder("connector: files\nstreams:\n");
        types.forEach((name, type) -> {
            StringBuilder csv = new StringBuilder("n,v\n0,\n");
            expected.getOrDefault(name, Map.of())
                    .keySet()
                    .forEach(value -> csv.append("1,\"").append(value).append("\"\n"));
            fresh.file("drop/" + name + ".csv", csv.toString());
            streams.append("  ")
                    .append(name)
                    .append(": { path: drop/")
                    .append(name)
                    .append(".csv, format: csv }\n");
            fresh.model(
                    "silver." + name,
                    "columns:\n  v: { type: '" + type + "' }",
                    "SELECT v, v AS given, n FROM bronze.in_" + name);
        });
        fresh.file("sources/in.yml", streams.toString());
        report = fresh.run();
        bench = fresh;
    }

    @Test
    void a_value_is_kept_exactly_or_quarantined() {
        Workbench lake = Objects.requireNonNull(bench);
        List<String> wrong = new ArrayList<>();
        expected.forEach((name, cases) -> {
            Map<String, String> kept = new TreeMap<>();
            lake.rows("SELECT given, v FROM silver." + name + " WHERE given IS NOT NULL")
                    .forEach(row -> {
                        int bar = row.indexOf('|');
                        kept.put(row.substring(0, bar), row.substring(bar + 1));
                    });
            cases.forEach((value, result) -> {
                String found = kept.getOrDefault(value, QUARANTINED);
                if (!found.equals(result)) {
                    wrong.add(types.get(name) + " of '" + value + "': " + found + ", not " + result);
                }
            });
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void an_empty_field_is_null_and_fits_every_type() {
        expected.keySet().forEach(name -> assertThat(
                        Objects.requireNonNull(bench).rows("SELECT v FROM silver." + name + " WHERE n = '0'"))
                .as(name)
                .containsExactly("null"));
    }

    @Test
    void every_value_is_counted_once_and_a_reason_names_column_value_and_type() {
        expected.forEach((name, cases) -> {
            long refused = cases.values().stream().filter(QUARANTINED::equals).count();
            Ledger ledger = Workbench.ledger(Objects.requireNonNull(report), "silver." + name);
            assertThat(ledger.read()).isEqualTo(cases.size() + 1);
            assertThat(ledger.quarantined()).as(name).isEqualTo(refused);
            assertThat(ledger.written()).as(name).isEqualTo(cases.size() + 1 - refused);
        });
        assertThat(Objects.requireNonNull(bench)
                        .rows("SELECT reason, raw, file FROM quarantine.silver_integer_values ORDER BY reason"))
                .containsExactly(
                        "v: '1.5' is not an INTEGER|{\"v\":\"1.5\",\"given\":\"1.5\",\"n\":\"1\"}|drop/integer_values.csv",
                        "v: '2147483648' is not an INTEGER|{\"v\":\"2147483648\",\"given\":\"2147483648\",\"n\":\"1\"}|drop/integer_values.csv");
    }
}
