package dev.lakesmith.connectors.singer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Where a stream of a tap ended is told in words. */
final class BookmarkTest {

    private static Optional<String> told(String state) {
        return Bookmark.of(Optional.of("{\"state\":" + state + ",\"fields\":{}}"))
                .told();
    }

    @Test
    void aStateIsToldByItsValues() {
        assertThat(told("{\"bookmarks\":{\"orders\":{\"at\":\"2026-01-31\",\"n\":7}},\"currently_syncing\":null}"))
                .contains("bookmarks.orders.at 2026-01-31, bookmarks.orders.n 7");
        assertThat(told("\"2026-01-31\"")).contains("2026-01-31");
    }

    @Test
    void ofManyValuesTheFirstAreTold() {
        assertThat(told("{\"a\":1,\"b\":[2],\"c\":3,\"d\":4,\"e\":5,\"f\":6,\"g\":7}"))
                .contains("a 1, b [2], c 3, d 4, e 5, and 2 more");
    }

    @Test
    void withoutAStateThereIsNothingToTell() {
        assertThat(told("{}")).isEmpty();
        assertThat(Bookmark.of(Optional.empty()).told()).isEmpty();
    }
}
