package dev.lakesmith.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;

/** The texts in a tar, packed or not. */
final class TarArchive {

    private final ArchiveTexts texts;

    TarArchive(Path landed, Content content, Path workFolder) {
        this.texts = new ArchiveTexts(landed, content, workFolder, "tar");
    }

    /** Reads the tar to its end, or as far as it can be read, and closes it. */
    List<PlainText> texts(InputStream source) throws IOException {
        try (InputStream archive = source) {
            read(archive);
        }
        // A tar has no checksum of its data: one that is wrong is of the packing around all of it.
        Optional<String> taint = texts.taint();
        taint.ifPresent(texts::isTainted);
        return texts.noted();
    }

    private void read(InputStream archive) throws IOException {
        TarArchiveInputStream tar = new TarArchiveInputStream(archive);
        try {
            TarArchiveEntry entry;
            while ((entry = tar.getNextEntry()) != null) {
                if (texts.wants(entry.getName(), entry.isFile() && !entry.isLink() && !entry.isSymbolicLink())) {
                    texts.add(entry.getName(), ArchiveTexts.shielded(tar));
                }
            }
            // The checksum of the packing stands behind the last entry.
            archive.transferTo(OutputStream.nullOutputStream());
        } catch (IOException | IllegalArgumentException e) {
            String why = String.valueOf(e.getMessage());
            texts.endsIn("the tar is damaged or cut off: " + why);
            if (PlainTextReader.taintsAll(why)) {
                texts.isTainted("the packed data is damaged: " + why);
            }
        }
    }
}
