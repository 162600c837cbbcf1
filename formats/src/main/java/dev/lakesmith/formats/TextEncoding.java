package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Optional;

/** Which charset a text is in, and the way from there to UTF-8. */
final class TextEncoding {

    /** Stands for bytes that have no meaning in the source's charset; no UTF-8 text contains it. */
    static final byte UNDECODABLE = (byte) 0xFF;

    private TextEncoding() {}

    /** The declared charset, or what a byte order mark says; empty: UTF-8, nothing to do. */
    static Optional<Charset> of(Optional<String> declared, byte[] head, int length) {
        Optional<Charset> mark = byteOrderMark(head, length);
        if (declared.isEmpty()) {
            return mark;
        }
        Charset charset = named(declared.get());
        if (charset.equals(StandardCharsets.UTF_8)) {
            return mark;
        }
        if (charset.equals(StandardCharsets.UTF_16)) {
            return Optional.of(mark.orElseGet(() -> likelyByteOrder(head, length)));
        }
        return Optional.of(charset);
    }

    private static Charset named(String name) {
        try {
            return Charset.forName(name.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new LakesmithException(
                    ErrorCode.VALUE_INVALID,
                    "encoding '" + name + "' is not a charset this program knows; common ones are utf-8, utf-16,"
                            + " utf-16le, utf-16be, iso-8859-1, windows-1252",
                    e);
        }
    }

    private static Optional<Charset> byteOrderMark(byte[] head, int length) {
        if (length >= 2 && head[0] == (byte) 0xFF && head[1] == (byte) 0xFE) {
            return Optional.of(StandardCharsets.UTF_16LE);
        }
        if (length >= 2 && head[0] == (byte) 0xFE && head[1] == (byte) 0xFF) {
            return Optional.of(StandardCharsets.UTF_16BE);
        }
        return Optional.empty();
    }

    /** Without a mark, Western text has its zero bytes on one side. */
    private static Charset likelyByteOrder(byte[] head, int length) {
        int balance = 0;
        for (int i = 0; i < length; i++) {
            balance += head[i] != 0 ? 0 : (i & 1) == 1 ? 1 : -1;
        }
        return balance > 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }

    /** Writes the UTF-8 form of what is written to it; a leading byte order mark is left out. */
    static OutputStream toUtf8(Charset charset, OutputStream target) {
        return new Transcoder(charset, target);
    }

    private static final class Transcoder extends OutputStream {

        private final OutputStream target;
        private final CharsetDecoder decoder;
        private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
        private final ByteBuffer input = ByteBuffer.allocate(1 << 16);
        private final CharBuffer chars = CharBuffer.allocate(1 << 16);
        private final ByteBuffer output = ByteBuffer.allocate((1 << 16) * 4);
        private final int longestFault;
        private boolean begun;

        Transcoder(Charset charset, OutputStream target) {
            this.target = target;
            // For half of a surrogate pair the decoder also reports the character behind it, which is sound.
            this.longestFault = charset.name().startsWith("UTF-16") ? Character.BYTES : Integer.MAX_VALUE;
            this.decoder = charset.newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT);
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) throws IOException {
            int done = 0;
            while (done < length) {
                int part = Math.min(input.remaining(), length - done);
                input.put(data, offset + done, part);
                done += part;
                input.flip();
                decode(false);
                input.compact();
            }
        }

        private void decode(boolean end) throws IOException {
            while (true) {
                CoderResult result = decoder.decode(input, chars, end);
                flushChars();
                if (result.isError()) {
                    input.position(input.position() + Math.min(result.length(), longestFault));
                    target.write(UNDECODABLE);
                } else if (result.isUnderflow()) {
                    return;
                }
            }
        }

        private void flushChars() throws IOException {
            chars.flip();
            if (!begun && chars.hasRemaining()) {
                begun = true;
                if (chars.get(0) == '\uFEFF') {
                    chars.position(1);
                }
            }
            // The decoder never splits a surrogate pair between two calls, so the encoder cannot be left with half of
            // one.
            encoder.encode(chars, output, false);
            output.flip();
            target.write(output.array(), 0, output.limit());
            output.clear();
            chars.clear();
        }

        @Override
        public void close() throws IOException {
            input.flip();
            decode(true);
            decoder.flush(chars);
            flushChars();
            target.close();
        }
    }
}
