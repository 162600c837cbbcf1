package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.JsonReading.Slice;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/** Tells when pages go round in a circle, though each has a cursor, link or number of its own. */
final class Circle {

    private static final int FEWEST_REPEATED = 20;
    /** APIs that look through their data for what fits may well give many empty pages. */
    private static final int MOST_EMPTY = 1_000;

    private final Set<Long> pages = new HashSet<>();
    private int repeated;
    private int empty;

    /** Why paging would never end; empty: go on. */
    Optional<String> complaint(Page page) {
        if (page.records().isEmpty()) {
            empty++;
            return empty < MOST_EMPTY
                    ? Optional.empty()
                    : Optional.of("answered with " + empty + " pages in a row that have no records, and a next one");
        }
        empty = 0;
        repeated = pages.add(sum(page)) ? 0 : repeated + 1;
        return repeated < Math.max(FEWEST_REPEATED, pages.size())
                ? Optional.empty()
                : Optional.of(
                        "answered with " + repeated + " pages in a row whose records came before, and a next one");
    }

    private static long sum(Page page) {
        List<Slice> records = page.records();
        int from = records.get(0).from();
        int length = records.get(records.size() - 1).to() - from;
        CRC32C sum = new CRC32C();
        sum.update(page.text(), from, length);
        return sum.getValue() ^ (long) length << 32;
    }
}
