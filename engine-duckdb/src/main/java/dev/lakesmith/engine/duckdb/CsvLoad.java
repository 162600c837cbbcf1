package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.CsvLayout;
import dev.lakesmith.formats.CsvLayouts;
import dev.lakesmith.formats.CsvScanner;
import dev.lakesmith.formats.DirectReading;
import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.RejectedRecord;
import dev.lakesmith.formats.ScanResult;
import dev.lakesmith.formats.ValueForm;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Loads delimited text. DuckDB reads a file as it was landed; if what it read and rejected does not add up to the file's
 * lines, or anything was rejected, the exact scanner goes over the file, rejects what is not a record, and DuckDB reads
 * what the scanner wrote. Small files of one layout are read together.
 */
final class CsvLoad implements FormatLoad {

    private static final String TEXT = "VARCHAR";

    private final LoadContext context;
    private final Format.Csv format;
    private final List<Item> items;
    private int reads;

    /**
     * A text with its layout.
     *
     * @param direct whether DuckDB may read it as it is
     * @param types the type that DuckDB may read each column as, without changing a value
     * @param counted how many lines the text has, if it was counted while it was looked through
     */
    private record Item(Landed landed, CsvLayout layout, boolean direct, List<String> types, OptionalLong counted) {
        Path path() {
            return landed.text().path();
        }

        String read(List<Path> paths, List<String> nulls, String name) {
            return TextRead.csv(paths, layout, types, nulls, name);
        }

        private long lines() {
            return counted.orElseGet(() -> landed.text().physicalLines());
        }

        FileGroup.Member member() {
            return new FileGroup.Member(path(), landed, lines() - layout.headerLines());
        }

        boolean readsAlike(Item other) {
            return direct
                    && other.direct
                    && layout.columns().equals(other.layout.columns())
                    && types.equals(other.types)
                    && layout.delimiter() == other.layout.delimiter()
                    && layout.newline().equals(other.layout.newline())
                    && layout.headerLines() == other.layout.headerLines();
        }
    }

    private CsvLoad(LoadContext context, Format.Csv format, List<Item> items) {
        this.context = context;
        this.format = format;
        this.items = items;
    }

    static CsvLoad of(LoadContext context, Format.Csv format, List<Landed> texts) {
        List<Item> items =
                texts.stream().map(landed -> item(context, format, landed)).toList();
        return new CsvLoad(context, format, items);
    }

    private static Item item(LoadContext context, Format.Csv format, Landed landed) {
        CsvLayout layout = CsvLayouts.read(landed.text(), format);
        List<String> texts = Collections.nCopies(layout.columns().size(), TEXT);
        if (landed.text().bytes() == 0) {
            return new Item(landed, layout, false, texts, OptionalLong.empty());
        }
        List<String> wanted = layout.columns().stream()
                .map(column -> context.declaredType(column)
                        .or(() -> context.existingType(column))
                        .filter(type -> ExactCast.plainForm(type).isPresent())
                        .orElse(TEXT))
                .toList();
        List<ValueForm> forms = wanted.stream()
                .map(type -> ExactCast.plainForm(type).orElse(ValueForm.TEXT))
                .toList();
        DirectReading reading = DirectReading.of(landed.text(), layout, forms, format.nulls());
        return new Item(
                landed, layout, reading.obstacle().isEmpty(), reading.plainValues() ? wanted : texts, reading.lines());
    }

