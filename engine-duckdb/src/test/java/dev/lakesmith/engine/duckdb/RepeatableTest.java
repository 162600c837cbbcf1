package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.storage.Storage;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which queries may be run again instead of keeping what they gave. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RepeatableTest {

    // Spills nothing: the folder is never made.
    private final Instance instance =
            Instance.open(new DuckDbSettings(64L << 20, 1, Path.of("target", "no-spill")), Storage.local());
    private final Session session = instance.session(EmptyLake.VIEW);

    @AfterAll
    void close() {
        session.close();
        instance.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, lower(name) AS name, CAST(a AS INTEGER) + 1 AS b FROM bronze.x WHERE c IS NOT NULL",
                "SELECT id, CASE WHEN a > 1 THEN 'x' ELSE upper(b) END AS c FROM bronze.x WHERE d BETWEEN 1 AND 2",
                "SELECT id, getvariable('since') AS since FROM bronze.x"
            })
    void expressions_of_a_rows_own_values_give_the_same_again(String sql) {
        assertThat(Repeatable.is(session, sql)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, random() AS r FROM bronze.x",
                "SELECT id, lower(CAST(uuid() AS VARCHAR)) AS u FROM bronze.x",
                "SELECT id FROM bronze.x WHERE seen < now()",
                "SELECT id, current_date AS d FROM bronze.x",
                "SELECT id FROM bronze.x WHERE id IN (SELECT id FROM bronze.y)",
                "SELECT id, row_number() OVER () AS n FROM bronze.x",
                "SELECT id, no_such_function(a) AS b FROM bronze.x"
            })
    void chance_time_and_what_is_not_known_may_not(String sql) {
        assertThat(Repeatable.is(session, sql)).isFalse();
    }
}
