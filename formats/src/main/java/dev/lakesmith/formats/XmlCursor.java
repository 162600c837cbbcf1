package dev.lakesmith.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Moves over XML from tag to tag; whether what stands between them is sound is not judged. */
final class XmlCursor extends TextCursor {

    private static final int LONGEST_NAME = 1_000;

    /** What a tag does. */
    enum Kind {
        OPENS,
        CLOSES,
        OPENS_AND_CLOSES
    }

    /**
     * A tag.
     *
     * @param name as written, with its prefix
     * @param position of its first byte
     */
    record Tag(Kind kind, String name, long position, long line) {}

    XmlCursor(PlainText text) throws IOException {
        super(text);
    }

    /**
     * The next tag, and moves behind it. Comments, CDATA, instructions and document types are passed over; so is a
     * {@code <} that begins none of these.
     *
     * @return empty at the end of the text
     */
    Optional<Tag> nextTag() throws IOException {
        while (true) {
            passText();
            if (peek() < 0) {
                return Optional.empty();
            }
            long position = position();
            long line = line();
            advance();
            int value = peek();
            if (value == '!') {
                advance();
                declaration();
            } else if (value == '?') {
                past("?>");
            } else if (value == '/') {
                advance();
                String name = name();
                if (!name.isEmpty() && restOfTag()) {
                    return Optional.of(new Tag(Kind.CLOSES, name, position, line));
                }
            } else if (startsName(value)) {
                String name = name();
                boolean closesItself = false;
                int before = 0;
                while (true) {
                    int next = peek();
                    if (next == '"' || next == '\'') {
                        advance();
                        quoted(next);
                        before = next;
                        continue;
                    }
                    if (next == '>') {
                        advance();
                        closesItself = before == '/';
                        break;
                    }
                    if (next < 0 || next == '<') {
                        break;
                    }
                    advance();
                    before = next;
                }
                return Optional.of(new Tag(closesItself ? Kind.OPENS_AND_CLOSES : Kind.OPENS, name, position, line));
            }
        }
    }

    private void passText() throws IOException {
        int value;
        while ((value = peek()) >= 0 && value != '<') {
            advance();
        }
    }

    /** False when another tag begins before this one ends. */
    private boolean restOfTag() throws IOException {
        while (true) {
            int value = peek();
            if (value == '>') {
                advance();
                return true;
            }
            if (value < 0 || value == '<') {
                return false;
            }
            advance();
        }
    }

    /** A value never holds what begins a tag, so a quote that was not closed ends there. */
    private void quoted(int quote) throws IOException {
        int value;
        while ((value = peek()) >= 0 && value != '<') {
            advance();
            if (value == quote) {
                return;
            }
        }
    }

    private void declaration() throws IOException {
        if (peek() == '-') {
            advance();
            if (peek() == '-') {
                advance();
                past("-->");
            }
        } else if (peek() == '[') {
            past("]]>");
        } else {
            documentType();
        }
    }

    /** Nothing in it is ever looked at: neither its entities nor what it points to. */
    private void documentType() throws IOException {
        int depth = 0;
        int value;
        while ((value = peek()) >= 0) {
            advance();
            if (value == '"' || value == '\'') {
                int inner;
                while ((inner = peek()) >= 0) {
                    advance();
                    if (inner == value) {
                        break;
                    }
                }
            } else if (value == '[') {
                depth++;
            } else if (value == ']') {
                depth--;
            } else if (value == '>' && depth <= 0) {
                return;
            }
        }
    }

    private void past(String end) throws IOException {
        int matched = 0;
        int value;
        while (matched < end.length() && (value = peek()) >= 0) {
            advance();
            if (value == end.charAt(matched)) {
                matched++;
            } else if (!(matched == 2 && value == end.charAt(0) && end.charAt(0) == end.charAt(1))) {
                matched = value == end.charAt(0) ? 1 : 0;
            }
        }
    }

    private String name() throws IOException {
        ByteArrayOutputStream name = new ByteArrayOutputStream();
        int value;
        while ((value = peek()) > ' ' && value != '>' && value != '/' && value != '<' && value != '=') {
            if (name.size() < LONGEST_NAME) {
                name.write(value);
            }
            advance();
        }
        return name.toString(StandardCharsets.UTF_8);
    }

    private static boolean startsName(int value) {
        boolean letter = (value >= 'a' && value <= 'z') || (value >= 'A' && value <= 'Z');
        return letter || value == '_' || value == ':' || value > 127;
    }
}
