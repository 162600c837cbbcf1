package dev.lakesmith.core.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class SqlTypesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigint | BIGINT",
                "Text | VARCHAR",
                "int | INTEGER",
                "timestamptz | TIMESTAMP WITH TIME ZONE",
                "timestamp  with time zone | TIMESTAMP WITH TIME ZONE",
                "double precision | DOUBLE",
                "decimal | DECIMAL(18,3)",
                "numeric( 10 ) | DECIMAL(10,0)",
                "varchar[][] | VARCHAR[][]",
                "struct(a int, \"b \"\"c\" text[]) | STRUCT(a INTEGER, \"b \"\"c\" VARCHAR[])",
                "map(text, struct(x decimal(4,2))) | MAP(VARCHAR, STRUCT(x DECIMAL(4,2)))",
            })
    void spellsTypesAsDuckDbDoes(String written, String canonical) {
        assertThat(SqlTypes.RULE.complaint(written)).isEmpty();
        assertThat(SqlTypes.canonical(written)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bigitn | did you mean 'bigint'?",
                "interval | Iceberg tables cannot hold",
                "varchar(20) | a length, which would not be enforced",
                "decimal(39,2) | 1 to 38 digits",
                "decimal(2,3) | no more of them behind the point",
                "decimal(x) | write decimal(precision,scale)",
                "struct(a) | is no column type",
                "struct(a int | a closing parenthesis is missing",
                "map(text) | write map(key type, value type)",
                "int; drop table x | is no column type",
            })
    void refusesOtherTypesAndSaysWhy(String written, String complaint) {
        assertThat(SqlTypes.RULE.complaint(written))
                .hasValueSatisfying(text -> assertThat(text).contains(complaint));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "(", "[]", "struct(", "struct(a struct(", "map(", "int[", "1", "'a'", "map(int,"})
    void survivesAnything(String written) {
        assertThat(SqlTypes.RULE.complaint(written)).isPresent();
        assertThat(SqlTypes.RULE.complaint(written.repeat(2000))).isPresent();
    }

    @ParameterizedTest
    @CsvSource({
        "DATE, 2026-02-29, false",
        "DATE, 2024-02-29, true",
        "BIGINT, 9223372036854775807, true",
        "BIGINT, 9223372036854775808, false",
        "SMALLINT, -32769, false",
        "DOUBLE, 1e3, true",
        "DOUBLE, NaN, false",
        "BOOLEAN, yes, false",
        "BOOLEAN, TRUE, true",
        "TIMESTAMP, 2026-01-31 10:00:00, true",
        "TIMESTAMP, 2026-01-31T10:00:00.5, true",
        "TIMESTAMP, 2026-01-31, true",
        "TIMESTAMP, noon, false",
        "TIMESTAMP WITH TIME ZONE, 2026-01-31 10:00:00Z, true",
        "TIMESTAMP WITH TIME ZONE, 2026-01-31 10:00:00, false",
        "TIME, 24:00:00, false",
        "UUID, 1-1-1-1-1, false",
        "VARCHAR, anything, true",
        "'DECIMAL(5,2)', 123.45, true",
        "'DECIMAL(5,2)', 100.000, true",
        "'DECIMAL(5,2)', 1234.5, false",
        "'DECIMAL(5,2)', 0.001, false",
        "'DECIMAL(5,2)', 1e9, false",
    })
    void knowsWhichParameterValuesFit(String type, String value, boolean fits) {
        assertThat(ParameterTypes.misfit(type, value).isEmpty()).isEqualTo(fits);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ".+@.+\\..+",
                "(?P<year>[0-9]{4})",
                "(?i)a|b",
                "[*+]+",
                "\\+\\+",
                "a\\\\1",
                "[[:alpha:]]+",
                "\\Qa(?=\\E"
            })
    void acceptsExpressionsOfRe2(String expression) {
        assertThat(RegexRule.RULE.complaint(expression)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[a | is no regular expression",
                "(?=a)b | look-around",
                "(?<!a)b | look-around",
                "(a)\\1 | a back reference",
                "(?>a) | an atomic group",
                "a++ | a possessive quantifier",
            })
    void refusesExpressionsThatOnlyJavaKnows(String expression, String complaint) {
        assertThat(RegexRule.RULE.complaint(expression))
                .hasValueSatisfying(text -> assertThat(text).contains(complaint));
    }
}
