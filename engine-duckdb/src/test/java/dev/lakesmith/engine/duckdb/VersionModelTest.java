package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.ledger.Ledger;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void a_row_that_removes_its_key_ends_the_version_at_its_time() {
        bench.model(
                "silver.h",
                HEADER + "delete_when: op = 'D'\nhard_deletes: new_record",
                "SELECT id, v, seen, op FROM bronze.in_x");
        Ledger first = loaded(
                "x-1", "id,v,seen,op\na,one,2026-01-01,I\na,,2026-01-05,D\nb,two,2026-01-01,I\nc,,2026-01-04,D\n");

        String rows = "SELECT id, v, CAST(valid_from AS DATE), CAST(valid_to AS DATE), is_deleted FROM silver.h"
                + " ORDER BY id, valid_from";
        assertThat(bench.rows(rows))
                .containsExactly(
                        "a|one|2026-01-01|2026-01-05|false",
                        "a|one|2026-01-05|null|true",
                        "b|two|2026-01-01|null|false");
        assertThat(first).isEqualTo(Ledger.of(4, 2, 0, Map.of("deleted: op = 'D'", 2L)));

        Ledger second = loaded(
                "x-2",
                "id,v,seen,op\na,back,2026-01-07,I\na,late,2026-01-03,U\na,,2026-01-05,D\nc,late,2026-01-02,I\n");

        assertThat(bench.rows(rows))
                .containsExactly(
                        "a|one|2026-01-01|2026-01-03|false",
                        "a|late|2026-01-03|2026-01-05|false",
                        "a|late|2026-01-05|2026-01-07|true",
                        "a|back|2026-01-07|null|false",
                        "b|two|2026-01-01|null|false",
                        "c|late|2026-01-02|2026-01-04|false",
                        "c|late|2026-01-04|null|true");
        assertThat(second).isEqualTo(Ledger.of(4, 3, 0, Map.of("unchanged", 1L)));
        assertThat(bench.planned()).isEmpty();
    }

    @Test
    void removals_without_a_time_or_without_an_effect_are_refused() {
        bench.file("drop/x-1", "id,v,seen\na,one,2026-01-01\n")
                .model("silver.h", HEADER + "delete_when: v = 'D'\nhard_deletes: ignore", "SELECT * FROM bronze.in_x")
                .model(
                        "silver.c",
                        "materialized: snapshot\nunique_key: id\ncompare: all\ndelete_when: v = 'D'",
                        "SELECT id, v FROM bronze.in_x")
                .model("silver.t", "delete_when: v = 'D'", "SELECT id, v FROM bronze.in_x");

        assertThatThrownBy(bench::run)
                .hasMessageContaining("'hard_deletes: ignore' leaves versions open that 'delete_when' ends")
                .hasMessageContaining(
                        "'delete_when' ends a version at the time of its row, which 'compare' does not know")
                .hasMessageContaining("'delete_when' has a meaning only with 'materialized: merge' or snapshot");
    }

    @Test
    void a_removal_is_told_from_the_columns_of_the_query() {
        loaded("x-1", "id,v,seen\na,one,2026-01-01\n");
        bench.model("silver.h", HEADER + "delete_when: valid_to IS NULL", "SELECT id, v, seen FROM bronze.in_x");

        assertThatThrownBy(bench::run).hasMessageContaining("delete_when: ").hasMessageContaining("valid_to");
    }

    @Test
    void a_row_that_came_back_and_changes_without_another_time_changes_where_it_is_current() {
        bench.model(
                "silver.h",
                "materialized: snapshot\nunique_key: id\nupdated_at: seen\nhard_deletes: close\ncolumns: { seen: timestamp }",
                "SELECT id, v, seen FROM bronze.in_x WHERE _batch_id = (SELECT max(_batch_id) FROM bronze.in_x)");
        String[] states = {"a,one,2026-01-01\n", "", "a,one,2026-01-01\n", "a,two,2026-01-01\n"};
        for (int i = 0; i < states.length; i++) {
            bench.time("2026-02-0" + (i + 1) + "T00:00:00Z");
            loaded("x-" + i, "id,v,seen\nz,z,2026-01-01\n" + states[i]);
        }

        assertThat(bench.rows(ROWS))
                .containsExactly(
                        "a|two|2026-01-01|2026-02-02|false", "a|two|2026-02-03|null|true", "z|z|2026-01-01|null|true");
    }

    @Test
    void versions_that_no_input_shows_any_more_outlive_a_definition_that_could_be_computed_again() {
        String newest =
                "SELECT id, v, seen FROM bronze.in_x WHERE _batch_id = (SELECT max(_batch_id) FROM bronze.in_x)";
        bench.model("silver.h", HEADER + "hard_deletes: close", newest);
        loaded("x-1", "id,v,seen\na,one,2026-01-01\nb,two,2026-01-01\n");
        bench.time("2026-12-01T00:00:00Z");
        loaded("x-2", "id,v,seen\nb,two,2026-01-01\n");
        List<String> closed = List.of("a|one|2026-01-01|2026-12-01|false", "b|two|2026-01-01|null|true");
        assertThat(bench.rows(ROWS)).isEqualTo(closed);

        bench.model("silver.h", HEADER, "SELECT id, v, seen FROM bronze.in_x");

        assertThat(bench.planned()).anyMatch(step -> step.contains("the versions that are there are kept"));
        bench.run();
        assertThat(bench.rows(ROWS)).isEqualTo(closed);
    }

    @Test
    void versions_by_values_are_not_continued_by_time() {
        String header = "materialized: snapshot\nunique_key: id\nhard_deletes: close\n";
        String newest =
                "SELECT id, v, seen FROM bronze.in_x WHERE _batch_id = (SELECT max(_batch_id) FROM bronze.in_x)";
        bench.model("silver.h", header + "compare: [v]", newest);
        loaded("x-1", "id,v,seen\na,one,2026-01-01\n");

        bench.model("silver.h", header + "updated_at: seen\ncolumns: { seen: timestamptz }", newest);
        assertThatThrownBy(bench::planned).hasMessageContaining("began them at the times of its runs");

        bench.model("silver.h", header + "compare: [v]", newest.replace("v,", "v AS \"V\","));
        assertThatThrownBy(bench::planned).hasMessageContaining("which the model now writes 'V'; write it as before");
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
