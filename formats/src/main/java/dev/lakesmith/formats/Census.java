package dev.lakesmith.formats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.IntStream;

/** Counts line feeds and notes double quotes, eight bytes at a time. */
final class Census {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final long SMALLEST_PART = 8L << 20;
    private static final long NEWLINES = Words.repeat((byte) '\n');
    private static final long QUOTES = Words.repeat((byte) '"');

    private final byte[] head = new byte[3];
    private long bytes;
    private long newlines;
    private boolean quotes;
    private byte last;

    /** Counts a whole file, in parallel parts. */
    static Census of(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            int cores = Runtime.getRuntime().availableProcessors();
            int count = (int) Math.max(1, Math.min(cores, size / SMALLEST_PART));
            List<Census> parts = IntStream.range(0, count)
                    .parallel()
                    .mapToObj(i -> part(channel, size / count * i, i + 1 == count ? size : size / count * (i + 1)))
                    .toList();
            Census whole = parts.get(0);
            parts.stream().skip(1).forEach(whole::add);
            return whole;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Census part(FileChannel channel, long from, long to) {
        Census census = new Census();
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            long position = from;
            while (position < to) {
                int wanted = (int) Math.min(buffer.length, to - position);
                int count = channel.read(ByteBuffer.wrap(buffer, 0, wanted), position);
                if (count < 0) {
                    break;
                }
                census.add(buffer, count);
                position += count;
            }
            return census;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Census behind) {
        bytes += behind.bytes;
        newlines += behind.newlines;
        quotes |= behind.quotes;
        last = behind.bytes > 0 ? behind.last : last;
    }

    void add(byte[] data, int length) {
        if (length == 0) {
            return;
        }
        for (int i = 0; bytes + i < head.length && i < length; i++) {
            head[(int) bytes + i] = data[i];
        }
        int i = 0;
        long quoteBits = 0;
        long found = 0;
        for (; i + Long.BYTES <= length; i += Long.BYTES) {
            long word = Words.at(data, i);
            found += Long.bitCount(Words.equal(word, NEWLINES));
            quoteBits |= Words.matches(word, QUOTES);
        }
        for (; i < length; i++) {
            found += data[i] == '\n' ? 1 : 0;
            quoteBits |= data[i] == '"' ? 1 : 0;
        }
        newlines += found;
        quotes |= quoteBits != 0;
        bytes += length;
        last = data[length - 1];
    }

    long bytes() {
        return bytes;
    }

    long newlines() {
        return newlines;
    }

    boolean endsWithNewline() {
        return bytes > 0 && last == '\n';
    }

    boolean doubleQuotes() {
        return quotes;
    }

    int bomBytes() {
        return bytes >= 3 && head[0] == (byte) 0xEF && head[1] == (byte) 0xBB && head[2] == (byte) 0xBF ? 3 : 0;
    }
}
