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
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Loads delimited text. DuckDB reads a file as it was landed; if what it read and rejected does not add up to the file's
 * lines, or anything was rejected, the exact scanner goes over the file, rejects what is not a record, and DuckDB reads
 * what the scanner wrote. Small files of one layout are read together.
 */
final class CsvLoad implements FormatLoad {

    private static final long SMALL_FILE_BYTES = 8 << 20;
    private static final int MOST_FILES_TOGETHER = 256;
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
     */
    private record Item(Landed landed, CsvLayout layout, boolean direct, List<String> types) {
        Path path() {
            return landed.text().path();
        }

        String read(List<Path> paths, List<String> nulls, String name) {
            return TextRead.csv(paths, layout, types, nulls, name);
        }

        boolean readsAlike(Item other) {
            return layout.columns().equals(other.layout.columns())
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
            return new Item(landed, layout, false, texts);
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
        return new Item(landed, layout, reading.obstacle().isEmpty(), reading.plainValues() ? wanted : texts);
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
        List<Item> group = new ArrayList<>();
        for (Item item : items) {
            item.layout().notes().forEach(note -> sink.note(item.landed().source(), note));
            item.landed().text().notes().forEach(note -> sink.note(item.landed().source(), note));
            boolean small = item.landed().text().bytes() <= SMALL_FILE_BYTES && item.direct();
            boolean joins = small
                    && !group.isEmpty()
                    && group.size() < MOST_FILES_TOGETHER
                    && group.get(0).readsAlike(item);
            if (!joins) {
                together(group, draft, sink);
                group = new ArrayList<>();
            }
            if (small) {
                group.add(item);
            } else {
                alone(item, draft, sink);
            }
        }
        together(group, draft, sink);
    }

    private void together(List<Item> group, TableDraft draft, BronzeSink sink) {
        if (group.size() < 2) {
            group.forEach(item -> alone(item, draft, sink));
            return;
        }
        Item first = group.get(0);
        String read = first.read(group.stream().map(Item::path).toList(), format.nulls(), nextName());
        String sources = byFile(group, item -> item.landed().source());
        String batches = byFile(group, item -> item.landed().file().batchId());
        BronzeSelect select = select(first.layout(), first.types(), draft);
        WrittenFiles files = ParquetCopy.writeRaw(
                context.session(), draft, sound(select, sources, batches, withFile(read)), context.progress());
        Map<String, Long> counts = countsByFile(files, draft);
        boolean adds = group.stream()
                .allMatch(item ->
                        item.landed().text().physicalLines() - item.layout().headerLines()
                                == counts.getOrDefault(key(item), 0L));
        if (!adds) {
            DataFolder.discard(files);
            group.forEach(item -> alone(item, draft, sink));
            return;
        }
        sink.written(files);
        group.forEach(item -> sink.count(
                item.landed().source(), item.landed().file(), counts.getOrDefault(key(item), 0L), 0, Map.of()));
    }

    /** An expression that gives each row what belongs to its file. */
    private static String byFile(List<Item> group, Function<Item, String> value) {
        return group.stream()
                .map(item ->
                        Identifiers.literal(item.path().toString()) + ": " + Identifiers.literal(value.apply(item)))
                .collect(Collectors.joining(", ", "MAP {", "}[filename]"));
    }

    private static String key(Item item) {
        return item.landed().file().batchId() + " " + item.landed().source();
    }

    private static String withFile(String read) {
        return read.substring(0, read.length() - 1) + ", filename=true)";
    }

    private Map<String, Long> countsByFile(WrittenFiles files, TableDraft draft) {
        String sql = "SELECT " + Provenance.BATCH_ID + " || ' ' || " + Provenance.SOURCE_FILE + ", count(*) FROM ("
                + new TableScan(draft.schema(), files.files()).sql() + ") GROUP BY ALL";
        return context.session().query(sql, rows -> {
            Map<String, Long> counts = new HashMap<>();
            while (rows.next()) {
                counts.put(rows.getString(1), rows.getLong(2));
            }
            return counts;
        });
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
        long lines = item.landed().text().physicalLines() - item.layout().headerLines();
        if (files.rows() != lines) {
            DataFolder.discard(files);
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
            String read = TextRead.normalised(clean, item.layout().columns(), scan);
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
        DataFolder.remove(clean);
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
        BronzeSelect select =
                new BronzeSelect(draft.columns(), context.request().loadedAt());
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
