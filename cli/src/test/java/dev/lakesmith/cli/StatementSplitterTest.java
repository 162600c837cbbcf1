package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatementSplitterTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT ';'",
                "SELECT 'it''s;'",
                "SELECT \"a;b\"",
                "SELECT 1 -- one; two\n + 2",
                "SELECT /* ; */ 1",
                "SELECT $$ ; $$",
                "SELECT $t$ ;$$ $t$",
                "SELECT $day"
            })
    void a_semicolon_inside_quotes_or_comments_ends_nothing(String sql) {
        assertThat(StatementSplitter.split(sql + ";").complete()).containsExactly(sql);
        assertThat(StatementSplitter.split(sql).complete()).isEmpty();
        assertThat(StatementSplitter.split(sql).rest()).isEqualTo(sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SELECT 'open;", "SELECT /* open;", "SELECT $$ open;", "SELECT 1 -- open;"})
    void an_open_quote_or_comment_swallows_the_semicolon(String sql) {
        assertThat(StatementSplitter.split(sql).complete()).isEmpty();
    }
}
