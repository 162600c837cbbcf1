package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.engine.LoadRequest;
import dev.lakesmith.core.engine.TraceRequest.TracedStream;
import dev.lakesmith.core.engine.TraceRow.Origin;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.formats.CsvLayout;
import dev.lakesmith.formats.CsvLayouts;
import dev.lakesmith.formats.CsvScanner;
import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.PlainText;
import dev.lakesmith.formats.PlainTextReader;
import dev.lakesmith.formats.RecordScanner;
import dev.lakesmith.formats.RejectedRecord;
import dev.lakesmith.formats.ScanResult;
import dev.lakesmith.formats.TextScanner;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Finds bronze rows in the landed files they came from, by reading these files once more: a row's records are those whose
 * values are the row's.
 */
final class LineFinder {

    private static final String WANTED = "_ls_wanted";

    private final Session session;
    private final Path workFolder;
    private int reads;

    LineFinder(Session session, Path workFolder) {
        this.session = session;
        this.workFolder = workFolder;
    }

    /** The records of one text: what each row matched, and where those records begin. */
    private record Matches(Map<Long, Set<Long>> byRow, Map<Long, RejectedRecord> records) {}

    /**
     * Finds rows.
     *
     * @param rows a query of the bronze table's rows and their places, named {@link RowTrace#PLACE}
     * @param columns the table's columns
     */
    Map<Long, Origin> find(String rows, List<Column> columns, TracedStream traced) {
        session.execute("CREATE OR REPLACE TABLE " + WANTED + " AS " + rows);
        Map<Long, Origin> origins = new HashMap<>();
        for (List<String> one : files()) {
            String source = one.get(0);
            List<Long> places = places(one);
            Optional<LandedFile> file = traced.files().stream()
                    .filter(each -> each.batchId().equals(one.get(1)))
                    .filter(each -> source.equals(each.path()) || source.startsWith(each.path() + "!"))
                    .findFirst();
            Matches matches = file.map(found -> session.copies(List.of(found)).get(0))
                    .map(found -> matches(found, source, columns, traced.stream()))
                    .orElse(new Matches(Map.of(), Map.of()));
            for (long place : places) {
                Set<Long> found = matches.byRow().getOrDefault(place, Set.of());
                List<Long> lines = found.stream()
                        .flatMap(number -> Optional.ofNullable(matches.records().get(number)).stream())
                        .map(RejectedRecord::line)
                        .sorted()
                        .toList();
                String raw = found.stream()
                        .flatMap(number -> Optional.ofNullable(matches.records().get(number)).stream())
                        .map(RejectedRecord::raw)
                        .findFirst()
                        .orElse("");
                origins.put(place, new Origin(source, lines, raw));
            }
        }
        return origins;
    }

    private List<List<String>> files() {
        return session.query(
                "SELECT DISTINCT " + Provenance.SOURCE_FILE + ", " + Provenance.BATCH_ID + " FROM " + WANTED + " WHERE "
                        + Provenance.SOURCE_FILE + " IS NOT NULL",
                rows -> {
                    List<List<String>> files = new ArrayList<>();
                    while (rows.next()) {
                        files.add(List.of(rows.getString(1), String.valueOf(rows.getString(2))));
                    }
                    return files;
                });
    }

    private List<Long> places(List<String> file) {
        return session.query("SELECT " + RowTrace.PLACE + " FROM " + WANTED + " WHERE " + of(file), rows -> {
            List<Long> places = new ArrayList<>();
            while (rows.next()) {
                places.add(rows.getLong(1));
            }
            return places;
        });
    }

    private static String of(List<String> file) {
        return Provenance.SOURCE_FILE + " = " + Identifiers.literal(file.get(0)) + " AND " + Provenance.BATCH_ID + " = "
                + Identifiers.literal(file.get(1));
    }

    private Matches matches(LandedFile file, String source, List<Column> columns, Stream stream) {
        if (stream.format().isParquet()) {
            return parquet(file, source, columns);
        }
        Optional<RecordScanner> scanner = RecordScanner.of(stream.format());
        Optional<PlainText> text =
                PlainTextReader.open(Path.of(file.landedPath()), stream.format(), workFolder).stream()
                        .flatMap(each -> scanner.map(found -> found.parts(each)).orElse(List.of(each)).stream())
                        .filter(each ->
                                source.equals(each.entry().isEmpty() ? file.path() : file.path() + "!" + each.entry()))
                        .findFirst();
        if (text.isEmpty()) {
            return new Matches(Map.of(), Map.of());
        }
        Landed landed = new Landed(file, text.get());
        if (stream.format() instanceof Format.Csv csv) {
            return csv(landed, csv, source, columns, stream);
        }
        return scanner.map(found -> records(landed, found, stream, columns)).orElseGet(() -> lines(landed, source));
    }

    private Matches csv(Landed landed, Format.Csv format, String source, List<Column> columns, Stream stream) {
        CsvLayout layout = CsvLayouts.read(landed.text(), format);
        Path clean = workFolder.resolve("trace_" + ++reads + ".csv");
        ScanResult scan = CsvScanner.scan(landed.text(), layout, format, clean, rejected -> {});
        BronzeSelect select = new BronzeSelect(columns, Instant.EPOCH, stream);
        layout.columns().forEach(name -> select.value(name, Identifiers.quote(name), "VARCHAR"));
        String records = "SELECT row_number() OVER () - 1 AS number, " + select.list("NULL", "NULL") + " FROM "
                + TextRead.normalised(List.of(clean), layout.columns(), List.of(scan));
        Map<Long, Set<Long>> byRow = byRow(records, source, landed.file().batchId(), values(columns));
        Map<Long, RejectedRecord> found = new HashMap<>();
        CsvScanner.locate(landed.text(), layout, format, new TreeSet<>(numbers(byRow)), found::put);
        WorkFile.remove(clean);
        return new Matches(byRow, found);
    }

