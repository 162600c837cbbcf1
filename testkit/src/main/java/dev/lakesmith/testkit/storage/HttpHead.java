package dev.lakesmith.testkit.storage;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The lines of an HTTP message before its body.
 *
 * @param start the first line
 * @param headers as they came, {@code name: value}
 */
record HttpHead(String start, List<String> headers) {

    HttpHead {
        headers = List.copyOf(headers);
    }

    /** Reads one; empty when the connection ends before it begins. */
    static Optional<HttpHead> read(InputStream in) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int last = 0;
        while (last != 0x0d0a0d0a) {
            int next = in.read();
            if (next < 0) {
                if (bytes.size() == 0) {
                    return Optional.empty();
                }
                throw new EOFException("the connection ended inside a head");
            }
            bytes.write(next);
            last = last << 8 | next;
        }
        List<String> lines = new ArrayList<>(
                bytes.toString(StandardCharsets.ISO_8859_1).lines().toList());
        lines.removeIf(String::isEmpty);
        return Optional.of(new HttpHead(lines.get(0), lines.subList(1, lines.size())));
    }

    /** A header's value. */
    Optional<String> header(String name) {
        String begin = name.toLowerCase(Locale.ROOT) + ":";
        return headers.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(begin))
                .map(line -> line.substring(begin.length()).trim())
                .findFirst();
    }

    /** The same without a header. */
    HttpHead without(String name) {
        String begin = name.toLowerCase(Locale.ROOT) + ":";
        return new HttpHead(
                start,
                headers.stream()
                        .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(begin))
                        .toList());
    }

    /** The same with one more header. */
    HttpHead with(String header) {
        List<String> more = new ArrayList<>(headers);
        more.add(header);
        return new HttpHead(start, more);
    }

    long contentLength() {
        return header("content-length").map(Long::parseLong).orElse(0L);
    }

    byte[] bytes() {
        return (start + "\r\n" + String.join("\r\n", headers) + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }
}
