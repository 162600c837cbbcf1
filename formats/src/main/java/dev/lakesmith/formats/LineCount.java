package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a text's lines. Counting takes a pass over the text, so it waits until somebody asks: whoever reads
 * every line anyway need not.
 */
public final class LineCount {

    private final Supplier<Known> counting;
    private @Nullable Known known;

    private record Known(long newlines, boolean endsWithNewline, boolean doubleQuotes) {

        static Known of(Census census) {
            return new Known(census.newlines(), census.endsWithNewline(), census.doubleQuotes());
        }
    }

    private LineCount(Supplier<Known> counting) {
        this.counting = counting;
    }

    /** What was counted while the text was written. */
    static LineCount of(Census census) {
        Known counted = Known.of(census);
        return new LineCount(() -> counted);
    }

    /** Known beforehand. */
    static LineCount known(long newlines, boolean endsWithNewline, boolean doubleQuotes) {
        return new LineCount(() -> new Known(newlines, endsWithNewline, doubleQuotes));
    }

    /** Counted when somebody asks. */
    static LineCount later(Path file) {
        return new LineCount(() -> {
            try {
                return Known.of(Census.of(file));
            } catch (IOException e) {
                throw new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        file + " cannot be read: " + e + "; check the file and try again",
                        e);
            }
        });
    }

    private synchronized Known known() {
        Known counted = known;
        if (counted == null) {
            counted = counting.get();
            known = counted;
        }
        return counted;
    }

    long newlines() {
        return known().newlines();
    }

    boolean endsWithNewline() {
        return known().endsWithNewline();
    }

    boolean doubleQuotes() {
        return known().doubleQuotes();
    }
}
