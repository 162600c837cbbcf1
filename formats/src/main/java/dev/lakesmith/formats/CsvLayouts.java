package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Finds out how a file's delimited text is laid out, from its first record alone. */
public final class CsvLayouts {

    private static final List<String> RESERVED = List.of("_source_file", "_batch_id", "_loaded_at", "_rescued_data");
    private static final String CANDIDATES = ",;\t|";
    private static final char NO_CANDIDATE = 0;
    private static final int SNIFF_BYTES = 4 << 20;

    private CsvLayouts() {}

    /**
     * Reads the layout. The delimiter, when not declared, is the one of comma, semicolon, tab and bar that occurs most
     * often in the first record outside quotes; comma wins ties and stands in when none occurs. Names in the header are
     * trimmed; an empty name becomes {@code column_N}; a name that occurred before, whatever its case, and a name bronze
     * needs itself get a number ({@code name_2}). Without a header the first record's width makes {@code column_1 … N}.
     * A text without any record has no columns.
     *
     * @throws LakesmithException with {@code VALUE_INVALID} for a delimiter, quote or escape that cannot be one; with
     *     {@code LAKE_UNREADABLE} when the text cannot be read
     */
    public static CsvLayout read(PlainText text, Format.Csv format) {
        try {
            Optional<Character> quote = format.quote();
            Optional<Character> escape =
                    quote.isEmpty() ? Optional.empty() : format.escape().or(() -> quote);
            char delimiter =
                    format.delimiter().isPresent() ? format.delimiter().get() : mostFrequent(head(text), quote, escape);
            CsvDialect dialect = CsvDialect.of(delimiter, quote, escape);
            try (CsvRecords records = new CsvRecords(text, dialect, Integer.MAX_VALUE)) {
                if (!records.next()) {
                    return new CsvLayout(
                            List.of(),
                            delimiter,
                            quote,
                            escape,
                            "",
                            (int) records.blankLines(),
                            text.bomBytes(),
                            List.of());
                }
                List<String> notes = new ArrayList<>();
                List<String> first = new ArrayList<>(CsvScanner.values(records, dialect));
                if (records.failure().isPresent()) {
                    notes.add("the first record is malformed: "
                            + records.failure().get());
                    first = new ArrayList<>(List.of(records.raw().split(Pattern.quote(String.valueOf(delimiter)), -1)));
                }
                List<String> columns = format.header() ? named(first, notes) : numbered(first.size());
                int lines = (int) records.nextLine() - (records.terminated() ? 1 : 0);
                int headerLines = format.header() ? lines : 0;
                return new CsvLayout(
                        columns, delimiter, quote, escape, records.lineEnding(), headerLines, text.bomBytes(), notes);
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE, "reading " + text.path() + " failed: " + e + "; try again", e);
        }
    }

    private static byte[] head(PlainText text) throws IOException {
        try (InputStream in = Files.newInputStream(text.path())) {
            in.skipNBytes(text.bomBytes());
            return in.readNBytes(SNIFF_BYTES);
        }
    }

    /** The delimiter that occurs most often in the first record, outside quotes. */
    static char mostFrequent(byte[] head, Optional<Character> quote, Optional<Character> escape) {
        CsvDialect quoting = CsvDialect.of(NO_CANDIDATE, quote, escape);
        long[] counts = new long[CANDIDATES.length()];
        if (!count(head, quoting, counts)) {
            // One open quote must not hide the delimiters of the line it stands on.
            Arrays.fill(counts, 0);
            count(head, new CsvDialect(quoting.delimiter(), -1, -1), counts);
        }
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return CANDIDATES.charAt(best);
    }

    /** Counts the candidates in the first record; false when a quote is still open where the bytes end. */
    private static boolean count(byte[] head, CsvDialect quoting, long[] counts) {
        int i = 0;
        while (i < head.length && (head[i] == '\n' || head[i] == '\r')) {
            i++;
        }
        boolean fieldStart = true;
        boolean quoted = false;
        for (; i < head.length; i++) {
            byte value = head[i];
            if (quoted) {
                boolean escapes = value == (byte) quoting.escape() && i + 1 < head.length;
                if (escapes && (quoting.escape() != quoting.quote() || quoting.quotes(head[i + 1]))) {
                    i++;
                } else if (quoting.quotes(value)) {
                    quoted = false;
                }
            } else if (value == '\n' || value == '\r') {
                return true;
            } else {
                int candidate = CANDIDATES.indexOf(value);
                quoted = fieldStart && quoting.quotes(value);
                fieldStart = candidate >= 0;
                if (candidate >= 0) {
                    counts[candidate]++;
                }
            }
        }
        return !quoted;
    }

    private static List<String> numbered(int width) {
        return IntStream.rangeClosed(1, width).mapToObj(n -> "column_" + n).toList();
    }

    static List<String> named(List<String> header, List<String> notes) {
        Set<String> written = new HashSet<>();
        for (String name : header) {
            written.add(cleaned(name).toLowerCase(Locale.ROOT));
        }
        Set<String> taken = new HashSet<>(RESERVED);
        List<String> names = new ArrayList<>();
        for (int i = 0; i < header.size(); i++) {
            String trimmed = cleaned(header.get(i));
            String wish = trimmed.isEmpty() ? "column_" + (i + 1) : trimmed;
            String name = wish;
            boolean free = taken.add(name.toLowerCase(Locale.ROOT));
            // A name made up here must not take one that a later column has written.
            for (int n = 2; !free; n++) {
                name = wish + "_" + n;
                String folded = name.toLowerCase(Locale.ROOT);
                free = !written.contains(folded) && taken.add(folded);
            }
            if (!name.equals(trimmed)) {
                notes.add("column " + (i + 1) + (trimmed.isEmpty() ? " has no name" : " '" + trimmed + "'")
                        + (trimmed.isEmpty() ? " and" : " has a name that is taken and") + " is called " + name);
            }
            names.add(name);
        }
        return names;
    }

    /** No SQL can name a column with a NUL character. */
    private static String cleaned(String name) {
        return name.replace("\0", "").strip();
    }
}
