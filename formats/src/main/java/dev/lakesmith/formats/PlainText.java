package dev.lakesmith.formats;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Plain UTF-8 text ready to be read. Bytes that could not be decoded from the source's charset stand in it as {@code
 * 0xFF}, which no UTF-8 text contains, so that whoever reads the record rejects it.
 *
 * @param path where the text is; the landed file itself when that is plain UTF-8 already
 * @param entry its name inside an archive, or the empty text
 * @param bytes its size
 * @param lines what is known of its lines
 * @param damage why the text ends early (a truncated gzip, a corrupt zip entry …), if it does
 * @param bomBytes how many bytes at the start are a UTF-8 byte order mark: 3 or 0
 * @param notes what was left out on the way, in words for the user
 */
public record PlainText(
        Path path,
        String entry,
        long bytes,
        LineCount lines,
        Optional<String> damage,
        int bomBytes,
        List<String> notes) {

    public PlainText {
        notes = List.copyOf(notes);
    }

    /** How many line feeds it holds. */
    public long newlines() {
        return lines.newlines();
    }

    /** Whether its last byte is a line feed. */
    public boolean endsWithNewline() {
        return lines.endsWithNewline();
    }

    /** Whether the byte {@code "} occurs. */
    public boolean doubleQuotes() {
        return lines.doubleQuotes();
    }

    /** Line feeds, plus one when text follows the last of them. */
    public long physicalLines() {
        return newlines() + (bytes > bomBytes && !endsWithNewline() ? 1 : 0);
    }

    PlainText withDamage(String why) {
        return new PlainText(path, entry, bytes, lines, Optional.of(why), bomBytes, notes);
    }

    PlainText withNotes(List<String> more) {
        return new PlainText(path, entry, bytes, lines, damage, bomBytes, more);
    }

    /** The same bytes as a part of the file that holds records of its own. */
    PlainText part(String name) {
        return new PlainText(path, entry.isEmpty() ? name : entry + "!" + name, bytes, lines, damage, bomBytes, notes);
    }
}
