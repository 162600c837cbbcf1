package dev.lakesmith.lake.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;

/**
 * A copy of which some bytes are there. A line of its list names bytes and their checksum, and is written after them;
 * what was lost in between, or stands in the list of a copy that was removed, has another checksum and comes again.
 * Used by one thread at a time, but for {@link #fetch}.
 */
final class PartialCopy {

    private static final Pattern LINE = Pattern.compile("(\\d{1,18}) (\\d{1,18}) ([0-9a-f]{1,8})");

    private final FileSize file;
    private final Path path;
    private final Path list;
    private final List<ByteRange> sound = new ArrayList<>();

    PartialCopy(FileSize file, Path path, Path list) {
        this.file = file;
        this.path = path;
        this.list = list;
    }

    private record Listed(ByteRange range, String crc) {

        static Optional<Listed> of(String line) {
            Matcher matcher = LINE.matcher(line);
            return matcher.matches() && Long.parseLong(matcher.group(1)) <= Long.parseLong(matcher.group(2))
                    ? Optional.of(new Listed(
                            new ByteRange(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))),
                            matcher.group(3)))
                    : Optional.empty();
        }

        @Override
        public String toString() {
            return range.from() + " " + range.to() + " " + crc + "\n";
        }
    }

    private static List<Listed> listed(Path list) throws IOException {
        try (Stream<String> lines = Files.lines(list, StandardCharsets.ISO_8859_1)) {
            return lines.map(Listed::of).flatMap(Optional::stream).toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    /** How many bytes a list names. */
    static long present(Path list) throws IOException {
        return ByteRange.bytes(
                ByteRange.merged(listed(list).stream().map(Listed::range).toList(), 0));
    }

    Path path() {
        return path;
    }

    FileSize file() {
        return file;
    }

    /** Which of some bytes are not there yet; those that are have been compared with their checksums. */
    List<ByteRange> missing(List<ByteRange> wanted) throws IOException {
        List<Listed> listed = listed(list);
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            for (Listed each : listed) {
                if (each.range().to() <= file.bytes()
                        && each.range().bytes() <= Parts.PIECE
                        && wanted.stream().anyMatch(each.range()::overlaps)
                        && !each.range().without(sound).isEmpty()
                        && each.crc().equals(crc(read(channel, each.range())))) {
                    sound.add(each.range());
                }
            }
        }
        return wanted.stream().flatMap(range -> range.without(sound).stream()).toList();
    }

    /** The bytes of a range that is there. */
    byte[] read(ByteRange range) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return read(channel, range).array();
        }
    }

    private static ByteBuffer read(FileChannel channel, ByteRange range) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(range.bytes()));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, range.from() + bytes.position()) < 0) {
                throw new EOFException("a copy ends at byte " + (range.from() + bytes.position()));
            }
        }
        return bytes.flip();
    }

    private static String crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate());
        return Long.toHexString(crc.getValue());
    }

    /** Fetches bytes; several threads may do so at a time. */
    void fetch(ByteRange range, FileIO from) throws IOException {
        byte[] bytes = new byte[Math.toIntExact(range.bytes())];
        try (SeekableInputStream in =
                from.newInputFile(file.location(), file.bytes()).newStream()) {
            if (in instanceof RangeReadable ranges) {
                ranges.readFully(range.from(), bytes);
            } else {
                in.seek(range.from());
                if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
                    throw new EOFException(file.location() + " ends before byte " + range.to());
                }
            }
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left, range.from() + left.position());
            }
        }
        Files.writeString(
                list,
                new Listed(range, crc(ByteBuffer.wrap(bytes))).toString(),
                StandardCharsets.ISO_8859_1,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }
}
