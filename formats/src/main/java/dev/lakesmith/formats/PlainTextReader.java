package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PushbackInputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes plain UTF-8 text of a landed file. */
public final class PlainTextReader {

    private static final int BUFFER_BYTES = 1 << 18;
    private static final String ORC = "ORC";

    private PlainTextReader() {}

    /**
     * Unpacks (gzip of one or more members, zstd, bzip2, zip, tar, also a packed tar and packed files in an archive;
     * recognised by their first bytes, not by their names) and converts to UTF-8. A file that is plain UTF-8 already is not copied; its lines are counted when that is asked for. What a damaged
     * file still gives is kept, and {@link PlainText#damage} says why it ends there; of one whose checksum is wrong,
     * nothing. In an archive, folders,
     * links, {@code __MACOSX/} and {@code .DS_Store} are left out, and a note counts them.
     *
     * @param landed the file as the source gave it; never written to
     * @param encoding the declared charset; empty: what a byte order mark says, else UTF-8
     * @param workFolder where unpacked or converted text is written; the caller deletes it
     * @return one text a file, in an archive one an entry, in the archive's order
     * @throws LakesmithException with {@code FORMAT_INVALID} for archives inside archives, encrypted zips, 7z, rar,
     *     xz and ORC; with {@code SOURCE_UNREADABLE} when the file cannot be read; with {@code VALUE_INVALID} for an unknown
     *     charset
     */
    public static List<PlainText> open(Path landed, Optional<String> encoding, Path workFolder) {
        return open(landed, new Content.Text(encoding), workFolder);
    }

    /**
     * Unpacks a file of a format as {@link #open(Path, Optional, Path)} does. What is no text (a workbook, Avro) stays as
     * it is.
     */
    public static List<PlainText> open(Path landed, Format format, Path workFolder) {
        return open(landed, Content.of(format), workFolder);
    }

