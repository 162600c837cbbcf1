package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.FilesReader.Batch;
import dev.lakesmith.connectors.files.copy.CopyWithChecksum;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.formats.Format;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/** Parquet files that the table reads where they lie: landing notes them, and notices when they are others or gone. */
final class InPlace {

    private static final byte[] MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
    private static final int LARGEST_FOOTER = 256 << 20;

    private InPlace() {}

    static boolean is(Stream stream) {
        return stream.format() instanceof Format.ParquetInPlace;
    }

    /** The noted files that are not there any more. */
    static List<SourceFile> gone(Map<String, LandedFile> latest, Set<String> found) {
        List<SourceFile> gone = new ArrayList<>();
        latest.values().stream()
                .filter(file -> file.isNoted() && !found.contains(file.path()))
                .filter(file -> Files.notExists(Path.of(file.landedPath())))
                .sorted((one, other) -> one.path().compareTo(other.path()))
                .forEach(file -> gone.add(
                        new SourceFile(file.path(), file.landedPath(), 0, file.modifiedAt(), file.version() + 1)));
        return gone;
    }

    /** A file as it is now; empty when it vanished before anyone had noted it. */
    static Optional<LandedFile> noted(SourceFile file, Batch batch) {
        Path path = Path.of(file.location());
        try {
            BasicFileAttributes now = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(landed(
                    file,
                    batch,
                    now.size(),
                    etagOf(path),
                    now.lastModifiedTime().toInstant()));
        } catch (NoSuchFileException e) {
            return file.version() == 1
                    ? Optional.empty()
                    : Optional.of(landed(file, batch, 0, LandedFile.GONE, file.modifiedAt()));
        } catch (IOException e) {
            throw FilesReader.unreadable(path, e);
        }
    }

    private static LandedFile landed(SourceFile file, Batch batch, long bytes, String etag, Instant modifiedAt) {
        return new LandedFile(
                batch.id(),
                file.path(),
                file.location(),
                bytes,
                etag,
                modifiedAt,
                file.version(),
                batch.clock().instant());
    }

    /**
     * A checksum of a file's footer, which tells of every page where it is and what is in it: files of many gigabytes need
     * not be read. Of a file without one, a checksum of the whole.
     */
    static String etagOf(Path path) throws IOException {
        try (FileChannel file = FileChannel.open(path)) {
            long size = file.size();
            ByteBuffer end = read(file, Math.max(0, size - 8), (int) Math.min(8, size));
            if (size >= 12 && end.slice(4, 4).equals(ByteBuffer.wrap(MAGIC))) {
                int footer = end.order(ByteOrder.LITTLE_ENDIAN).getInt(0);
                if (footer > 0 && footer <= Math.min(LARGEST_FOOTER, size - 12)) {
                    ByteBuffer bytes = read(file, size - 8 - footer, footer);
                    CRC32C crc32c = new CRC32C();
                    crc32c.update(bytes.duplicate());
                    CRC32 crc32 = new CRC32();
                    crc32.update(bytes);
                    return LandedFile.NOTED + "footer-" + CopyWithChecksum.etag(crc32c, crc32) + "-" + size;
                }
            }
        }
        return LandedFile.NOTED + CopyWithChecksum.etagOf(path);
    }

    /** The checksum of a file as it is now, of the kind that landing has of it. */
    static String etagOf(Path path, LandedFile before) throws IOException {
        return before.isNoted() ? etagOf(path) : CopyWithChecksum.etagOf(path);
    }

    private static ByteBuffer read(FileChannel file, long from, int count) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(count);
        while (bytes.hasRemaining() && file.read(bytes, from + bytes.position()) >= 0) {
            // goes on until all is read
        }
        return bytes.flip();
    }
}
