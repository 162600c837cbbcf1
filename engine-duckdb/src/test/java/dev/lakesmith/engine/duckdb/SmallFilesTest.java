package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.run.RunReport;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many small files share data files, and each row still knows its own. */
final class SmallFilesTest {

    private static final int FILES = 300;

    @TempDir
    private Path folder = Path.of("");

    private Workbench bench() {
        Workbench bench = Workbench.in(folder)
                .streams(
                        "csv: { path: 'drop/*.csv', format: csv, columns: { n: bigint } }",
                        "json: { path: 'drop/*.json', format: ndjson }",
                        "text: { path: 'drop/*.log', format: text }");
        for (int i = 0; i < FILES; i++) {
            bench.file("drop/" + i + ".csv", "n,who\n" + i + ",a\n" + (i + 1) + ",\"b, c\"\n");
            bench.file("drop/" + i + ".json", "{\"n\":" + i + (i == 7 ? ",\"late\":[1]" : "") + "}\n{\"n\":null}\n");
            bench.file("drop/" + i + ".log", "line " + i + "\nlast");
        }
        return bench;
    }

    @Test
    void three_hundred_files_of_a_kind_make_two_data_files() {
        Workbench bench = bench();

        RunReport report = bench.run();

        for (String table : new String[] {"bronze.in_csv", "bronze.in_json", "bronze.in_text"}) {
            assertThat(Workbench.ledger(report, table).written()).isEqualTo(2L * FILES);
            assertThat(bench.table(table).files()).hasSize(2);
            assertThat(bench.rows("SELECT count(DISTINCT _source_file), min(k), max(k) FROM"
                            + " (SELECT _source_file, count(*) AS k FROM " + table + " GROUP BY ALL)"))
                    .containsExactly(FILES + "|2|2");
        }
        assertThat(bench.rows("SELECT n, who FROM bronze.in_csv WHERE _source_file = 'drop/41.csv' ORDER BY n"))
                .containsExactly("41|a", "42|b, c");
        assertThat(bench.rows("SELECT n, late FROM bronze.in_json WHERE _source_file = 'drop/7.json' ORDER BY n"))
                .containsExactly("7|[1]", "null|null");
        assertThat(bench.rows("SELECT line FROM bronze.in_text WHERE _source_file = 'drop/123.log' ORDER BY line"))
                .containsExactly("last", "line 123");
    }

    @Test
    void a_bad_record_among_many_files_costs_only_itself() {
        Workbench bench = bench().file("drop/5.csv", "n,who\n5,a\n6,b,c\n")
                .file("drop/6.json", "{\"n\":6}\n{\"n\":\n")
                .file("drop/8.log", new byte[] {'o', 'k', '\n', (byte) 0xFF, '\n'});

        RunReport report = bench.run();

        for (String table : new String[] {"bronze.in_csv", "bronze.in_json", "bronze.in_text"}) {
            assertThat(Workbench.ledger(report, table).written()).isEqualTo(2L * FILES - 1);
            assertThat(Workbench.ledger(report, table).quarantined()).isEqualTo(1);
            assertThat(bench.table(table).files()).hasSizeLessThan(12);
        }
        assertThat(bench.rows("SELECT reason, raw, file, line FROM quarantine.bronze_in_csv"))
                .containsExactly("expected 2 columns, found 3|6,b,c|drop/5.csv|3");
        assertThat(bench.rows("SELECT raw, file, line FROM quarantine.bronze_in_json"))
                .containsExactly("{\"n\":|drop/6.json|2");
        assertThat(bench.rows("SELECT raw, file, line FROM quarantine.bronze_in_text"))
                .containsExactly("\\xFF|drop/8.log|2");
    }
}
