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
}
