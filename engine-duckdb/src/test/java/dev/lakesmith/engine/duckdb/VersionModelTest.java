package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.core.ledger.Ledger;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Snapshots whose rows say when they changed: every version in its place, whatever order they come in. */
final class VersionModelTest {

    private static final String HEADER =
            "materialized: snapshot\nunique_key: id\nupdated_at: seen\ncolumns: { seen: date }\n";
    private static final String ROWS = "SELECT id, v, CAST(valid_from AS DATE), CAST(valid_to AS DATE), is_current"
            + " FROM silver.h ORDER BY id, valid_from";

    private final Workbench bench;

    VersionModelTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder).streams("x: { path: 'drop/x-*', format: csv }");
    }

    @BeforeEach
    void model() {
        bench.model("silver.h", HEADER, "SELECT id, v, seen FROM bronze.in_x WHERE coalesce(v, '') <> 'skip'");
    }

    private Ledger loaded(String file, String csv) {
        return Workbench.ledger(bench.file("drop/" + file, csv).run(), "silver.h");
    }

    @Test
    void each_change_makes_a_version_that_holds_until_the_next() {
        Ledger first = loaded("x-1", "id,v,seen\na,one,2026-01-03\na,zero,2026-01-01\nb,only,2026-01-02\n");

        assertThat(bench.rows(ROWS))
                .containsExactly(
                        "a|zero|2026-01-01|2026-01-03|false",
                        "a|one|2026-01-03|null|true",
                        "b|only|2026-01-02|null|true");
        assertThat(first).isEqualTo(Ledger.of(3, 3, 0));
        assertThat(bench.columns("silver.h"))
                .containsExactly(
                        "id VARCHAR",
                        "v VARCHAR",
                        "seen DATE",
                        "valid_from TIMESTAMP",
                        "valid_to TIMESTAMP",
                        "is_current BOOLEAN",
                        "_confirmed_at TIMESTAMP[]");

        Ledger second = loaded("x-2", "id,v,seen\na,two,2026-01-05\na,late,2026-01-02\nc,skip,2026-01-01\n");

        assertThat(bench.rows(ROWS))
                .containsExactly(
                        "a|zero|2026-01-01|2026-01-02|false",
                        "a|late|2026-01-02|2026-01-03|false",
                        "a|one|2026-01-03|2026-01-05|false",
                        "a|two|2026-01-05|null|true",
                        "b|only|2026-01-02|null|true");
        assertThat(second).isEqualTo(Ledger.of(3, 2, 0, Map.of("filtered: coalesce(v, '') <> 'skip'", 1L)));
    }

    @Test
    void equal_values_in_a_row_are_one_version_that_a_late_row_can_split_again() {
        Ledger first = loaded(
                "x-1",
                "id,v,seen\na,same,2026-01-01\na,same,2026-01-04\na,same,2026-01-06\na,,2026-01-08\na,,2026-01-09\n");

        assertThat(bench.rows(ROWS))
                .containsExactly("a|same|2026-01-01|2026-01-08|false", "a|null|2026-01-08|null|true");
        assertThat(first).isEqualTo(Ledger.of(5, 2, 0, Map.of("repeated", 3L)));

        Ledger second = loaded("x-2", "id,v,seen\na,other,2026-01-03\na,same,2026-01-06\na,same,2026-01-07\n");

        assertThat(bench.rows(ROWS))
                .containsExactly(
                        "a|same|2026-01-01|2026-01-03|false",
                        "a|other|2026-01-03|2026-01-04|false",
                        "a|same|2026-01-04|2026-01-08|false",
                        "a|null|2026-01-08|null|true");
        assertThat(second).isEqualTo(Ledger.of(3, 1, 0, Map.of("repeated", 1L, "unchanged", 1L)));
        assertThat(bench.rows("SELECT seen, valid_from FROM silver.h WHERE CAST(valid_from AS DATE) <> seen"))
                .isEmpty();
    }
}
