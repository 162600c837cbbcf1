package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the bytes of a file mean once they are unpacked. */
sealed interface Content {

    /** The charset to convert from, by how the bytes begin; empty: they stay as they are. */
    Optional<Charset> charset(byte[] head, int length);

    /** Whether what looks packed is the file itself. */
    default boolean isOwn(byte[] head, int length) {
        return false;
    }

    static Content of(Format format) {
        if (format instanceof Format.Excel) {
            return new Book();
        } else if (format instanceof Format.Avro) {
            return new Bytes();
        }
        return format instanceof Format.Xml xml ? new Markup(xml.encoding()) : new Text(format.encoding());
    }

    /** What is no text. */
    record Bytes() implements Content {

        @Override
        public Optional<Charset> charset(byte[] head, int length) {
            return Optional.empty();
        }
    }

    /** A workbook, which is a zip by itself. */
    record Book() implements Content {

        private static final int FIRST_NAME = 30;

        @Override
        public Optional<Charset> charset(byte[] head, int length) {
            return Optional.empty();
        }

        /** What stands first in a workbook is always one of its own parts. */
        @Override
        public boolean isOwn(byte[] head, int length) {
            String name = new String(head, 0, length, StandardCharsets.ISO_8859_1);
            return List.of("[Content_Types].xml", "_rels/", "xl/", "docProps/", "customXml/", "mimetype").stream()
                    .anyMatch(part -> name.startsWith(part, FIRST_NAME));
        }
    }

    /** Text in a declared charset. */
    record Text(Optional<String> encoding) implements Content {

        @Override
        public Optional<Charset> charset(byte[] head, int length) {
            return TextEncoding.of(encoding, head, length);
        }
    }

    /** XML, which may say its charset in its first line. */
    record Markup(Optional<String> encoding) implements Content {

        private static final Pattern DECLARED =
                Pattern.compile("^\\s*<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']*)[\"']");

        @Override
        public Optional<Charset> charset(byte[] head, int length) {
            Optional<Charset> marked = TextEncoding.of(encoding, head, length);
            if (marked.isPresent() || encoding.isPresent()) {
                return marked;
            }
            if (length >= 4 && head[0] == '<' && head[1] == 0) {
                return Optional.of(StandardCharsets.UTF_16LE);
            }
            if (length >= 4 && head[0] == 0 && head[1] == '<') {
                return Optional.of(StandardCharsets.UTF_16BE);
            }
            Matcher declared = DECLARED.matcher(new String(head, 0, length, StandardCharsets.ISO_8859_1));
            return declared.find() ? named(declared.group(1)) : Optional.empty();
        }

        private static Optional<Charset> named(String name) {
            try {
                Charset charset = Charset.forName(name.strip());
                // What could be read as far as here has one byte a character, whatever it says.
                boolean asIs =
                        charset.equals(StandardCharsets.UTF_8) || charset.name().startsWith("UTF-16");
                return asIs ? Optional.empty() : Optional.of(charset);
            } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                throw new LakesmithException(
                        ErrorCode.FORMAT_INVALID,
                        "the XML declaration says encoding '" + name
                                + "', which is none that this program knows; say the right one as the format's encoding",
                        e);
            }
        }
    }
}
