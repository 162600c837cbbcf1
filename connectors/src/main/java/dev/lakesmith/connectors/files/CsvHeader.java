package dev.lakesmith.connectors.files;

import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.formats.CsvLayouts;
import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.PlainTextReader;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The names in the first record of a file of delimited text. */
final class CsvHeader {

    /** A larger file would be unpacked for its first line. */
    private static final long MOST_BYTES = 16 << 20;

    private CsvHeader() {}

    /** Nothing for a file that is too large, or no such text. */
    static List<Offer.Column> of(Path file) {
        if (FileGroups.size(file) > MOST_BYTES) {
            return List.of();
        }
        try {
            Path work = Files.createTempDirectory("lakesmith-header");
            try {
                return PlainTextReader.open(file, Optional.empty(), work).stream()
                        .limit(1)
                        .flatMap(text -> CsvLayouts.read(text, Format.Csv.standard()).columns().stream())
                        .map(name -> new Offer.Column(name, "VARCHAR", "", false))
                        .toList();
            } finally {
                remove(work);
            }
        } catch (IOException | LakesmithException e) {
            // Only a run has to read it, and tells what is wrong then.
            return List.of();
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