    @Override
    public List<Column> offered() {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Item item : items) {
            for (String name : item.layout().columns()) {
                columns.putIfAbsent(
                        name.toLowerCase(Locale.ROOT),
                        new Column(name, context.declaredType(name).orElse(TEXT)));
            }
        }
        return List.copyOf(columns.values());
    }

    @Override
    public void write(TableDraft draft, BronzeSink sink) {
        items.forEach(item -> {
            item.layout().notes().forEach(note -> sink.note(item.landed().source(), note));
            item.landed().text().notes().forEach(note -> sink.note(item.landed().source(), note));
        });
        for (List<Item> run : FileGroup.runs(items, Item::member, Item::readsAlike)) {
            load(run, draft, sink);
        }
    }

    /** Together if that adds up; else by halves, down to the file that does not add up. */
    private void load(List<Item> run, TableDraft draft, BronzeSink sink) {
        if (run.size() == 1) {
            alone(run.get(0), draft, sink);
        } else if (!together(run, draft, sink)) {
            load(run.subList(0, run.size() / 2), draft, sink);
            load(run.subList(run.size() / 2, run.size()), draft, sink);
        }
    }

    /** False when anything did not add up; then nothing was written. */
    private boolean together(List<Item> run, TableDraft draft, BronzeSink sink) {
        FileGroup group = new FileGroup(run.stream().map(Item::member).toList());
        Item first = run.get(0);
        String read = first.read(group.paths(), format.nulls(), nextName());
        BronzeSelect select = select(first.layout(), first.types(), draft);
        String sql = sound(select, group.source(), group.batch(), TextRead.withFileName(read));
        Optional<WrittenFiles> files = group.write(context, draft, sql);
        files.ifPresent(sink::written);
        files.ifPresent(written -> run.forEach(item -> sink.count(
                item.landed().source(), item.landed().file(), item.member().records(), 0, Map.of())));
        return files.isPresent();
    }

    private void alone(Item item, TableDraft draft, BronzeSink sink) {
        if (item.layout().columns().isEmpty()) {
            empty(item.landed(), sink);
            return;
        }
        if (item.direct() && fast(item, draft, sink)) {
            return;
        }
        careful(item, draft, sink);
    }

    /** A text without any record; if it should have had some, that is a reject. */
    private static void empty(Landed landed, BronzeSink sink) {
        Optional<String> damage = landed.text().damage();
        damage.ifPresent(why -> sink.reject(landed.source(), landed.file(), new RejectedRecord(1, "", why)));
        sink.count(landed.source(), landed.file(), 0, damage.isPresent() ? 1 : 0, Map.of());
    }

    /** False when anything did not add up; then nothing was written. */
    private boolean fast(Item item, TableDraft draft, BronzeSink sink) {
        String read = item.read(List.of(item.path()), format.nulls(), nextName());
        BronzeSelect select = select(item.layout(), item.types(), draft);
        WrittenFiles files;
        try {
            files = ParquetCopy.writeRaw(context.session(), draft, sound(select, item, read), context.progress());
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.SQL_RUNTIME) {
                throw e;
            }
            return false;
        }
        long lines = item.member().records();
        if (files.rows() != lines) {
            draft.discard(files);
            return false;
        }
        sink.written(files);
        sink.count(item.landed().source(), item.landed().file(), lines, 0, Map.of());
        return true;
    }

    private void careful(Item item, TableDraft draft, BronzeSink sink) {
        Landed landed = item.landed();
        Path clean = context.request().workFolder().resolve(nextName() + ".csv");
        ScanResult scan = CsvScanner.scan(
                landed.text(),
                item.layout(),
                format,
                clean,
                record -> sink.reject(landed.source(), landed.file(), record));
        long refused = 0;
        if (scan.written() > 0) {
            String read = TextRead.normalised(List.of(clean), item.layout().columns(), List.of(scan));
            List<String> texts = Collections.nCopies(item.layout().columns().size(), TEXT);
            BronzeSelect select = select(item.layout(), texts, draft);
            WrittenFiles files =
                    ParquetCopy.writeRaw(context.session(), draft, sound(select, item, read), context.progress());
            refused = scan.written() - files.rows();
            if (refused > 0) {
                refused = refuse(item, select, read, sink);
            }
            sink.written(files);
            sink.count(landed.source(), landed.file(), files.rows(), scan.rejected() + refused, Map.of());
            requireEqual(landed, scan.written(), files.rows() + refused);
        } else {
            sink.count(landed.source(), landed.file(), 0, scan.rejected(), Map.of());
        }
        WorkFile.remove(clean);
    }

    /** Rejects the records whose values do not fit the declared types; their text and line come from the file. */
    private long refuse(Item item, BronzeSelect select, String read, BronzeSink sink) {
        SortedMap<Long, String> reasons = context.session()
                .query(
                        "SELECT position, reason FROM (SELECT row_number() OVER () - 1 AS position, " + select.reason()
                                + " AS reason FROM " + read + ") WHERE reason IS NOT NULL",
                        rows -> {
                            SortedMap<Long, String> found = new TreeMap<>();
                            while (rows.next()) {
                                found.put(rows.getLong(1), rows.getString(2));
                            }
                            return found;
                        });
        Landed landed = item.landed();
        CsvScanner.locate(
                landed.text(),
                item.layout(),
                format,
                new TreeSet<>(reasons.keySet()),
                (position, record) -> sink.reject(
                        landed.source(),
                        landed.file(),
                        new RejectedRecord(record.line(), record.raw(), String.valueOf(reasons.get(position)))));
        return reasons.size();
    }

    private static void requireEqual(Landed landed, long expected, long found) {
        if (expected != found) {
            throw new LakesmithException(
                    ErrorCode.LEDGER_UNBALANCED,
                    landed.source() + ": " + expected + " records were found, but " + found
                            + " arrived; nothing of this load was kept");
        }
    }

    private BronzeSelect select(CsvLayout layout, List<String> types, TableDraft draft) {
        BronzeSelect select = context.select(draft.columns());
        for (int i = 0; i < types.size(); i++) {
            String column = layout.columns().get(i);
            select.value(column, Identifiers.quote(column), types.get(i));
        }
        return select;
    }

    private static String sound(BronzeSelect select, Item item, String read) {
        return sound(
                select,
                Provenance.constant(item.landed().source()),
                Provenance.constant(item.landed().file().batchId()),
                read);
    }

    private static String sound(BronzeSelect select, String source, String batch, String read) {
        String reason = select.reason();
        return "SELECT " + select.list(source, batch) + " FROM " + read
                + (reason.isEmpty() ? "" : " WHERE " + reason + " IS NULL");
    }

    private String nextName() {
        return "read_" + ++reads;
    }
}
