package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.JsonLines;
import dev.lakesmith.formats.JsonShape;
import dev.lakesmith.formats.NestedPlaces;
import dev.lakesmith.formats.RecordScanner;
import dev.lakesmith.formats.RejectedRecord;
import dev.lakesmith.formats.ScanResult;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Loads JSON, and what a {@link RecordScanner} makes JSON of. Every record is looked through before a type is chosen, so
 * a late key or a rare value never changes or vanishes. Values that do not fit a column that is there already go to {@code _rescued_data}.
 */
final class JsonLoad implements FormatLoad {

    private final LoadContext context;
    private final RecordScanner scanner;
    private final List<Prepared> texts = new ArrayList<>();
    private final Map<String, JsonShape> fields = new LinkedHashMap<>();
    private int scans;

    /**
     * A text of one sound object a line.
     *
     * @param landed where it came from
     * @param path where it is
     * @param survey what it holds
     * @param rejected the records that were rejected on the way here
     */
    private record Prepared(Landed landed, Path path, JsonLines.Survey survey, List<RejectedRecord> rejected) {

        FileGroup.Member member() {
            return new FileGroup.Member(path, landed, survey.records());
        }

        boolean hasBlankLines() {
            return path.equals(landed.text().path()) && landed.text().physicalLines() != survey.records();
        }
    }

    private JsonLoad(LoadContext context, RecordScanner scanner) {
        this.context = context;
        this.scanner = scanner;
    }

    static JsonLoad of(LoadContext context, RecordScanner scanner, List<Landed> files) {
        List<Landed> texts = files.stream()
                .flatMap(landed -> scanner.parts(landed.text()).stream().map(part -> new Landed(landed.file(), part)))
                .toList();
        LoadContext typed = context.withTypes(FormatTypes.of(scanner, texts));
        NestedPlaces places = ExistingPlaces.of(context.existing());
        JsonLoad load = new JsonLoad(typed, scanner.shaped(places).orElse(scanner)).prepare(texts);
        boolean reads = scanner.shaped(places).isPresent();
        // What is a list, or a structure, in some records must be one in all of them.
        while (reads && places.addMixed(load.shape())) {
            load.discard();
            load = new JsonLoad(typed, scanner.shaped(places).orElse(scanner)).prepare(texts);
        }
        load.fields.putAll(load.shape().fields());
        return load;
    }

    private JsonLoad prepare(List<Landed> landed) {
        landed.forEach(text -> texts.add(prepare(text)));
        return this;
    }

    private JsonShape shape() {
        return JsonShape.merged(
                texts.stream().map(each -> each.survey().shape()).toList());
    }

    private void discard() {
        texts.forEach(text -> WorkFile.remove(text.path()));
    }

    private Prepared prepare(Landed landed) {
        boolean mayBeLines = landed.text().damage().isEmpty() && scanner.readsJsonLines();
        if (mayBeLines) {
            JsonLines.Survey survey =
                    JsonLines.survey(landed.text().path(), landed.text().bomBytes());
            if (survey.sound() && landed.text().bomBytes() == 0) {
                return new Prepared(landed, landed.text().path(), survey, List.of());
            }
        }
        return scanned(landed);
    }

    /** The exact way: the scanner finds the records and rejects what is none. */
    private Prepared scanned(Landed landed) {
        Path clean = context.request().workFolder().resolve("records_" + ++scans + ".json");
        List<RejectedRecord> rejected = new ArrayList<>();
        ScanResult scan = scanner.scan(landed.text(), clean, rejected::add);
        JsonLines.Survey survey = JsonLines.survey(clean, 0);
        requireEqual(landed, scan.written(), survey.records());
        return new Prepared(landed, clean, survey, rejected);
    }

    @Override
    public List<Column> offered() {
        Map<String, Column> columns = new LinkedHashMap<>();
        fields.forEach((name, shape) -> {
            if (hasOwnColumn(name)) {
                offered(name, shape)
                        .forEach(column -> columns.putIfAbsent(column.name().toLowerCase(Locale.ROOT), column));
            }
        });
        return List.copyOf(columns.values());
    }

    private List<Column> offered(String name, JsonShape shape) {
        return switch (context.otherTypes(name)) {
            case SPLIT ->
                TypePart.in(shape).stream()
                        .map(part -> typed(part.column(name), part.of(shape)))
                        .toList();
            case STRUCT -> TypePart.struct(name, shape).stream().toList();
            case QUARANTINE, RESCUE -> List.of(typed(name, shape));
        };
    }

    private Column typed(String column, JsonShape shape) {
        return new Column(column, context.declaredType(column).orElseGet(() -> JsonTypes.columnType(shape)));
    }

    /**
     * A key that differs from an earlier one by case only, is a provenance column's or that of a part of a field that is
     * split, or cannot be a name, has none.
     */
    private boolean hasOwnColumn(String name) {
        String first = fields.keySet().stream()
                .filter(each -> each.equalsIgnoreCase(name))
                .findFirst()
                .orElse(name);
        return first.equals(name)
                && !Provenance.has(name)
                && !name.isEmpty()
                && name.indexOf('\0') < 0
                && !context.isPart(name);
    }

    private JsonSelect select(List<Column> table, String read, String columns, boolean blankLines) {
        JsonSelect select = new JsonSelect(context, table, read, columns, blankLines);
        fields.forEach((name, shape) -> select.add(name, shape, hasOwnColumn(name)));
        return select;
    }

