package dev.lakesmith.formats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.IntStream;

/** Reads a text's lines in parallel parts, each by a reader of its own. */
final class LineParts {

    /** How many bytes behind the last line of a buffer may be looked at. */
    static final int PADDING = 32;

    private static final int BUFFER_BYTES = 1 << 18;
    private static final long SMALLEST_PART = 8L << 20;

    private final FileChannel channel;
    private final int longestLine;

    /** Gets the lines of one part, in order. */
    interface Reader {

        /**
         * Whole lines; the very last one ends with a line feed too, even if the text does not.
         *
         * @param data with {@link #PADDING} bytes behind the last line
         * @param end the position behind the last line feed
         * @return whether to go on
         */
        boolean lines(byte[] data, int end) throws IOException;

        /** A line is longer than can be held; nothing more comes. */
        void tooLong();
    }

    private LineParts(FileChannel channel, int longestLine) {
        this.channel = channel;
        this.longestLine = longestLine;
    }

    /**
     * Reads a text.
     *
     * @param from where to begin, in bytes
     * @param longestLine how many bytes of a line can be held
     * @param reader makes the reader of the part that begins at a position
     * @return the readers, in the order of their parts; at least one
     */
    static <R extends Reader> List<R> read(Path path, long from, int longestLine, LongFunction<R> reader)
            throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long size = channel.size();
            int cores = Runtime.getRuntime().availableProcessors();
            int count = (int) Math.max(1, Math.min(cores, (size - from) / SMALLEST_PART));
            LineParts parts = new LineParts(channel, longestLine);
            long[] starts = new long[count + 1];
            starts[0] = from;
            starts[count] = size;
            for (int i = 1; i < count; i++) {
                starts[i] = parts.afterNewline(Math.max(starts[i - 1], from + (size - from) / count * i));
            }
            return IntStream.range(0, count)
                    .parallel()
                    .mapToObj(i -> parts.read(starts[i], starts[i + 1], reader.apply(starts[i])))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private long afterNewline(long from) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
        long position = from;
        while (true) {
            buffer.clear();
            int count = channel.read(buffer, position);
            if (count <= 0) {
                return channel.size();
            }
            for (int i = 0; i < count; i++) {
                if (buffer.get(i) == '\n') {
                    return position + i + 1;
                }
            }
            position += count;
        }
    }

    private <R extends Reader> R read(long from, long to, R reader) {
        try {
            byte[] buffer = new byte[BUFFER_BYTES];
            int filled = 0;
            long position = from;
            boolean more = true;
            while (more && (position < to || filled > 0)) {
                int wanted = (int) Math.min(buffer.length - PADDING - filled, to - position);
                int count = wanted == 0 ? 0 : channel.read(ByteBuffer.wrap(buffer, filled, wanted), position);
                position = count < 0 ? to : position + count;
                filled += Math.max(count, 0);
                if (position == to && filled > 0 && buffer[filled - 1] != '\n') {
                    buffer[filled++] = '\n';
                }
                int end = afterLastLine(buffer, filled);
                more = end == 0 || reader.lines(buffer, end);
                System.arraycopy(buffer, end, buffer, 0, filled - end);
                filled -= end;
                if (filled == buffer.length - PADDING) {
                    if (buffer.length >= longestLine) {
                        reader.tooLong();
                        return reader;
                    }
                    buffer = Arrays.copyOf(buffer, 2 * buffer.length);
                }
            }
            return reader;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int afterLastLine(byte[] buffer, int filled) {
        int at = filled;
        while (at > 0 && buffer[at - 1] != '\n') {
            at--;
        }
        return at;
    }
}
