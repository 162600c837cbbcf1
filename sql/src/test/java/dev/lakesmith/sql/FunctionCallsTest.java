package dev.lakesmith.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.functions.FunctionCatalogue;
import dev.lakesmith.functions.SqlFunction;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.TableName;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FunctionCallsTest {

    private static SqlAnalyzer analyzer;

    @BeforeAll
    static void open() {
        analyzer = SqlAnalyzer.open();
        analyzer.allowSecrets(Set.of("pii", "cards"));
        analyzer.declare(
                new TableName("silver", "t"), List.of(new Column("url", "VARCHAR"), new Column("day", "DATE")));
    }

    @AfterAll
    static void close() {
        analyzer.close();
    }

    @Test
    void our_functions_bind_with_their_types_and_origins() {
        Query query = analyzer.parse("SELECT URL_Host(url) AS host, ip_number(url) AS number, url.url_path() AS path,"
                + " user_agent_is_bot(url) AS bot, url_host('https://a.de') AS known FROM silver.t");

        assertThat(analyzer.columns(query, Map.of()))
                .containsExactly(
                        new Column("host", "VARCHAR"),
                        new Column("number", "BIGINT"),
                        new Column("path", "VARCHAR"),
                        new Column("bot", "BOOLEAN"),
                        new Column("known", "VARCHAR"));
        assertThat(analyzer.lineage(query, Map.of()))
                .extracting(column -> column.origins().toString())
                .contains("[]")
                .filteredOn(origins -> origins.contains("url"))
                .hasSize(4);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SELECT url_hst(url) FROM silver.t | 7 | function url_hst does not exist; did you mean 'url_host'?",
                "SELECT url_host(day) FROM silver.t | 7 | known: url_host(url VARCHAR) -> VARCHAR;",
                "SELECT tokenize(url, 'pi') FROM silver.t | 21 | tokenize knows no secret 'pi'; did you mean 'pii'?;"
                        + " declared under 'secrets' in lakesmith.yml: cards, pii",
                "SELECT url.hmac_sha256(url) FROM silver.t | 23 | the key of hmac_sha256 must be a text in quotes",
                "SELECT tokenize(url, concat('p', 'ii')) FROM silver.t | 21 | must be a text in quotes, such as 'cards'",
                "SELECT access_log_field(url, 'agnt') FROM silver.t | 29 | knows no field 'agnt'; did you mean 'agent'?",
            })
    void a_wrong_call_is_told_with_its_place(String sql, int offset, String message) {
        SqlException error =
                catchThrowableOfType(SqlException.class, () -> analyzer.columns(analyzer.parse(sql), Map.of()));

        assertThat(error.code()).isEqualTo(ErrorCode.SQL_BINDING);
        assertThat(error.message()).contains(message);
        assertThat(error.offset()).isEqualTo(offset);
    }

    @Test
    void a_query_tells_which_secrets_it_uses() {
        assertThat(analyzer.parse("SELECT tokenize(url, 'pii') AS a, hmac_sha256(url, 'pii') AS b FROM silver.t")
                        .secrets())
                .containsExactly("pii");
        assertThat(analyzer.parse("SELECT url_host(url) AS host FROM silver.t").secrets())
                .isEmpty();
    }

    @Test
    void completion_offers_them() {
        assertThat(analyzer.functions()).contains("url_host", "tokenize", "lower");
    }

    @Test
    void none_of_them_hides_one_of_the_engines_own() throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT DISTINCT function_name FROM duckdb_functions()")) {
            List<String> names = FunctionCatalogue.functions().stream()
                    .map(SqlFunction::name)
                    .toList();
            while (rows.next()) {
                assertThat(names).doesNotContain(rows.getString(1));
            }
        }
    }
}
