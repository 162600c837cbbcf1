package dev.lakesmith.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Condition;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScanConditionsTest {

    private static final ScanConditions SCANS = ScanConditions.open();
    private static final TableName T = TableName.parse("silver.t");
    private static final TableName U = TableName.parse("silver.u");

    private static final List<Column> COLUMNS = List.of(
            new Column("a", "INTEGER"),
            new Column("b", "BIGINT"),
            new Column("s", "VARCHAR"),
            new Column("d", "DATE"),
            new Column("ts", "TIMESTAMP"),
            new Column("tz", "TIMESTAMP WITH TIME ZONE"),
            new Column("x", "DECIMAL(10,2)"),
            new Column("wide", "DECIMAL(38,4)"),
            new Column("f", "DOUBLE"),
            new Column("flag", "BOOLEAN"),
            new Column("id", "UUID"),
            new Column("st", "STRUCT(q INTEGER, \"r.r\" VARCHAR)"),
            new Column("Odd \"n.m", "INTEGER"));

    private static final ScanInputs INPUTS = new ScanInputs(
            Map.of(T, COLUMNS, U, List.of(new Column("a", "INTEGER"), new Column("k", "VARCHAR"))),
            List.of(
                    Map.entry(
                            TableName.parse("silver.v"),
                            "SELECT a AS b, b AS a, s FROM silver.t WHERE d > '2020-05-01'"),
                    Map.entry(TableName.parse("gold.w"), "SELECT a, s FROM silver.v WHERE s = 'x'")),
            Optional.of(new FixedTime(Instant.parse("2026-03-04T05:06:07.123456Z"))));

    @AfterAll
    static void close() {
        SCANS.close();
    }

    private static Condition of(TableName table, String sql) {
        return SCANS.of(sql, INPUTS).getOrDefault(table, Condition.ANYTHING);
    }

    private static Optional<Set<String>> columns(String sql) {
        return Optional.ofNullable(SCANS.columns(sql, INPUTS).get(T));
    }

    @Test
    void only_columns_that_can_change_the_result_are_needed() {
        assertThat(columns("SELECT a FROM silver.t")).contains(Set.of("a"));
        assertThat(columns("SELECT count(*) FROM silver.t")).contains(Set.of());
        assertThat(columns("SELECT a FROM silver.t WHERE s = 'x' ORDER BY d")).contains(Set.of("a", "s", "d"));
        assertThat(columns("SELECT st.q, \"odd \"\"N.M\" FROM silver.t")).contains(Set.of("st", "Odd \"n.m"));
        assertThat(columns("SELECT k FROM (SELECT * FROM silver.t) t JOIN silver.u USING (a)"))
                .contains(Set.of("a"));
        assertThat(columns("SELECT b FROM silver.v UNION ALL SELECT b FROM silver.t WHERE flag"))
                .contains(Set.of("a", "b", "d", "flag"));
        assertThat(columns("SELECT t FROM silver.t"))
                .hasValueSatisfying(all -> assertThat(all).hasSize(COLUMNS.size()));
        assertThat(columns("SELECT a, max(b) FROM silver.t GROUP BY a HAVING min(x) > 1 AND count(f) > 1"))
                .contains(Set.of("a", "b", "x", "f"));
        assertThat(columns("SELECT 1 WHERE EXISTS (SELECT * FROM silver.t WHERE wide > 1)"))
                .contains(Set.of("wide"));
    }

    private static String t(String sql) {
        return ConditionText.of(of(T, sql));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "a = 5 | a = 5",
                "A = 5 | a = 5",
                "5 < a | a > 5",
                "a = 0 | a = 0",
                "s = '' | s = ''",
                "a BETWEEN 3 AND 5 | a >= 3 AND a <= 5",
                "a <> 5 | a <> 5",
                "a = 1 OR a > 20 | a = 1 OR a > 20",
                "a IN (1, 1000, 77) AND s = 'x' | a IN (1, 77, 1000) AND s = 'x'",
                "b NOT IN (4, 7) | b <> 4 AND b <> 7",
                "a IS NULL | a IS NULL",
                "a IS NOT NULL | a IS NOT NULL",
                "NOT (a IS NULL OR b > 3) | a IS NOT NULL AND b <= 3",
                "a IS NOT DISTINCT FROM 5 | a = 5",
                "a IS DISTINCT FROM 5 | true",
                "flag | flag = true",
                "NOT flag | flag = false",
                "flag = false AND a > 1 | flag = false AND a > 1",
                "s LIKE 'abc%' | s >= 'abc' AND s < 'abd'",
                "s LIKE 'abc%' OR a = 1 | starts_with(s, 'abc') OR a = 1",
                "NOT (s LIKE 'abc%') | true",
                "s LIKE '%abc' | true",
                "s ILIKE 'abc%' | s >= 'ABC' AND s < 'abd'",
                "regexp_matches(s, '^abc') | s >= 'abc' AND s < 'abd'",
                "lower(s) = 'x' | true",
                "s COLLATE NOCASE = 'x' | true",
                "s COLLATE NOCASE > 'x' OR a = 4 | true",
                "s = concat(chr(0), 'b') AND s > ' ' | false",
                "f > 1 | true",
                "f = 1 AND a = 1 | a = 1",
                "f >= 'nan'::DOUBLE AND s = '\\\"-NAN' | s = '\\\"-NAN'",
                "f IN ('nan', '-nan', 'inf') AND a = 1 OR coalesce(f, '-inf') = '-inf' | true",
                "f <> 'nan' AND f < 'inf' AND f > '-inf' AND a = 1 | a = 1",
                "id = '4f1d7c0a-0000-4000-8000-00000badcafe' | true",
                "x = 1.5 | x = 1.50",
                "x > 1.555 | x > 1.55",
                "x >= 1.555 | x >= 1.56",
                "x < -1.555 | x < -1.55",
                "x <= 1.555 | x <= 1.55",
                "x = 1.555 | false",
                "a > 1.5 | a > 1",
                "a = 1.0 | a = 1",
                "a < 5000000000 | a < 5000000000",
                "CAST(a AS DOUBLE) > 1 | a > 1",
                "CAST(a AS DOUBLE) > 1.5 | true",
                "CAST(x AS INTEGER) > 1 | true",
                "wide > 1234567890123456789012345678901234.5678 | wide > 1234567890123456789012345678901234.5678",
                "wide > -0.0001 | wide > -0.0001",
                "d = DATE '2024-02-29' | d = DATE '2024-02-29'",
                "d < 'infinity' | true",
                "ts > '-infinity' | true",
                "ts >= TIMESTAMP '1969-12-31 23:59:59.999999' | ts >= TIMESTAMP '1969-12-31 23:59:59.999999'",
                "tz > TIMESTAMPTZ '2020-01-01 00:00:00+02' | tz > TIMESTAMPTZ '2019-12-31 22:00:00Z'",
                "CAST(ts AS DATE) = DATE '2020-01-01' | ts >= TIMESTAMP '2020-01-01 00:00' AND ts < TIMESTAMP '2020-01-02 00:00'",
                "year(d) = 2020 | d >= DATE '2020-01-01' AND d <= DATE '2020-12-31'",
                "date_trunc('month', d) = DATE '2020-01-01' | d >= DATE '2020-01-01' AND d < DATE '2020-02-01'",
                "d >= current_date - 7 | d >= DATE '2026-02-25'",
                "tz > now() | tz > TIMESTAMPTZ '2026-03-04 05:06:07.123456Z'",
                "d = today() | d = DATE '2026-03-04'",
                "st.q = 5 | st.q = 5",
                "st.\"r.r\" > 'x' OR a = 1 | st.\"r.r\" > 'x' OR a = 1",
                "st.q IS NULL | true",
                "\"odd \"\"n.m\" = 5 | \"Odd \"\"n.m\" = 5",
                "a = b | true",
                "a + 1 = 5 | a = 4",
                "coalesce(a, 3) = 5 | true",
                "random() < 0.5 | true",
                "a = 1 OR random() < 0.5 | true",
                "false | false",
                "a < 1 AND a > 5 | false",
                "NULL | false",
                "true | true"
            })
    void what_a_where_demands_of_the_rows(String where, String expected) {
        assertThat(t("SELECT a FROM silver.t WHERE " + where)).isEqualTo(expected);
    }

    @Test
    void names_that_a_query_gives_to_columns_do_not_mislead() {
        assertThat(t("SELECT b AS a, a AS b FROM (SELECT a AS b, b AS a FROM silver.t) WHERE a = 5 AND b % 2 = 0"))
                .isEqualTo("b = 5");
        assertThat(t("SELECT * FROM (SELECT a AS b, b AS a, s FROM silver.t) WHERE a = 5 OR (b = 3 AND s = 'x')"))
                .isEqualTo("b = 5 OR a = 3 AND s = 'x'");
    }

    @Test
    void views_are_seen_through() {
        assertThat(t("SELECT * FROM silver.v WHERE a = 5")).isEqualTo("d > DATE '2020-05-01' AND b = 5");
        assertThat(t("SELECT * FROM gold.w")).isEqualTo("d > DATE '2020-05-01' AND s = 'x'");
    }

    @Test
    void scans_of_one_table_are_joined_by_or() {
        assertThat(t("SELECT a FROM silver.t WHERE a = 1 UNION ALL SELECT b FROM silver.t WHERE b > 7"))
                .isEqualTo("a = 1 OR b > 7");
        assertThat(t("SELECT a FROM silver.t WHERE a = 1 UNION ALL SELECT b FROM silver.t"))
                .isEqualTo("true");
        assertThat(t("SELECT * FROM silver.t l JOIN silver.t r ON l.a = r.b WHERE l.a = 1 AND r.s = 'x'"))
                .isEqualTo("a = 1 OR s = 'x'");
    }

    @Test
    void outer_joins_keep_the_rows_that_they_need() {
        String left = "SELECT t.a, u.k FROM silver.t LEFT JOIN silver.u ON t.a = u.a ";
        assertThat(t(left + "AND t.b = 4 AND u.a > 4 WHERE t.a < 10")).isEqualTo("a < 10");
        assertThat(ConditionText.of(of(U, left + "AND u.k = 'y' WHERE t.b < 10")))
                .isEqualTo("k = 'y'");
        assertThat(ConditionText.of(of(U, left + "WHERE u.k IS NULL"))).isEqualTo("true");
        assertThat(ConditionText.of(of(U, left + "WHERE coalesce(u.k, 'y') = 'y'")))
                .isEqualTo("true");
        assertThat(t("SELECT * FROM silver.t FULL JOIN silver.u ON t.a = u.a AND t.b = 1"))
                .isEqualTo("true");
    }

    @Test
    void conditions_do_not_pass_what_they_would_change() {
        assertThat(t("SELECT * FROM (SELECT a, row_number() OVER (ORDER BY b) n FROM silver.t) WHERE n = 1 AND a = 4"))
                .isEqualTo("true");
        assertThat(t("SELECT * FROM (SELECT * FROM silver.t ORDER BY b LIMIT 3) WHERE a = 4"))
                .isEqualTo("true");
        assertThat(t("SELECT count(*) FILTER (a = 4) FROM silver.t")).isEqualTo("true");
        assertThat(t("SELECT a, sum(b) FROM silver.t GROUP BY a HAVING sum(b) > 3 AND a = 3"))
                .isEqualTo("a = 3");
        assertThat(t("SELECT a FROM silver.t TABLESAMPLE 10% WHERE a = 3")).isEqualTo("true");
        assertThat(t("SELECT a FROM silver.u WHERE a NOT IN (SELECT a FROM silver.t WHERE b = 1)"))
                .isEqualTo("b = 1");
    }

    @Test
    void a_table_that_is_not_needed_has_no_row_that_matters() {
        assertThat(t("WITH c AS (SELECT * FROM silver.t) SELECT * FROM silver.u"))
                .isEqualTo("false");
    }

    @Test
    void functions_of_ours_are_known() {
        assertThat(t("SELECT a FROM silver.t WHERE url_host(s) = 'x.org' AND a = 1"))
                .isEqualTo("a = 1");
    }

    @Test
    void what_cannot_be_told_is_said_and_the_next_question_is_answered() {
        assertThatThrownBy(() -> t("SELECT nothing FROM silver.t")).isInstanceOf(LakesmithException.class);
        assertThat(t("SELECT a FROM silver.t WHERE a = 2")).isEqualTo("a = 2");
    }
}
