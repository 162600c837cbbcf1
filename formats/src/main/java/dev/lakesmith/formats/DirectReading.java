package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What an engine's own parallel CSV reader may do with a text. Counting lines afterwards does not catch everything: a
 * thread that starts inside a quoted field takes the lines in it for records, just as many as are missing elsewhere;
 * blanks around quotes are dropped; an escape changes what follows it. So quotes are looked at beforehand: each must
 * stand at an edge of a field, and no field may span lines. And a reader that casts rounds {@code 1.7} to an integer and
 * drops a time's offset, so it may cast only what is written in the plain form of its type.
 *
 * @param obstacle why the text must be read by {@link CsvScanner} instead; empty: an engine reading it all as text,
 *     quotes and nulls as in the layout, rejects stored, agrees with the scanner if it reports no reject, no error, and
 *     as many rows as {@link PlainText#physicalLines} less {@link CsvLayout#headerLines}
 * @param plainValues whether every value has the form wanted of its column or is NULL, so that the engine may cast while
 *     it reads; false when there is an obstacle
 * @param lines how many lines the text has, header included, if they were counted on the way
 */
public record DirectReading(Optional<String> obstacle, boolean plainValues, OptionalLong lines) {

    private static final int LONGEST_LINE_BYTES = 1 << 21;

    /**
     * Decides. Costs one pass over the text when it holds quotes or a form is wanted, else nothing.
     *
     * @param forms the form wanted of each column's values
     * @param nulls the unquoted texts that mean NULL
     */
    public static DirectReading of(PlainText text, CsvLayout layout, List<ValueForm> forms, List<String> nulls) {
        Optional<String> obstacle = obstacle(text, layout);
        if (obstacle.isPresent()) {
            return new DirectReading(obstacle, false, OptionalLong.empty());
        }
        boolean anyForm = forms.stream().anyMatch(form -> form != ValueForm.TEXT);
        if (!anyForm && !hasQuotes(text, layout)) {
            return new DirectReading(Optional.empty(), true, OptionalLong.empty());
        }
        try {
            // A part begins within quotes only if a quoted field spans lines; then the part before it says so.
            List<FieldWalk> walks = LineParts.read(
                    text.path(),
                    text.bomBytes(),
                    LONGEST_LINE_BYTES,
                    start -> new FieldWalk(layout, forms, nulls, start == text.bomBytes() ? layout.headerLines() : 0));
            Optional<String> found =
                    walks.stream().flatMap(walk -> walk.obstacle().stream()).findFirst();
            boolean plain = found.isEmpty() && walks.stream().allMatch(FieldWalk::plain);
            return new DirectReading(
                    found,
                    plain,
                    anyForm && plain
                            ? OptionalLong.of(
                                    walks.stream().mapToLong(FieldWalk::lines).sum())
                            : OptionalLong.empty());
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE, "reading " + text.path() + " failed: " + e + "; try again", e);
        }
    }

    private static boolean hasQuotes(PlainText text, CsvLayout layout) {
        return layout.quote().isPresent() && (layout.quote().get() != '"' || text.doubleQuotes());
    }

    private static Optional<String> obstacle(PlainText text, CsvLayout layout) {
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
        if (layout.quote().isPresent() && layout.quote().get() > 0x7F) {
            return Optional.of("the quote is unusual");
        }
        return Optional.empty();
    }
}
