package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Transport.Answer;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The characters of answers. */
final class AnswerText {

    private static final Pattern NAMED = Pattern.compile("charset\\s*=\\s*\"?([^\\s;\"]+)", Pattern.CASE_INSENSITIVE);
    private static final Charset UTF_32BE = Charset.forName("UTF-32BE");
    private static final Charset UTF_32LE = Charset.forName("UTF-32LE");

    private AnswerText() {}

    /** An encoding and how many bytes mark it. */
    private record Encoding(Charset charset, int mark) {}

    /** An answer in UTF-8, whatever it was sent in. Fails when its bytes are not of the encoding that they are said to be. */
    static byte[] utf8(Answer answer) {
        byte[] body = answer.body();
        Encoding encoding = seen(body)
                .orElseGet(() -> new Encoding(
                        answer.header("Content-Type").map(AnswerText::named).orElse(StandardCharsets.UTF_8), 0));
        Charset charset = encoding.charset();
        if (charset.equals(StandardCharsets.UTF_8) || charset.equals(StandardCharsets.US_ASCII)) {
            return encoding.mark() == 0 ? body : Arrays.copyOfRange(body, encoding.mark(), body.length);
        }
        try {
            CharBuffer text =
                    charset.newDecoder().decode(ByteBuffer.wrap(body, encoding.mark(), body.length - encoding.mark()));
            return text.toString().getBytes(StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new Exchange.Unexpected("with bytes that are no " + charset);
        }
    }

    /** By a byte order mark, or by the zeros beside the first character, which is ASCII in every JSON. */
    private static Optional<Encoding> seen(byte[] body) {
        if (begins(body, 0xEF, 0xBB, 0xBF)) {
            return Optional.of(new Encoding(StandardCharsets.UTF_8, 3));
        }
        if (begins(body, 0, 0, 0xFE, 0xFF)) {
            return Optional.of(new Encoding(UTF_32BE, 4));
        }
        if (begins(body, 0xFF, 0xFE, 0, 0)) {
            return Optional.of(new Encoding(UTF_32LE, 4));
        }
        if (begins(body, 0xFE, 0xFF)) {
            return Optional.of(new Encoding(StandardCharsets.UTF_16BE, 2));
        }
        if (begins(body, 0xFF, 0xFE)) {
            return Optional.of(new Encoding(StandardCharsets.UTF_16LE, 2));
        }
        if (begins(body, 0, 0, 0)) {
            return Optional.of(new Encoding(UTF_32BE, 0));
        }
        if (begins(body, 0)) {
            return Optional.of(new Encoding(StandardCharsets.UTF_16BE, 0));
        }
        if (body.length > 3 && body[1] == 0) {
            return Optional.of(new Encoding(body[2] == 0 ? UTF_32LE : StandardCharsets.UTF_16LE, 0));
        }
        return Optional.empty();
    }

    private static boolean begins(byte[] body, int... bytes) {
        if (body.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((body[i] & 0xFF) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    private static Charset named(String type) {
        Matcher matcher = NAMED.matcher(type);
        try {
            return matcher.find() ? Charset.forName(matcher.group(1)) : StandardCharsets.UTF_8;
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            // JSON is UTF-8, whatever a server calls it.
            return StandardCharsets.UTF_8;
        }
    }

    /** As long, with a question mark for every byte that is no UTF-8; empty when there is none. */
    static Optional<byte[]> masked(byte[] text) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(text);
        CharBuffer out = CharBuffer.allocate(1 << 13);
        byte[] masked = text;
        while (true) {
            CoderResult result = decoder.decode(in, out, true);
            out.clear();
            if (result.isUnderflow()) {
                return masked == text ? Optional.empty() : Optional.of(masked);
            }
            if (result.isError()) {
                masked = masked == text ? text.clone() : masked;
                Arrays.fill(masked, in.position(), in.position() + result.length(), (byte) '?');
                in.position(in.position() + result.length());
            }
        }
    }
}
