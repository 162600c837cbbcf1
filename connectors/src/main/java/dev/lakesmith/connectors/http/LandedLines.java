package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.records.RecordLines;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The records that were landed before. */
final class LandedLines {

    private LandedLines() {}

    /** Takes a record and the file it is in. */
    interface Reader {
        void record(byte[] text, LandedFile file);
    }

    /** Reads the files of a batch and those after it. */
    static void read(Landed landed, String batch, Reader reader) {
        // Before the source was an API it may have landed other files.
        List<LandedFile> files = landed.files().stream()
                .filter(file -> file.batchId().compareTo(batch) >= 0
                        && file.landedPath().endsWith(RecordLines.ENDING))
                .toList();
        List<Path> paths = landed.local(files);
        for (int i = 0; i < files.size(); i++) {
            LandedFile file = files.get(i);
            // Byte for byte: a record may have broken characters.
            try (BufferedReader lines = Files.newBufferedReader(paths.get(i), StandardCharsets.ISO_8859_1)) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    reader.record(line.getBytes(StandardCharsets.ISO_8859_1), file);
                }
            } catch (IOException e) {
                throw new LakesmithException(
                        ErrorCode.LAKE_UNREADABLE,
                        "cannot read the landed file " + file.landedPath() + ": " + e.getMessage(),
                        e);
            }
        }
    }
}
