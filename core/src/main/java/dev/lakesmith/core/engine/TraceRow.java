package dev.lakesmith.core.engine;

import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A row and the rows it was made of.
 *
 * @param table where the row is
 * @param row the row as JSON
 * @param part what it did in the row it was asked for
 * @param source where it stood before it was loaded; for rows of bronze tables
 * @param inputs the rows it was made of, each table's together
 * @param notes what is left out or not exact
 */
public record TraceRow(
        TableName table, String row, Part part, Optional<Origin> source, List<TraceRow> inputs, List<String> notes) {

    /** What an input row did. */
    public enum Part {
        /** The row was made of it. */
        MADE,
        /** It has the key of the row, but another row with that key won. */
        REPLACED
    }

    /**
     * A place in a source.
     *
     * @param file as the source names it
     * @param lines the lines on which this record begins; several when the file holds it several times, none when the
     *     file does not hold it any more
     * @param raw the record's text; empty when it was not found
     */
    public record Origin(String file, List<Long> lines, String raw) {
        public Origin {
            lines = List.copyOf(lines);
        }
    }

    public TraceRow {
        inputs = List.copyOf(inputs);
        notes = List.copyOf(notes);
    }
}
