package dev.lakesmith.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.LakesmithException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ColumnTypesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "SMALLINT|INTEGER",
                "HUGEINT|BIGINT",
                "UBIGINT|DECIMAL(20,0)",
                "JSON|VARCHAR",
                "DECIMAL(18,2)|DECIMAL(18,2)",
                "TIMESTAMP WITH TIME ZONE|TIMESTAMP WITH TIME ZONE",
                "ENUM('a)', 'b')|VARCHAR",
                "STRUCT(a INTEGER, \"b c\" VARCHAR[])|STRUCT(\"a\" INTEGER, \"b c\" VARCHAR[])",
                "MAP(VARCHAR, STRUCT(x DOUBLE))[]|MAP(VARCHAR, STRUCT(\"x\" DOUBLE))[]"
            })
    void a_type_is_kept_as_the_nearest_that_iceberg_has(String given, String kept) {
        assertThat(ColumnTypes.storable(new Column("c", given)).type()).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTERVAL", "BIT", "TIME WITH TIME ZONE", "UNION(a INTEGER)"})
    void what_iceberg_cannot_hold_is_refused_with_a_way_out(String type) {
        assertThatThrownBy(() -> ColumnTypes.storable(new Column("c", type)))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("column 'c' has the type " + type)
                .hasMessageContaining("cast it");
    }

    @Test
    void names_with_quotes_come_through() {
        assertThat(ColumnTypes.storable(new Column("c", "STRUCT(\"a\"\"b\" INTEGER)"))
                        .type())
                .isEqualTo("STRUCT(\"a\"\"b\" INTEGER)");
    }
}
