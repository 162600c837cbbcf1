package dev.lakesmith.formats;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A landed CSV file taken all the way: opened, laid out, scanned, and read back by the engine. */
record Scanned(
        PlainText text,
        CsvLayout layout,
        ScanResult result,
        List<List<@Nullable String>> rows,
        List<RejectedRecord> rejects) {

    static Scanned csv(Path folder, byte[] landed, Format.Csv format) throws IOException, SQLException {
        Path file = Files.createTempFile(folder, "landed-", ".csv");
        Files.write(file, landed);
        PlainText text = PlainTextReader.open(file, format.encoding(), folder.resolve("work"))
                .get(0);
        return csv(folder, text, format);
    }

    static Scanned csv(Path folder, PlainText text, Format.Csv format) throws IOException, SQLException {
        CsvLayout layout = CsvLayouts.read(text, format);
        Path out = Files.createTempFile(folder, "normalised-", ".csv");
        List<RejectedRecord> rejects = new ArrayList<>();
        ScanResult result = CsvScanner.scan(text, layout, format, out, rejects::add);
        try (DuckDb duckdb = DuckDb.session()) {
            List<List<@Nullable String>> rows = layout.columns().isEmpty()
                    ? List.of()
                    : duckdb.normalised(out, layout.columns().size());
            return new Scanned(text, layout, result, rows, rejects);
        }
    }

    static Scanned csv(Path folder, String landed) throws IOException, SQLException {
        return csv(folder, landed.getBytes(StandardCharsets.UTF_8), Format.Csv.standard());
    }

    static Format.Csv format(char delimiter, Optional<Character> quote, Optional<Character> escape) {
        return new Format.Csv(Optional.of(delimiter), quote, escape, true, Optional.empty(), List.of(""));
    }

    List<String> reasons() {
        return rejects.stream().map(RejectedRecord::reason).toList();
    }
}
