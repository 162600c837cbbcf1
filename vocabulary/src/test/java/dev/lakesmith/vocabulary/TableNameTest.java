package dev.lakesmith.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TableNameTest {

    @Test
    void readsTwoParts() {
        assertThat(TableName.parse("silver.customers")).isEqualTo(new TableName("silver", "customers"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"customers", ".x", "x.", "a.b.c", ""})
    void refusesAnythingElseAndSaysWhatIsAllowed(String text) {
        assertThatThrownBy(() -> TableName.parse(text))
                .isInstanceOf(LakesmithException.class)
                .hasMessage("'" + text + "' is not a table name; write schema.table, for example silver.customers");
    }
}
