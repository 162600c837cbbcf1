package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.ZipException;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** The texts in a zip. When its directory, which stands at the end, is lost, the entries are read one after the other. */
final class ZipArchive {

    private final Path landed;
    private final Optional<String> encoding;
    private final Path workFolder;
    private final List<PlainText> texts = new ArrayList<>();
    private int left;

    ZipArchive(Path landed, Optional<String> encoding, Path workFolder) {
        this.landed = landed;
        this.encoding = encoding;
        this.workFolder = workFolder;
    }

    List<PlainText> texts() throws IOException {
        Optional<ZipFile> archive = directory();
        if (archive.isPresent()) {
            try (ZipFile zip = archive.get()) {
                for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                    if (wanted(entry)) {
                        add(entry, opened(zip, entry));
                    }
                }
            }
        } else {
            readInOrder();
        }
        return noted();
    }

    private Optional<ZipFile> directory() {
        try {
            return Optional.of(ZipFile.builder().setPath(landed).get());
        } catch (IOException e) {
            // Without its directory the archive is damaged, yet its first entries can still be whole.
            return Optional.empty();
        }
    }

    private InputStream opened(ZipFile zip, ZipArchiveEntry entry) {
        try {
            return new Checked(zip.getInputStream(entry), entry);
        } catch (IOException e) {
            return new FailingStream(e);
        }
    }

    private void readInOrder() throws IOException {
        String missing = "the zip has no directory at its end, it is cut off";
        try (ZipArchiveInputStream zip = new ZipArchiveInputStream(Files.newInputStream(landed))) {
            while (true) {
                ZipArchiveEntry entry;
                try {
                    entry = zip.getNextEntry();
                } catch (IOException e) {
                    break;
                }
                if (entry == null) {
                    break;
                }
                if (wanted(entry)) {
                    add(entry, new FilterInputStream(zip) {
                        @Override
                        public void close() {
                            // the archive goes on after this entry
                        }
                    });
                }
            }
        }
        int lastIndex = texts.size() - 1;
        if (lastIndex >= 0 && texts.get(lastIndex).damage().isEmpty()) {
            // Which entries followed is not known, so the loss is told where reading stopped.
            texts.set(lastIndex, withDamage(texts.get(lastIndex), missing));
        } else if (lastIndex < 0) {
            texts.add(PlainTextReader.written(
                    landed, new FailingStream(new IOException(missing)), "", encoding, workFolder, List.of()));
        }
    }

    private boolean wanted(ZipArchiveEntry entry) {
        String name = entry.getName().replace('\\', '/');
        boolean clutter = name.startsWith("__MACOSX/") || name.equals(".DS_Store") || name.endsWith("/.DS_Store");
        if (entry.isDirectory() || clutter) {
            left++;
            return false;
        }
        if (entry.getGeneralPurposeBit().usesEncryption()) {
            throw new LakesmithException(
                    ErrorCode.FORMAT_INVALID,
                    "entry " + entry.getName() + " of " + landed
                            + " is encrypted; unpack it with its password before it is dropped here");
        }
        return true;
    }

    private void add(ZipArchiveEntry entry, InputStream content) throws IOException {
        texts.add(PlainTextReader.written(landed, content, entry.getName(), encoding, workFolder, List.of()));
    }

    private List<PlainText> noted() throws IOException {
        List<String> notes = new ArrayList<>();
        if (texts.isEmpty()) {
            notes.add("the zip holds no files");
            InputStream nothing = new ByteArrayInputStream(new byte[0]);
            texts.add(PlainTextReader.written(landed, nothing, "", encoding, workFolder, List.of()));
        }
        if (left > 0) {
            notes.add(left + " entries of the zip are folders or clutter of macOS and were left out");
        }
        PlainText first = texts.get(0);
        texts.set(
                0,
                new PlainText(
                        first.path(),
                        first.entry(),
                        first.bytes(),
                        first.lines(),
                        first.damage(),
                        first.bomBytes(),
                        notes));
        return List.copyOf(texts);
    }

    private static PlainText withDamage(PlainText text, String damage) {
        return new PlainText(
                text.path(),
                text.entry(),
                text.bytes(),
                text.lines(),
                Optional.of(damage),
                text.bomBytes(),
                text.notes());
    }

    /** The library leaves the entry's checksum to its callers. */
    private static final class Checked extends FilterInputStream {

        private final ZipArchiveEntry entry;
        private final CRC32 checksum = new CRC32();

        Checked(InputStream content, ZipArchiveEntry entry) {
            super(content);
            this.entry = entry;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count > 0) {
                checksum.update(target, offset, count);
            } else if (entry.getCrc() >= 0 && entry.getCrc() != checksum.getValue()) {
                throw new ZipException("the checksum of entry " + entry.getName() + " does not match its data");
            }
            return count;
        }
    }
}