    @Override
    public void write(TableDraft draft, BronzeSink sink) {
        texts.forEach(text -> text.landed()
                .text()
                .notes()
                .forEach(note -> sink.note(text.landed().source(), note)));
        for (List<Prepared> run : FileGroup.runs(texts, Prepared::member, (one, other) -> true)) {
            load(run, draft, sink);
        }
    }

    /** Together if that adds up; else by halves, down to the file that does not add up. */
    private void load(List<Prepared> run, TableDraft draft, BronzeSink sink) {
        if (run.size() == 1) {
            alone(run.get(0), draft, sink);
        } else if (!together(run, draft, sink)) {
            load(run.subList(0, run.size() / 2), draft, sink);
            load(run.subList(run.size() / 2, run.size()), draft, sink);
        }
    }

    /** False when not every record of every text arrived; then nothing was kept. */
    private boolean together(List<Prepared> run, TableDraft draft, BronzeSink sink) {
        FileGroup group = new FileGroup(run.stream().map(Prepared::member).toList());
        int longest =
                run.stream().mapToInt(text -> text.survey().longestLine()).max().orElse(0);
        String read = TextRead.withFileName(TextRead.lines(group.paths(), longest));
        JsonSelect select =
                select(draft.columns(), read, "line, filename", run.stream().anyMatch(Prepared::hasBlankLines));
        Optional<WrittenFiles> files = group.write(context, draft, select.sound(group.source(), group.batch()));
        files.ifPresent(sink::written);
        files.ifPresent(written -> run.forEach(text -> count(text, text.survey().records(), 0, sink)));
        return files.isPresent();
    }

    private void alone(Prepared text, TableDraft draft, BronzeSink sink) {
        boolean asLanded = text.path().equals(text.landed().text().path());
        if (asLanded && written(text, draft, sink)) {
            return;
        }
        Prepared exact = asLanded ? scanned(text.landed()) : text;
        if (!written(exact, draft, sink)) {
            throw new LakesmithException(
                    ErrorCode.LEDGER_UNBALANCED,
                    exact.landed().source() + ": " + exact.survey().records()
                            + " records were found, but not all of them arrived; nothing of this load was kept");
        }
    }

    /** False when DuckDB stumbled over the text or lost a record; then nothing was kept. */
    private boolean written(Prepared text, TableDraft draft, BronzeSink sink) {
        Landed landed = text.landed();
        long records = text.survey().records();
        WrittenFiles files = WrittenFiles.NONE;
        long refused = 0;
        if (records > 0) {
            JsonSelect select;
            try {
                select = select(
                        draft.columns(),
                        TextRead.lines(List.of(text.path()), text.survey().longestLine()),
                        "line",
                        text.hasBlankLines());
                files = ParquetCopy.writeRaw(
                        context.session(),
                        draft,
                        select.sound(
                                Provenance.constant(landed.source()),
                                Provenance.constant(landed.file().batchId())),
                        context.progress());
            } catch (LakesmithException e) {
                if (e.code() != ErrorCode.SQL_RUNTIME
                        || !text.path().equals(landed.text().path())) {
                    throw e;
                }
                return false;
            }
            List<RejectedRecord> misfits = files.rows() == records ? List.of() : select.misfits();
            if (files.rows() + misfits.size() != records) {
                draft.discard(files);
                return false;
            }
            inTheSource(text, misfits).forEach(record -> sink.reject(landed.source(), landed.file(), record));
            refused = misfits.size();
        }
        sink.written(files);
        count(text, files.rows(), refused, sink);
        return true;
    }

    /** Records of a scanned copy, with the lines that the landed text has them on. */
    private List<RejectedRecord> inTheSource(Prepared text, List<RejectedRecord> records) {
        if (records.isEmpty() || text.path().equals(text.landed().text().path())) {
            return records;
        }
        Set<Long> numbers = records.stream().map(RejectedRecord::line).collect(Collectors.toSet());
        Map<Long, RejectedRecord> places = scanner.locate(text.landed().text(), numbers);
        return records.stream()
                .map(record -> placed(record, places.getOrDefault(record.line(), record)))
                .toList();
    }

    private static RejectedRecord placed(RejectedRecord record, RejectedRecord place) {
        return new RejectedRecord(place.line(), place.raw().isEmpty() ? record.raw() : place.raw(), record.reason());
    }

    private static void count(Prepared text, long rows, long refused, BronzeSink sink) {
        Landed landed = text.landed();
        text.rejected().forEach(record -> sink.reject(landed.source(), landed.file(), record));
        sink.count(landed.source(), landed.file(), rows, text.rejected().size() + refused, Map.of());
    }

    /** Every record of the only text, see {@link JsonSelect#numbered}. */
    String numbered(List<Column> table) {
        Prepared text = texts.get(0);
        String read = TextRead.lines(List.of(text.path()), text.survey().longestLine());
        return select(table, read, "line", true).numbered();
    }

    /** Where records of the only text begin in the landed text, by the records' numbers. */
    Map<Long, RejectedRecord> placesOf(Set<Long> numbers) {
        Prepared text = texts.get(0);
        return text.path().equals(text.landed().text().path())
                ? numbers.stream()
                        .collect(Collectors.toMap(number -> number, number -> new RejectedRecord(number, "", "")))
                : scanner.locate(text.landed().text(), numbers);
    }

    private static void requireEqual(Landed landed, long expected, long found) {
        if (expected != found) {
            throw new LakesmithException(
                    ErrorCode.LEDGER_UNBALANCED,
                    landed.source() + ": " + expected + " records were found, but " + found
                            + " arrived; nothing of this load was kept");
        }
    }
}
