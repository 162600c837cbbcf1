package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that read a part of their inputs: by key, by batch, or beside an input that is read whole. */
final class PartlyReadInputsTest {

    private final Workbench bench;

    PartlyReadInputsTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder)
                .streams("a: { path: 'drop/a-*', format: csv }", "b: { path: 'drop/b-*', format: csv }");
    }

    @BeforeEach
    void two_inputs() {
        bench.model("silver.a", "materialized: merge\nunique_key: id", "SELECT id, k, v FROM bronze.in_a");
        bench.model("silver.b", "materialized: merge\nunique_key: id", "SELECT id, k, v FROM bronze.in_b");
        bench.file("drop/a-1", "id,k,v\n1,x,1\n2,y,2\n3,z,3\n");
        bench.file("drop/b-1", "id,k,v\n1,x,10\n2,y,20\n");
    }

    private void loaded(String file, String csv) {
        bench.file("drop/" + file, csv).run();
    }

    private void holdsWhatItsQueryGives(String table, String query) {
        assertThat(bench.rows("FROM " + table + " ORDER BY ALL"))
                .isEqualTo(bench.rows("FROM (" + query + ") ORDER BY ALL"));
    }

    @Test
    void partitions_that_did_not_change_are_not_added_a_second_time() {
        String query = "SELECT k, id FROM silver.a UNION ALL SELECT 'y', id FROM silver.b";
        bench.model("gold.m", "materialized: partition\npartition_by: k", query).run();

        loaded("a-2", "id,k,v\n4,x,4\n");

        assertThat(bench.rows("FROM gold.m ORDER BY ALL")).containsExactly("x|1", "x|4", "y|1", "y|2", "y|2", "z|3");
        holdsWhatItsQueryGives("gold.m", query);
    }

    @Test
    void rows_whose_keys_did_not_change_keep_their_partners() {
        String query = "SELECT a.id, b.v, c.v AS w FROM silver.a AS a LEFT JOIN silver.b AS b USING (id)"
                + " LEFT JOIN silver.a AS c ON c.id = b.id";
        bench.model("gold.m", "materialized: merge\nunique_key: id", query).run();

        loaded("b-2", "id,k,v\n3,z,30\n");

        assertThat(bench.rows("FROM gold.m ORDER BY ALL")).containsExactly("1|10|1", "2|20|2", "3|30|3");
        holdsWhatItsQueryGives("gold.m", query);
    }

    @Test
    void a_value_in_place_of_a_missing_partner_goes_when_the_partner_comes() {
        String query = "SELECT coalesce(b.k, 'none') AS k, a.id FROM silver.a AS a LEFT JOIN silver.b AS b USING (id)";
        bench.model("gold.m", "materialized: partition\npartition_by: k", query).run();

        loaded("b-2", "id,k,v\n3,z,30\n");

        assertThat(bench.rows("FROM gold.m ORDER BY ALL")).containsExactly("x|1", "y|2", "z|3");
    }

    @Test
    void an_extract_of_which_no_row_passes_the_condition_removes_every_key() {
        bench.model(
                "gold.m",
                "materialized: merge\nunique_key: id\ndeletes: keys",
                "SELECT id, k FROM bronze.in_a WHERE k <> 'off'");
        bench.run();
        assertThat(bench.rows("SELECT id FROM gold.m ORDER BY id")).containsExactly("1", "2", "3");

        loaded("a-2", "id,k,v\n1,off,1\n2,off,2\n");

        assertThat(bench.rows("FROM gold.m")).isEmpty();
    }
}