    private static List<PlainText> open(Path landed, Content content, Path workFolder) {
        try {
            byte[] head = new byte[Compression.HEAD_BYTES];
            int length;
            try (InputStream in = Files.newInputStream(landed)) {
                length = in.readNBytes(head, 0, head.length);
            }
            refuseOrc(landed, head, length);
            Optional<Compression> compression = Compression.of(head, length);
            if (compression.isEmpty() || content.isOwn(head, length)) {
                Optional<Charset> charset = content.charset(head, length);
                return List.of(
                        charset.isEmpty()
                                ? plain(landed, head, length)
                                : written(landed, Files.newInputStream(landed), "", content, workFolder));
            }
            return switch (compression.get()) {
                case GZIP, ZSTD, BZIP2 -> stream(landed, compression.get(), content, workFolder);
                case ZIP -> new ZipArchive(landed, content, workFolder).texts();
                case TAR -> new TarArchive(landed, content, workFolder).texts(Files.newInputStream(landed));
                case XZ, SEVEN_ZIP, RAR -> throw unsupported(landed, "", compression.get());
            };
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    landed + " cannot be read: " + e + "; check the file and try again",
                    e);
        } catch (UncheckedIOException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "the work folder " + workFolder + " cannot be written: " + e.getCause()
                            + "; check space and rights",
                    e);
        }
    }

    /** Its end is looked at too: "ORC" alone could begin a text. */
    private static void refuseOrc(Path landed, byte[] head, int length) throws IOException {
        if (length < ORC.length() || !new String(head, 0, ORC.length(), StandardCharsets.ISO_8859_1).equals(ORC)) {
            return;
        }
        try (FileChannel file = FileChannel.open(landed)) {
            ByteBuffer end = ByteBuffer.allocate(ORC.length());
            // The last byte is a length.
            file.read(end, Math.max(0, file.size() - ORC.length() - 1));
            if (new String(end.array(), StandardCharsets.ISO_8859_1).equals(ORC)) {
                throw new LakesmithException(
                        ErrorCode.FORMAT_INVALID,
                        landed
                                + " is an ORC file, which is not read; write it as Parquet before it is dropped here, with"
                                + " Spark: spark.read.orc(…).write.parquet(…)");
            }
        }
    }

    /** The file itself is the text. */
    private static PlainText plain(Path landed, byte[] head, int length) throws IOException {
        Census beginning = new Census();
        beginning.add(head, length);
        return new PlainText(
                landed,
                "",
                Files.size(landed),
                LineCount.later(landed),
                Optional.empty(),
                beginning.bomBytes(),
                List.of());
    }

    /** A packed text, or a packed tar. */
    private static List<PlainText> stream(Path landed, Compression compression, Content content, Path workFolder)
            throws IOException {
        PushbackInputStream in =
                new PushbackInputStream(unpacked(Files.newInputStream(landed), compression), Compression.HEAD_BYTES);
        byte[] head = new byte[Compression.HEAD_BYTES];
        int length = 0;
        try {
            length = in.readNBytes(head, 0, head.length);
        } catch (IOException e) {
            in.close();
            InputStream again = unpacked(Files.newInputStream(landed), compression);
            return List.of(written(landed, again, "", content, workFolder));
        }
        in.unread(head, 0, length);
        return Compression.of(head, length).equals(Optional.of(Compression.TAR))
                ? new TarArchive(landed, content, workFolder).texts(in)
                : List.of(written(landed, in, "", content, workFolder));
    }

    static InputStream unpacked(InputStream raw, Compression compression) throws IOException {
        try {
            return compression.unpack(raw);
        } catch (IOException e) {
            raw.close();
            return new FailingStream(e);
        }
    }

    /** Reads the stream to its end or its first error, and closes it. */
    static PlainText written(Path landed, InputStream source, String entry, Content content, Path workFolder)
            throws IOException {
        Path target = newFile(workFolder);
        Census census = new Census();
        Optional<String> damage = Optional.empty();
        byte[] buffer = new byte[BUFFER_BYTES];
        try (InputStream in = source;
                OutputStream file = new CountingFile(target, census)) {
            byte[] head = new byte[Compression.HEAD_BYTES];
            int filled = 0;
            int count = 0;
            try {
                while (filled < head.length && (count = in.read(head, filled, head.length - filled)) > 0) {
                    filled += count;
                }
            } catch (IOException e) {
                damage = Optional.of(damage(e));
            }
            Optional<Compression> inner = Compression.of(head, filled);
            if (inner.isPresent() && !content.isOwn(head, filled)) {
                throw unsupported(landed, entry, inner.get());
            }
            Optional<Charset> charset = content.charset(head, filled);
            try (OutputStream out = charset.isPresent() ? TextEncoding.toUtf8(charset.get(), file) : file) {
                out.write(head, 0, filled);
                while (damage.isEmpty() && count >= 0) {
                    try {
                        count = in.read(buffer);
                    } catch (IOException e) {
                        damage = Optional.of(damage(e));
                        break;
                    }
                    if (count > 0) {
                        out.write(buffer, 0, count);
                    }
                }
            }
        }
        if (damage.filter(PlainTextReader::taintsAll).isPresent()) {
            Files.write(target, new byte[0]);
            return text(target, entry, new Census(), damage);
        }
        return text(target, entry, census, damage);
    }

    /** A wrong checksum says that some byte is wrong, not which: no line can be trusted. */
    static boolean taintsAll(String damage) {
        String words = damage.toLowerCase(Locale.ROOT);
        return words.contains("checksum") || words.contains("crc");
    }

    /** A text of which nothing can be read. */
    public static PlainText nothing(Path workFolder, String damage) {
        return text(newFile(workFolder), "", new Census(), Optional.of(damage));
    }

    private static PlainText text(Path path, String entry, Census census, Optional<String> damage) {
        return new PlainText(path, entry, census.bytes(), LineCount.of(census), damage, census.bomBytes(), List.of());
    }

    private static Path newFile(Path workFolder) {
        try {
            Files.createDirectories(workFolder);
            return Files.createTempFile(workFolder, "plain-", ".txt");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String damage(IOException e) {
        return e.getMessage() == null ? "the packed data is cut off" : "the packed data is damaged: " + e.getMessage();
    }

    static LakesmithException unsupported(Path landed, String entry, Compression found) {
        String place = entry.isEmpty() ? landed.toString() : "entry " + entry + " of " + landed;
        return new LakesmithException(
                ErrorCode.FORMAT_INVALID,
                place + " holds " + found.label()
                        + " data; allowed are plain text, gzip, zstd, bzip2, zip and tar, one archive inside"
                        + " the other never; unpack it before it is dropped here");
    }

    /** Counts what it writes. Its errors are the work folder's, not the source's, hence unchecked. */
    private static final class CountingFile extends OutputStream {

        private final OutputStream file;
        private final Census census;

        CountingFile(Path target, Census census) {
            this.census = census;
            try {
                this.file = Files.newOutputStream(target);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void write(int value) {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] data, int offset, int length) {
            try {
                file.write(data, offset, length);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            census.add(offset == 0 ? data : Arrays.copyOfRange(data, offset, offset + length), length);
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
