package dev.lakesmith.formats;

import java.util.List;
import java.util.Optional;

/**
 * How one file's delimited text is laid out.
 *
 * @param columns final names: not empty, unique whatever the case, none of them a name bronze needs for itself
 * @param delimiter between two fields
 * @param quote empty: no quoting
 * @param escape empty: no quoting
 * @param newline what ends the first line: {@code \n}, {@code \r\n}, {@code \r}, or the empty text when nothing does
 * @param headerLines physical lines before the first record, blank lines ahead of the header included
 * @param bomBytes bytes to leave out at the start
 * @param notes each renaming of a column, in words for the user
 */
public record CsvLayout(
        List<String> columns,
        char delimiter,
        Optional<Character> quote,
        Optional<Character> escape,
        String newline,
        int headerLines,
        int bomBytes,
        List<String> notes) {

    public CsvLayout {
        columns = List.copyOf(columns);
        notes = List.copyOf(notes);
    }
}
