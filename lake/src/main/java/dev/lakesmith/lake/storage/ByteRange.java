package dev.lakesmith.lake.storage;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Consecutive bytes of a file.
 *
 * @param from the first
 * @param to the one after the last
 */
public record ByteRange(long from, long to) {

    public ByteRange {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("no bytes from " + from + " to " + to);
        }
    }

    long bytes() {
        return to - from;
    }

    /** Without what is beyond a file's end. */
    ByteRange upTo(long fileBytes) {
        return new ByteRange(Math.min(from, fileBytes), Math.min(to, fileBytes));
    }

    static long bytes(Collection<ByteRange> ranges) {
        return ranges.stream().mapToLong(ByteRange::bytes).sum();
    }

    /** The same bytes and those between them that are no more than a gap, in order, none twice. */
    static List<ByteRange> merged(Collection<ByteRange> ranges, long gap) {
        List<ByteRange> merged = new ArrayList<>();
        for (ByteRange next : ranges.stream()
                .sorted(Comparator.comparingLong(ByteRange::from))
                .toList()) {
            int last = merged.size() - 1;
            if (last >= 0 && next.from() <= merged.get(last).to() + gap) {
                ByteRange before = merged.get(last);
                merged.set(last, new ByteRange(before.from(), Math.max(before.to(), next.to())));
            } else if (next.bytes() > 0) {
                merged.add(next);
            }
        }
        return merged;
    }

    /** The bytes of this range that are in none of the others. */
    List<ByteRange> without(Collection<ByteRange> others) {
        List<ByteRange> left = new ArrayList<>();
        long at = from;
        for (ByteRange other : merged(others, 0)) {
            if (other.to() <= at || other.from() >= to) {
                continue;
            }
            if (other.from() > at) {
                left.add(new ByteRange(at, other.from()));
            }
            at = other.to();
        }
        if (at < to) {
            left.add(new ByteRange(at, to));
        }
        return left;
    }

    /** In pieces of at most so many bytes. */
    List<ByteRange> pieces(long bytes) {
        List<ByteRange> pieces = new ArrayList<>();
        for (long at = from; at < to; at += bytes) {
            pieces.add(new ByteRange(at, Math.min(to, at + bytes)));
        }
        return pieces;
    }

    boolean overlaps(ByteRange other) {
        return from < other.to && other.from < to;
    }
}
