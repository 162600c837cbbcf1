package dev.lakesmith.formats;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
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
    private final Content content;
    private final ArchiveTexts texts;

    ZipArchive(Path landed, Content content, Path workFolder) {
        this.landed = landed;
        this.content = content;
        this.texts = new ArchiveTexts(landed, content, workFolder, "zip");
    }

    List<PlainText> texts() throws IOException {
        Optional<ZipFile> archive = directory();
        if (archive.isPresent()) {
            try (ZipFile zip = archive.get()) {
                refuseWorkbook(zip);
                for (ZipArchiveEntry entry : Collections.list(zip.getEntriesInPhysicalOrder())) {
                    if (wanted(entry)) {
                        texts.add(entry.getName(), opened(zip, entry));
                    }
                }
            }
        } else {
            readInOrder();
        }
        return texts.noted();
    }

    /** Its parts would be taken for files of the declared format. */
    private void refuseWorkbook(ZipFile zip) {
        if (!(content instanceof Content.Book) && zip.getEntry("xl/workbook.xml") != null) {
            throw new LakesmithException(
                    ErrorCode.FORMAT_INVALID, landed + " is a workbook of Excel; declare format: excel for it");
        }
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
                    texts.add(entry.getName(), ArchiveTexts.shielded(zip));
                }
            }
        }
        texts.endsIn(missing);
    }

    private boolean wanted(ZipArchiveEntry entry) {
        if (!texts.wants(entry.getName(), !entry.isDirectory())) {
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

    /** The library leaves the entry's checksum to its callers. */
    static final class Checked extends FilterInputStream {

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
