package dev.lakesmith.formats;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * Reads text of one record a line, as logs have it. A line ends at LF, CR LF or a lone CR and is kept as it stands. A
 * line with nothing on it is no record; it is counted. A line that is not UTF-8, or that a damaged text cuts off, is
 * rejected.
 */
public final class TextScanner {

    private TextScanner() {}

    /**
     * Writes the good lines as {@link CsvScanner#scan} writes a file of the one column {@code line}.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException with {@code LAKE_UNREADABLE} when the text cannot be read or
     *     the file not be written
     */
    public static ScanResult scan(PlainText text, Format.Text format, Path out, Consumer<RejectedRecord> rejects) {
        return CsvScanner.scan(text, layout(text), CsvDialect.LINES, List.of(), out, rejects);
    }

    /** Finds good lines again, as {@link CsvScanner#locate} does. */
    public static void locate(PlainText text, SortedSet<Long> positions, BiConsumer<Long, RejectedRecord> found) {
        CsvScanner.locate(text, layout(text), CsvDialect.LINES, positions, found);
    }

    private static CsvLayout layout(PlainText text) {
        return new CsvLayout(
                List.of("line"), '\n', Optional.empty(), Optional.empty(), "", 0, text.bomBytes(), List.of());
    }
}
