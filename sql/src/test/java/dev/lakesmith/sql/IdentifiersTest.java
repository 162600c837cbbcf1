package dev.lakesmith.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;

final class IdentifiersTest {

    @Test
    void names_are_shown_without_quotes_where_they_need_none() {
        assertThat(Identifiers.shown("order_id")).isEqualTo("order_id");
        assertThat(Identifiers.shown("order")).isEqualTo("\"order\"");
        assertThat(Identifiers.shown("Order")).isEqualTo("\"Order\"");
        assertThat(Identifiers.shown("a b\"c")).isEqualTo("\"a b\"\"c\"");
        assertThat(Identifiers.shown("current_date")).isEqualTo("\"current_date\"");
        assertThat(Identifiers.shown("1st")).isEqualTo("\"1st\"");
    }

    @Test
    void every_word_that_the_parser_keeps_for_itself_is_quoted() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement();
                ResultSet words = statement.executeQuery(
                        "SELECT keyword_name FROM duckdb_keywords() WHERE keyword_category <> 'unreserved'")) {
            while (words.next()) {
                assertThat(Identifiers.shown(words.getString(1))).startsWith("\"");
            }
        }
    }
}
