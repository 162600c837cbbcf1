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

    /**
     * A text after its scan.
     *
     * @param clean the lines that are text
     */
    private record Scanned(Landed landed, Path clean, ScanResult scan) {

        FileGroup.Member member() {
            return new FileGroup.Member(clean, landed, scan.written());
        }
    }

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
        for (List<Landed> landed : FileGroup.runs(texts, TextLoad::unread, (one, other) -> true)) {
            List<Scanned> run = landed.stream().map(text -> scan(text, sink)).toList();
            FileGroup group = new FileGroup(run.stream().map(Scanned::member).toList());
            long records = run.stream().mapToLong(text -> text.scan().written()).sum();
            WrittenFiles files = records == 0
                    ? WrittenFiles.NONE
                    : group.write(context, draft, select(group, run, draft))
                            .orElseThrow(() -> new LakesmithException(
                                    ErrorCode.LEDGER_UNBALANCED,
                                    run.get(0).landed().source() + ": " + records + " lines were found in "
                                            + run.size()
                                            + " files, but not all of them arrived; nothing of this load was kept"));
            sink.written(files);
            run.forEach(text -> sink.count(
                    text.landed().source(),
                    text.landed().file(),
                    text.scan().written(),
                    text.scan().rejected(),
                    Map.of()));
            run.forEach(text -> WorkFile.remove(text.clean()));
        }
    }

    private static FileGroup.Member unread(Landed landed) {
        return new FileGroup.Member(landed.text().path(), landed, 0);
    }

    private Scanned scan(Landed landed, BronzeSink sink) {
        landed.text().notes().forEach(note -> sink.note(landed.source(), note));
        Path clean = context.request().workFolder().resolve("lines_" + ++reads + ".csv");
        ScanResult scan = TextScanner.scan(
                landed.text(), format, clean, record -> sink.reject(landed.source(), landed.file(), record));
        return new Scanned(landed, clean, scan);
    }

    private String select(FileGroup group, List<Scanned> run, TableDraft draft) {
        List<ScanResult> scans = run.stream().map(Scanned::scan).toList();
        String read = TextRead.withFileName(TextRead.normalised(group.paths(), List.of("line"), scans));
        return "SELECT "
                + context.select(draft.columns())
                        .value("line", "\"line\"", "VARCHAR")
                        .list(group.source(), group.batch())
                + " FROM " + read;
    }
}
