package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What contracts, merges and checks do to rows, seen from outside. */
final class ContractTest {

    @TempDir
    private Path folder = Path.of("");

    private void write(String file, String text) throws IOException {
        Path path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    private void project(String model) throws IOException {
        write("lakesmith.yml", "name: p\ntargets:\n  dev: { warehouse: ./lake }\n");
        write("sources/s.yml", "connector: files\nstreams:\n  t: { path: 'drop/*.csv', format: csv }\n");
        write("models/silver/t.sql", model);
    }

    private String lakesmith(int expectedCode, String... arguments) {
        Captured captured = new Captured();
        int code = Main.run(
                captured.piped(),
                Map.of(),
                Stream.concat(Stream.of("-p", folder.toString()), Stream.of(arguments))
                        .toArray(String[]::new));
        assertThat(code).as(captured.out() + captured.err()).isEqualTo(expectedCode);
        return captured.out() + captured.err();
    }

    @Test
    void a_value_that_a_cast_would_change_is_quarantined_and_every_other_is_kept() throws IOException {
        project("""
                /* lakesmith
                columns:
                  n: { type: bigint }
                  m: { type: "decimal(5,2)" }
                  d: { type: date }
                  t: { type: timestamp }
                */
                SELECT id, n, m, d, t FROM bronze.s_t
                """);
        write("drop/a.csv", """
                id,n,m,d,t
                01,7,1.20,2026-01-31,2026-01-31 10:00:00
                02,007,1,2026-1-3,2026-01-31T10:00:00Z
                03,,,,
                11,1.7,1,2026-01-31,2026-01-31
                12,1e3,1,2026-01-31,2026-01-31
                13,0x10,1,2026-01-31,2026-01-31
                14,99999999999999999999,1,2026-01-31,2026-01-31
                15,"",1,2026-01-31,2026-01-31
                16,1,1.239,2026-01-31,2026-01-31
                17,1,1234.5,2026-01-31,2026-01-31
                18,1,1,2026-02-30,2026-01-31
                19,1,1,2026-01-31 10:00:00,2026-01-31
                20,1,1,2026-01-31,2026-01-31T10:00:00+02:00
                """);
        lakesmith(0, "run");
        assertThat(lakesmith(0, "query", "SELECT * FROM silver.t ORDER BY id", "--format", "csv"))
                .isEqualTo("""
                id,n,m,d,t
                01,7,1.20,2026-01-31,2026-01-31 10:00:00
                02,7,1.00,2026-01-03,2026-01-31 10:00:00
                03,,,,
                """);
        String held = lakesmith(0, "quarantine", "silver.t", "--json");
        assertThat(held.lines()).hasSize(10).allSatisfy(line -> assertThat(line).contains("\"file\":\"drop/a.csv\""));
        assertThat(held)
                .contains("n: '1.7' is not a BIGINT")
                .contains("n: '' is not a BIGINT")
                .contains("m: '1.239' is not a DECIMAL(5,2)")
                .contains("d: '2026-02-30' is not a DATE")
                .contains("t: '2026-01-31T10:00:00+02:00' is not a TIMESTAMP");
        assertThat(lakesmith(0, "quarantine")).contains("silver.t").contains("d: … is not a DATE");
    }

    @Test
    void a_merge_keeps_the_latest_row_of_each_key_and_leaves_older_and_equal_ones_out() throws IOException {
        project("""
                /* lakesmith
                materialized: merge
                unique_key: id
                latest_by: seen
                columns:
                  seen: { type: integer }
                */
                SELECT id, seen, v FROM bronze.s_t
                """);
        write("drop/1.csv", "id,seen,v\na,1,first\na,2,second\nb,5,only\n,9,nobody\n");
        lakesmith(0, "run");
        write("drop/2.csv", "id,seen,v\na,1,older\nb,5,only\nc,1,new\n");
        assertThat(lakesmith(0, "run")).containsPattern("merge +silver.t +done +3 +1 +0 +1 superseded; 1 unchanged");
        assertThat(lakesmith(0, "query", "SELECT * FROM silver.t ORDER BY id", "--format", "csv"))
                .isEqualTo("id,seen,v\na,2,second\nb,5,only\nc,1,new\n");
        assertThat(lakesmith(0, "quarantine", "silver.t", "--json")).contains("unique_key id is NULL");
    }

    @Test
    void a_failed_check_keeps_what_was_published_and_the_branch_shows_what_was_not() throws IOException {
        project("""
                /* lakesmith
                columns:
                  v: { checks: [{ accepted_values: [x, y] }] }
                */
                SELECT id, v FROM bronze.s_t
                """);
        write("drop/1.csv", "id,v\n1,x\n");
        lakesmith(0, "run");
        write("drop/2.csv", "id,v\n2,z\n");
        String failed = lakesmith(1, "run");
        assertThat(failed).contains("v_accepted_values failed for 1 row").contains("\"v\":\"z\"");
        assertThat(lakesmith(0, "query", "SELECT id FROM silver.t", "--format", "csv"))
                .isEqualTo("id\n1\n");
        String branch = failed.replaceAll("(?s).*on the branch (run-\\S+):.*", "$1");
        assertThat(lakesmith(0, "query", "SELECT id FROM silver.t ORDER BY 1", "--branch", branch, "--format", "csv"))
                .isEqualTo("id\n1\n2\n");
    }

    @Test
    void a_parameter_is_bound_and_a_new_value_makes_the_table_anew() throws IOException {
        project("SELECT id, v FROM bronze.s_t WHERE v = $wanted\n");
        write("lakesmith.yml", """
                name: p
                targets:
                  dev: { warehouse: ./lake }
                parameters:
                  wanted: { type: varchar, default: x }
                """);
        write("drop/1.csv", "id,v\n1,x\n2,y' OR 'a'='a\n");
        lakesmith(0, "run");
        assertThat(lakesmith(0, "query", "SELECT id FROM silver.t", "--format", "csv"))
                .isEqualTo("id\n1\n");
        lakesmith(0, "run", "--var", "wanted=y' OR 'a'='a");
        assertThat(lakesmith(0, "query", "SELECT id FROM silver.t", "--format", "csv"))
                .isEqualTo("id\n2\n");
        assertThat(lakesmith(2, "run", "--var", "wnated=z")).contains("wanted");
    }

    @Test
    void mistakes_in_sql_are_told_with_place_and_suggestion() throws IOException {
        project("SELECT id,\n       vv\nFROM bronze.s_t\n");
        write("drop/1.csv", "id,v\n1,x\n");
        assertThat(lakesmith(1, "run")).contains("models/silver/t.sql:2:8").contains("did you mean 'v'");
        assertThat(lakesmith(2, "check")).contains("models/silver/t.sql:2:8").contains("did you mean 'v'");
    }
}
