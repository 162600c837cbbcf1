package dev.lakesmith.cli;

import java.util.List;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Keeps asking for more lines until a statement ends with a semicolon. A line that begins with a dot ends at once. */
final class StatementParser implements Parser {

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && isOpen(line)) {
            throw new EOFError(-1, cursor, "the statement has no semicolon yet");
        }
        int start = cursor;
        while (start > 0 && isWordPart(line.charAt(start - 1))) {
            start--;
        }
        return new Word(line, cursor, line.substring(start, cursor));
    }

    private static boolean isOpen(String line) {
        return !line.isBlank()
                && !line.stripLeading().startsWith(".")
                && !InteractiveShell.leaves(line)
                && !StatementSplitter.split(line).rest().isEmpty();
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '.';
    }

    /** The one word before the cursor: completion needs no more. */
    private record Word(String line, int cursor, String word) implements ParsedLine {

        @Override
        public int wordCursor() {
            return word.length();
        }

        @Override
        public int wordIndex() {
            return 0;
        }

        @Override
        public List<String> words() {
            return List.of(word);
        }
    }
}