    private Matches lines(Landed landed, String source) {
        Path clean = workFolder.resolve("trace_" + ++reads + ".csv");
        ScanResult scan = TextScanner.scan(landed.text(), new Format.Text(Optional.empty()), clean, rejected -> {});
        List<String> columns = List.of("line");
        String records = "SELECT row_number() OVER () - 1 AS number, line FROM "
                + TextRead.normalised(List.of(clean), columns, List.of(scan));
        Map<Long, Set<Long>> byRow =
                byRow(records, source, landed.file().batchId(), List.of(new Column("line", "VARCHAR")));
        Map<Long, RejectedRecord> found = new HashMap<>();
        TextScanner.locate(landed.text(), new TreeSet<>(numbers(byRow)), found::put);
        WorkFile.remove(clean);
        return new Matches(byRow, found);
    }

    private Matches records(Landed landed, RecordScanner scanner, Stream stream, List<Column> columns) {
        Map<String, String> declared = stream.columns().stream()
                .filter(column -> column.type().isPresent())
                .collect(Collectors.toMap(column -> column.name().toLowerCase(Locale.ROOT), column -> columns.stream()
                        .filter(each -> each.name().equalsIgnoreCase(column.name()))
                        .map(Column::type)
                        .findFirst()
                        .orElse("VARCHAR")));
        LoadRequest request = new LoadRequest(
                stream, List.of(landed.file()), LoadRequest.Earlier.KEPT, "trace", Instant.EPOCH, workFolder);
        LoadContext context = new LoadContext(session, request, declared, Optional.of(columns), Silent.PROGRESS);
        JsonLoad load = JsonLoad.of(context, scanner, List.of(landed));
        Matches found =
                numbered(load.numbered(columns), landed.source(), landed.file().batchId(), values(columns));
        Map<Long, RejectedRecord> places = load.placesOf(numbers(found.byRow()));
        Map<Long, RejectedRecord> records = new HashMap<>();
        found.records().forEach((number, record) -> {
            RejectedRecord place = places.getOrDefault(number, record);
            String raw = place.raw().isEmpty() ? record.raw() : place.raw();
            records.put(number, new RejectedRecord(place.line(), raw, ""));
        });
        return new Matches(found.byRow(), records);
    }

    /** A Parquet file has no lines: its rows are counted. */
    private Matches parquet(LandedFile file, String source, List<Column> columns) {
        String read = "read_parquet(" + Identifiers.file(file.landedPath()) + ", hive_partitioning=false)";
        List<Column> there = session.columns("SELECT * FROM " + read);
        List<Column> common = values(columns).stream()
                .filter(column -> there.stream().anyMatch(each -> each.name().equalsIgnoreCase(column.name())))
                .toList();
        String list = common.stream()
                .map(column -> ", TRY_CAST(" + Identifiers.quote(column.name()) + " AS " + column.type() + ") AS "
                        + Identifiers.quote(column.name()))
                .collect(Collectors.joining());
        return numbered(
                "SELECT " + Place.number(there) + " AS number" + list + ", CAST(to_json(t) AS VARCHAR) AS _ls_raw FROM "
                        + read + " AS t",
                source,
                file.batchId(),
                common);
    }

    /** Where a record's number is its line. */
    private Matches numbered(String records, String source, String batch, List<Column> compared) {
        session.execute("CREATE OR REPLACE TABLE _ls_records AS " + records);
        Map<Long, Set<Long>> byRow = byRow("SELECT * FROM _ls_records", source, batch, compared);
        Map<Long, RejectedRecord> found = new TreeMap<>();
        Set<Long> numbers = numbers(byRow);
        if (!numbers.isEmpty()) {
            String list = numbers.stream().map(String::valueOf).collect(Collectors.joining(", "));
            session.query("SELECT number, _ls_raw FROM _ls_records WHERE number IN (" + list + ")", rows -> {
                while (rows.next()) {
                    found.put(rows.getLong(1), new RejectedRecord(rows.getLong(1), rows.getString(2), ""));
                }
                return found;
            });
        }
        return new Matches(byRow, found);
    }

    private static Set<Long> numbers(Map<Long, Set<Long>> byRow) {
        Set<Long> numbers = new HashSet<>();
        byRow.values().forEach(numbers::addAll);
        return numbers;
    }

    private static List<Column> values(List<Column> columns) {
        return columns.stream().filter(column -> !Provenance.has(column.name())).toList();
    }

    private Map<Long, Set<Long>> byRow(String records, String source, String batch, List<Column> compared) {
        String same = compared.stream()
                .map(column -> Identifiers.quote(column.name()))
                .map(name -> "w." + name + " IS NOT DISTINCT FROM r." + name)
                .collect(Collectors.joining(" AND "));
        String sql = "SELECT w." + RowTrace.PLACE + ", r.number FROM (SELECT * FROM " + WANTED + " WHERE "
                + of(List.of(source, batch)) + ") AS w JOIN (" + records + ") AS r ON "
                + (same.isEmpty() ? "true" : same);
        return session.query(sql, rows -> {
            Map<Long, Set<Long>> found = new LinkedHashMap<>();
            while (rows.next()) {
                found.computeIfAbsent(rows.getLong(1), place -> new TreeSet<>()).add(rows.getLong(2));
            }
            return Collections.unmodifiableMap(found);
        });
    }
}
