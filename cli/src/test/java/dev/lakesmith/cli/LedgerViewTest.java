package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class LedgerViewTest {

    private static final String STORED =
            "{\"read\":7,\"written\":5,\"quarantined\":0,\"dropped\":{\"deduplicated\":2,\"filtered: a > 1\":0}}";

    @Test
    void people_see_what_is_not_zero() {
        assertThat(LedgerView.of(STORED).text()).isEqualTo("7 read, 5 written, 2 deduplicated");
        assertThat(LedgerView.of("{}").text()).isEmpty();
    }

    @Test
    void programs_get_the_whole_object() {
        assertThat(LedgerView.of(STORED).object())
                .containsEntry("read", 7L)
                .containsEntry("quarantined", 0L)
                .containsEntry("dropped", Map.of("deduplicated", 2L, "filtered: a > 1", 0L));
    }

    @Test
    void what_was_filled_is_told_by_column_and_what_went_beside_it() {
        String stored = "{\"read\":9,\"written\":9,\"quarantined\":0,\"dropped\":{},\"filled\":"
                + "{\"city\":{\"rows\":1,\"of\":9},\"phone\":{\"rows\":3,\"of\":9}},\"removed\":2}";

        assertThat(LedgerView.of(stored).text())
                .isEqualTo("9 read, 9 written, 2 removed, 1 of 9 filled: city, 3 of 9 filled: phone");
        assertThat(LedgerView.of(stored).object())
                .containsEntry("removed", 2L)
                .doesNotContainKey("rows")
                .containsEntry(
                        "filled", Map.of("city", Map.of("rows", 1L, "of", 9L), "phone", Map.of("rows", 3L, "of", 9L)));
    }
}
