package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Times are told as they are, wherever the machine stands. */
final class TimesToldTest {

    private final TimeZone before = TimeZone.getDefault();
    private final Workbench bench;

    TimesToldTest(@TempDir Path folder) {
        this.bench = Workbench.in(folder);
    }

    @BeforeEach
    void standInBerlin() {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
    }

    @AfterEach
    void goHome() {
        TimeZone.setDefault(before);
    }

    @Test
    void an_hour_that_the_machines_zone_leaves_out_in_spring_is_told() {
        assertThat(bench.rows("SELECT TIMESTAMP '2026-03-29 02:30:00', TIMESTAMP_NS '2026-03-29 02:30:00.000000001',"
                        + " TIMESTAMPTZ '2026-03-29 02:30:00Z', NULL::TIMESTAMP"))
                .containsExactly("2026-03-29T02:30|2026-03-29T02:30:00.000000001|2026-03-29T02:30Z|null");
    }

    @Test
    void a_time_before_our_era_is_not_told_as_one_of_it() {
        assertThat(bench.rows(
                        "SELECT TIMESTAMP '0044-03-15 (BC) 01:00:00', DATE '0044-03-15 (BC)', [TIMESTAMP '0044-03-15 (BC)',"
                                + " TIMESTAMP '0001-01-02']"))
                .containsExactly("-0043-03-15T01:00|-0043-03-15|[-0043-03-15T00:00, 0001-01-02T00:00]");
    }

    @Test
    void what_has_no_end_is_told_as_such() {
        for (String type : new String[] {"DATE", "TIMESTAMP", "TIMESTAMPTZ"}) {
            assertThat(bench.rows("SELECT '-infinity'::" + type + ", 'infinity'::" + type + ", ['-infinity'::" + type
                            + ", 'infinity'::" + type + "]"))
                    .as(type)
                    .containsExactly("-infinity|infinity|[-infinity, infinity]");
        }
    }
}
