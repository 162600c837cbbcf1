package dev.lakesmith.connectors.http;

import java.net.URI;
import java.util.Optional;

/**
 * Which page is asked for.
 *
 * @param number 1 for the first one
 * @param page its number, as the API counts
 * @param offset how many records come before it
 * @param cursor what the page before said; empty at the first one
 * @param full how many records the first page had; 0 at the first one
 * @param link the page's own URL; empty when the request is made anew
 */
record Turn(int number, long page, long offset, long full, Optional<Scalar> cursor, Optional<URI> link) {

    static Turn first(long page) {
        return new Turn(1, page, 0, 0, Optional.empty(), Optional.empty());
    }

    /** The page after this one, of so many records. */
    Turn next(long records) {
        return new Turn(
                number + 1,
                page + 1,
                offset + records,
                number == 1 ? records : full,
                Optional.empty(),
                Optional.empty());
    }

    Turn at(Scalar nextCursor) {
        return new Turn(number, page, offset, full, Optional.of(nextCursor), link);
    }

    Turn at(URI url) {
        return new Turn(number, page, offset, full, cursor, Optional.of(url));
    }
}
