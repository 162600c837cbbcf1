package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.Optional;

/**
 * Decides whether an engine's own parallel CSV reader may read a text as it is. Counting lines afterwards does not catch
 * everything: a thread that starts inside a quoted field takes the lines in it for records, just as many as are missing
 * elsewhere; blanks around quotes are dropped; an escape changes what follows it. So quotes are looked at beforehand:
 * each must stand at an edge of a field, and no field may span lines.
 */
public final class DirectReading {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final int BLOCK = 64;

    private final long quotes;
    private final long delimiters;
    private final byte[] edges;
    private long inside;
    private boolean edgeBefore = true;
    private boolean closedBefore;
    private boolean anyQuote;

    private DirectReading(byte quote, byte delimiter) {
        this.quotes = Census.Words.repeat(quote);
        this.delimiters = Census.Words.repeat(delimiter);
        this.edges = new byte[] {delimiter, '\n', '\r', quote};
    }

    /**
     * Why the text must be read by {@link CsvScanner} instead; empty: an engine reading it all as text, quotes and
     * nulls as in the layout, rejects stored, agrees with the scanner if it reports no reject, no error, and as many
     * rows as {@link PlainText#physicalLines} less {@link CsvLayout#headerLines}. Costs one pass over the text when it
     * holds quotes, else nothing.
     */
    public static Optional<String> obstacle(PlainText text, CsvLayout layout) {
        if (text.damage().isPresent()) {
            return text.damage();
        }
        if (layout.columns().size() < 2) {
            return Optional.of("with one column a blank line looks like a record");
        }
        if (layout.headerLines() > 1) {
            return Optional.of("the header is not on the first line, or spans lines");
        }
        if (layout.newline().equals("\r")) {
            return Optional.of("lines end with a lone CR");
        }
        if (layout.delimiter() > 0x7F || layout.delimiter() == ' ' || layout.delimiter() == 0) {
            return Optional.of("the delimiter is unusual");
        }
        if (layout.quote().isEmpty() || (layout.quote().get() == '"' && !text.doubleQuotes())) {
            return Optional.empty();
        }
        try {
            DirectReading reading =
                    new DirectReading((byte) layout.quote().get().charValue(), (byte) layout.delimiter());
            boolean escapeIsQuote = layout.escape().equals(layout.quote());
            return reading.edgesOnly(text, escapeIsQuote);
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE, "reading " + text.path() + " failed: " + e + "; try again", e);
        }
    }

    private Optional<String> edgesOnly(PlainText text, boolean escapeIsQuote) throws IOException {
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = Files.newInputStream(text.path())) {
            in.skipNBytes(text.bomBytes());
            int count;
            while ((count = in.readNBytes(buffer, 0, buffer.length)) > 0) {
                for (int offset = 0; offset < count; offset += BLOCK) {
                    int length = Math.min(BLOCK, count - offset);
                    boolean sound = length == BLOCK ? block(buffer, offset) : tail(buffer, offset, length);
                    if (!sound) {
                        return Optional.of("a quoted field spans lines, or a quote stands inside a field");
                    }
                    if (!escapeIsQuote && anyQuote) {
                        return Optional.of("quotes may be escaped by another character");
                    }
                }
            }
        }
        return inside == 0 ? Optional.empty() : Optional.of("a quote is not closed");
    }

    /** One bit a byte; the idea of finding quoted stretches by a running exclusive-or over quote bits is simdjson's. */
    private boolean block(byte[] data, int offset) {
        long quoteBits = bits(data, offset, quotes);
        if (quoteBits == 0 && inside == 0 && !closedBefore) {
            edgeBefore = isEdge(data[offset + BLOCK - 1]);
            return true;
        }
        long lineEnds = bits(data, offset, Census.Words.repeat((byte) '\n'))
                | bits(data, offset, Census.Words.repeat((byte) '\r'));
        return judge(quoteBits, lineEnds, bits(data, offset, delimiters), BLOCK);
    }

    private boolean tail(byte[] data, int offset, int length) {
        long quoteBits = 0;
        long lineEnds = 0;
        long delimiterBits = 0;
        for (int i = 0; i < length; i++) {
            byte value = data[offset + i];
            quoteBits |= (value == (byte) quotes ? 1L : 0L) << i;
            lineEnds |= (value == '\n' || value == '\r' ? 1L : 0L) << i;
            delimiterBits |= (value == (byte) delimiters ? 1L : 0L) << i;
        }
        return judge(quoteBits, lineEnds, delimiterBits, length);
    }

    private boolean judge(long quoteBits, long lineEnds, long delimiterBits, int length) {
        anyQuote |= quoteBits != 0;
        long all = length == BLOCK ? -1L : (1L << length) - 1;
        long quoted = runningXor(quoteBits) ^ inside;
        long opening = quoteBits & quoted;
        long closing = quoteBits & ~quoted;
        long outer = delimiterBits | lineEnds;
        long before = (outer | closing) << 1 | (edgeBefore ? 1L : 0L);
        long behindClosing = (closing << 1 | (closedBefore ? 1L : 0L)) & all;
        boolean sound =
                (lineEnds & quoted & all) == 0 && (opening & ~before) == 0 && (behindClosing & ~(outer | opening)) == 0;
        long lastBit = 1L << (length - 1);
        inside = (quoted & lastBit) != 0 ? -1L : 0L;
        edgeBefore = ((outer | closing) & lastBit) != 0;
        closedBefore = (closing & lastBit) != 0;
        return sound;
    }

    private boolean isEdge(byte value) {
        for (byte edge : edges) {
            if (value == edge) {
                return true;
            }
        }
        return false;
    }

    private static long runningXor(long bits) {
        long result = bits;
        for (int shift = 1; shift < BLOCK; shift <<= 1) {
            result ^= result << shift;
        }
        return result;
    }

    private static long bits(byte[] data, int offset, long pattern) {
        long bits = 0;
        for (int i = 0; i < BLOCK; i += Long.BYTES) {
            long high = Census.Words.equal(Census.Words.at(data, offset + i), pattern);
            bits |= (((high >>> 7) * 0x0102040810204080L) >>> 56) << i;
        }
        return bits;
    }
}
