package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.ScanResult;
import dev.lakesmith.formats.TextScanner;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Loads text of one record a line. */
final class TextLoad implements FormatLoad {

    private final LoadContext context;
    private final Format.Text format;
    private final List<Landed> texts;
    private int reads;

    private TextLoad(LoadContext context, Format.Text format, List<Landed> texts) {
        this.context = context;
        this.format = format;
        this.texts = texts;
    }

    static TextLoad of(LoadContext context, Format.Text format, List<Landed> texts) {
        return new TextLoad(context, format, texts);
    }

    @Override
    public List<Column> offered() {
        return List.of(new Column("line", "VARCHAR"));
    }

    @Override
    public void write(TableDraft draft, BronzeSink sink) {
        for (Landed landed : texts) {
            landed.text().notes().forEach(note -> sink.note(landed.source(), note));
            Path clean = context.request().workFolder().resolve("lines_" + ++reads + ".csv");
            ScanResult scan = TextScanner.scan(
                    landed.text(), format, clean, record -> sink.reject(landed.source(), landed.file(), record));
            WrittenFiles files = scan.written() == 0 ? WrittenFiles.NONE : copy(landed, draft, clean, scan);
            if (files.rows() != scan.written()) {
                throw new LakesmithException(
                        ErrorCode.LEDGER_UNBALANCED,
                        landed.source() + ": " + scan.written() + " lines were found, but " + files.rows()
                                + " arrived; nothing of this load was kept");
            }
            sink.written(files);
            sink.count(landed.source(), landed.file(), files.rows(), scan.rejected(), Map.of());
            DataFolder.remove(clean);
        }
    }

    private WrittenFiles copy(Landed landed, TableDraft draft, Path clean, ScanResult scan) {
        BronzeSelect select =
                new BronzeSelect(draft.columns(), context.request().loadedAt()).value("line", "\"line\"", "VARCHAR");
        String sql = "SELECT "
                + select.list(
                        Provenance.constant(landed.source()),
                        Provenance.constant(landed.file().batchId()))
                + " FROM " + TextRead.normalised(clean, List.of("line"), scan);
        return ParquetCopy.writeRaw(context.session(), draft, sql, context.progress());
    }
}
