package dev.lakesmith.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers from memory are those that DuckDB would give. */
final class AnalysisMemoryTest {

    private static final TableName ITEMS = new TableName("silver", "items");

    private final Map<String, String> answers = new HashMap<>();
    private int asked;

    private final AnalysisMemory memory = new AnalysisMemory() {
        @Override
        public Optional<String> recall(String question) {
            return Optional.ofNullable(answers.get(question));
        }

        @Override
        public void remember(String question, String answer) {
            asked++;
            answers.put(question, answer);
        }
    };

    private SqlAnalyzer opened() {
        SqlAnalyzer analyzer = SqlAnalyzer.open();
        analyzer.use(memory);
        return analyzer;
    }

    private static List<Column> columns(String... types) {
        return List.of(new Column("id", types[0]), new Column("b c", types[1]));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id, \"b c\" AS \"d\"\"e\" FROM silver.items WHERE id > 3 AND \"b c\" = 'ß\n'",
                "WITH x AS (SELECT * FROM silver.items) SELECT count(*), $day AS d, list(x.id) AS l FROM x, silver.items;",
                "SELECT * FROM Silver.Items -- all",
                "SELECT 'a'::ENUM('a', 'b') AS e, {'x': id} AS s FROM silver.items"
            })
    void what_is_remembered_is_what_was_found(String sql) {
        Query parsed;
        List<Column> bound;
        try (SqlAnalyzer analyzer = opened()) {
            analyzer.declare(ITEMS, columns("bigint", "varchar"));
            parsed = analyzer.parse(sql);
            bound = analyzer.columns(parsed, Map.of("day", "date"));
        }
        int questions = asked;
        try (SqlAnalyzer analyzer = opened()) {
            analyzer.declare(ITEMS, columns("bigint", "varchar"));

            assertThat(analyzer.parse(sql)).isEqualTo(parsed);
            assertThat(analyzer.columns(parsed, Map.of("day", "date"))).isEqualTo(bound);
        }
        assertThat(asked).isEqualTo(questions);
    }

    @Test
    void an_answer_holds_for_the_same_columns_and_parameters_only() {
        try (SqlAnalyzer analyzer = opened()) {
            Query query = analyzer.parse("SELECT *, $p AS p FROM silver.items");
            analyzer.declare(ITEMS, columns("bigint", "varchar"));
            assertThat(analyzer.columns(query, Map.of("p", "date")))
                    .extracting(Column::type)
                    .containsExactly("BIGINT", "VARCHAR", "DATE");

            assertThat(analyzer.columns(query, Map.of("p", "time")))
                    .extracting(Column::type)
                    .containsExactly("BIGINT", "VARCHAR", "TIME");
            analyzer.declare(ITEMS, columns("double", "varchar"));
            assertThat(analyzer.columns(query, Map.of("p", "date")))
                    .extracting(Column::type)
                    .containsExactly("DOUBLE", "VARCHAR", "DATE");
        }
    }

    @Test
    void mistakes_are_found_again_each_time() {
        for (int i = 0; i < 2; i++) {
            try (SqlAnalyzer analyzer = opened()) {
                analyzer.declare(ITEMS, columns("bigint", "varchar"));
                assertThatThrownBy(() -> analyzer.parse("SELEC 1")).isInstanceOf(SqlException.class);
                assertThatThrownBy(() -> analyzer.parse("SELECT * FROM 'x.csv'"))
                        .isInstanceOf(SqlException.class);
                Query query = analyzer.parse("SELECT idd FROM silver.items");
                assertThatThrownBy(() -> analyzer.columns(query, Map.of())).hasMessageContaining("'id'");
            }
        }
    }

    @Test
    void what_may_be_left_out_behind_a_check_is_no_query_of_a_model() {
        try (SqlAnalyzer analyzer = opened()) {
            assertThat(analyzer.parse("SELECT * FROM this", ParseOption.ALLOW_THIS)
                            .tables())
                    .hasSize(1);

            assertThatThrownBy(() -> analyzer.parse("SELECT * FROM this")).isInstanceOf(SqlException.class);
        }
    }
}
