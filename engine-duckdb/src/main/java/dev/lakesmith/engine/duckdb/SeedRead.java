package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.project.Seed;
import dev.lakesmith.formats.CsvLayout;
import dev.lakesmith.formats.CsvLayouts;
import dev.lakesmith.formats.CsvScanner;
import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.PlainText;
import dev.lakesmith.formats.PlainTextReader;
import dev.lakesmith.formats.ScanResult;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Reads seed files: CSV with a header, all columns text. */
final class SeedRead {

    private static final Format.Csv FORMAT = Format.Csv.standard();

    private SeedRead() {}

    static List<Column> columns(Seed seed) {
        return layout(seed, text(seed, seed.file().resolveSibling("."))).columns().stream()
                .map(name -> new Column(name, "VARCHAR"))
                .toList();
    }

    private static PlainText text(Seed seed, Path workFolder) {
        return PlainTextReader.open(seed.file(), Optional.empty(), workFolder).get(0);
    }

    private static CsvLayout layout(Seed seed, PlainText text) {
        CsvLayout layout = CsvLayouts.read(text, FORMAT);
        if (layout.columns().isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.FORMAT_INVALID, seed.place() + ": the seed is empty; its first line must name columns");
        }
        return layout;
    }

    static WrittenFiles write(Session session, Seed seed, TableDraft draft, Path workFolder) {
        PlainText text = text(seed, workFolder);
        CsvLayout layout = layout(seed, text);
        Path clean = workFolder.resolve("seed.csv");
        ScanResult scan = CsvScanner.scan(text, layout, FORMAT, clean, record -> {
            throw new LakesmithException(
                    ErrorCode.FORMAT_INVALID,
                    seed.place().file() + ":" + record.line() + ": " + record.reason() + "; seen: " + record.raw());
        });
        WrittenFiles files = scan.written() == 0
                ? WrittenFiles.NONE
                : ParquetCopy.write(
                        session,
                        draft,
                        "SELECT * FROM " + TextRead.normalised(List.of(clean), layout.columns(), List.of(scan)),
                        Silent.PROGRESS);
        if (files.rows() != scan.written()) {
            throw new LakesmithException(
                    ErrorCode.LEDGER_UNBALANCED,
                    seed.place() + ": " + scan.written() + " rows were found, but " + files.rows() + " arrived");
        }
        return files;
    }
}
