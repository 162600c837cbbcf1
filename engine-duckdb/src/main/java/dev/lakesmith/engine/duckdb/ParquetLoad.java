package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.RejectedRecord;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;

/** Loads Parquet files. A file that is none is quarantined whole; a value that does not fit its column, by row. */
final class ParquetLoad implements FormatLoad {

    private static final String NANOSECONDS = "TIMESTAMP_NS";

    /** Of a column, or a part of one, in which some writers saw nothing but NULL. */
    private static final String NO_TYPE = "\"NULL\"";

    private final LoadContext context;
    private final List<Described> files = new ArrayList<>();
    private final Map<LandedFile, String> broken = new LinkedHashMap<>();
    private final boolean inPlace;

    /**
     * A readable file.
     *
     * @param columns that stand in it
     * @param folders the values that its folders' names add, by column
     */
    private record Described(LandedFile file, List<Column> columns, Map<String, Optional<String>> folders) {}

    private ParquetLoad(LoadContext context) {
        this.context = context;
        this.inPlace = context.request().stream().format() instanceof Format.ParquetInPlace;
    }

    static ParquetLoad of(LoadContext context) {
        ParquetLoad load = new ParquetLoad(context);
        context.request().files().forEach(load::describe);
        return load;
    }

    private void describe(LandedFile file) {
        try {
            List<Column> columns = context.session().columns("SELECT * FROM " + read(file));
            Optional<String> rounded = rounded(file, columns);
            if (rounded.isPresent()) {
                broken.put(file, rounded.get());
                return;
            }
            files.add(new Described(file, columns, inPlace ? FolderColumns.of(file, columns) : Map.of()));
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.SQL_RUNTIME) {
                throw e;
            }
            broken.put(file, reason(file, e));
        }
    }

    /** DuckDB reads decimals of more digits than it has as DOUBLE. */
    private Optional<String> rounded(LandedFile file, List<Column> columns) {
        if (columns.stream().noneMatch(column -> column.type().contains("DOUBLE"))) {
            return Optional.empty();
        }
        return context.session()
                .query(
                        "SELECT name, precision FROM parquet_schema(" + Identifiers.file(file.landedPath())
                                + ") WHERE converted_type = 'DECIMAL' AND precision > 38",
                        rows -> rows.next()
                                ? Optional.of("its column '" + rows.getString(1) + "' is a DECIMAL of "
                                        + rows.getLong(2) + " digits, which would be rounded; tables keep 38. Let the"
                                        + " writer take fewer, or text")
                                : Optional.empty());
    }

    private static String reason(LandedFile file, LakesmithException e) {
        return "not a readable Parquet file: " + e.message().replace(file.landedPath(), file.path());
    }

    private static String read(LandedFile file) {
        // A folder above that is called name=value is no column.
        return "read_parquet(" + Identifiers.file(file.landedPath()) + ", hive_partitioning=false)";
    }

    @Override
    public List<Column> offered() {
        Map<String, Column> columns = new LinkedHashMap<>();
        Set<String> unknown = new HashSet<>();
        for (Described file : files) {
            for (Column column : file.columns()) {
                String key = column.name().toLowerCase(Locale.ROOT);
                String type = context.declaredType(column.name()).orElseGet(() -> kept(column));
                if (Provenance.has(column.name())) {
                    continue;
                }
                Column offered = new Column(column.name(), type);
                if (column.type().contains(NO_TYPE)) {
                    if (columns.putIfAbsent(key, offered) == null) {
                        unknown.add(key);
                    }
                } else if (unknown.remove(key)) {
                    columns.computeIfPresent(key, (each, first) -> new Column(first.name(), type));
                } else {
                    columns.merge(key, offered, Widening::of);
                }
            }
        }
        for (Described file : files) {
            file.folders()
                    .keySet()
                    .forEach(name -> columns.putIfAbsent(
                            name.toLowerCase(Locale.ROOT),
                            new Column(name, context.declaredType(name).orElse("VARCHAR"))));
        }
        return List.copyOf(columns.values());
    }

    @Override
    public TableLayout layout() {
        if (!inPlace) {
            return TableLayout.PLAIN;
        }
        Set<String> ofFolders = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        files.forEach(file -> ofFolders.addAll(file.folders().keySet()));
        files.forEach(file -> file.columns().forEach(column -> ofFolders.remove(column.name())));
        return Registration.layout(ofFolders);
    }

    /**
     * The type that a table keeps a column in: days of nanoseconds are cut where that loses nothing, others are text, and so
     * is what is NULL everywhere.
     */
    private static String kept(Column column) {
        try {
            String type = column.type().replace(NANOSECONDS, "TIMESTAMP").replace(NO_TYPE, "VARCHAR");
            return ColumnTypes.storable(new Column(column.name(), type)).type();
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.TYPE_UNSUPPORTED) {
                throw e;
            }
            return "VARCHAR";
        }
    }

    @Override
    public void write(TableDraft draft, BronzeSink sink) {
        broken.forEach((file, why) -> rejectWhole(file, why, sink));
        Optional<Registration> registration =
                inPlace ? Optional.of(new Registration(context, draft)) : Optional.empty();
        Map<String, List<String>> copied = new LinkedHashMap<>();
        for (Described file : files) {
            try {
                Optional<String> obstacle =
                        registration.flatMap(each -> each.obstacle(file.file(), file.columns(), file.folders()));
                if (registration.isPresent() && obstacle.isEmpty()) {
                    register(file, registration.get(), sink);
                } else {
                    copy(file, draft, registration, sink);
                }
                obstacle.ifPresent(why -> copied.computeIfAbsent(why, each -> new ArrayList<>())
                        .add(file.file().path()));
            } catch (LakesmithException e) {
                Optional<String> fault = e.code() == ErrorCode.SQL_RUNTIME ? fault(file.file()) : Optional.empty();
                rejectWhole(file.file(), fault.orElseThrow(() -> e), sink);
            }
        }
        copied.forEach((why, paths) -> sink.note(
                paths.get(0) + (paths.size() == 1 ? "" : " and " + (paths.size() - 1) + " more"),
                "copied and not read in place: " + why));
    }

    private static void rejectWhole(LandedFile file, String why, BronzeSink sink) {
        sink.reject(file.path(), file, new RejectedRecord(0, "", why));
        sink.count(file.path(), file, 0, 1, Map.of());
    }

    /** Why the file's own pages cannot be read; empty when the fault is not the file's. */
    private Optional<String> fault(LandedFile file) {
        try {
            context.session().number("SELECT count(hash(r)) FROM " + read(file) + " AS r");
            return Optional.empty();
        } catch (LakesmithException e) {
            return Optional.of(reason(file, e));
        }
    }

    private static void register(Described described, Registration registration, BronzeSink sink) {
        LandedFile file = described.file();
        DataFile data = registration.register(file, described.folders());
        if (data.recordCount() > 0) {
            sink.written(new WrittenFiles(List.of(data)));
        }
        sink.count(file.path(), file, data.recordCount(), 0, Map.of());
    }

    private void copy(Described described, TableDraft draft, Optional<Registration> registration, BronzeSink sink) {
        LandedFile file = described.file();
        BronzeSelect select = context.select(draft.columns());
        for (Column column : described.columns()) {
            String name = Identifiers.quote(column.name());
            String type = kept(column);
            boolean isCommon = registration.isPresent() && registration.get().isCommon(column.name());
            if (isCommon || Provenance.has(column.name())) {
                select.homeless(column.name(), name);
            } else if (column.type().contains(NANOSECONDS)) {
                select.value(column.name(), name, column.type());
            } else {
                select.value(column.name(), "CAST(" + name + " AS " + type + ")", type);
            }
        }
        described
                .folders()
                .forEach((name, value) ->
                        select.value(name, value.map(Identifiers::literal).orElse("CAST(NULL AS VARCHAR)"), "VARCHAR"));
        long records = context.session().number("SELECT count(*) FROM " + read(file));
        String reason = select.reason();
        WrittenFiles written = ParquetCopy.writeRaw(
                context.session(),
                draft,
                "SELECT " + select.list(Provenance.constant(file.path()), Provenance.constant(file.batchId()))
                        + " FROM " + read(file) + (reason.isEmpty() ? "" : " WHERE " + reason + " IS NULL"),
                registration
                        .map(each -> each.partition(file, described.folders()))
                        .orElseGet(() -> Partitions.of(draft)),
                context.progress());
        long refused = written.rows() == records || reason.isEmpty() ? 0 : refuse(described, reason, sink);
        if (written.rows() + refused != records) {
            throw new LakesmithException(
                    ErrorCode.LEDGER_UNBALANCED,
                    file.path() + ": " + records + " records were found, but " + (written.rows() + refused)
                            + " arrived; nothing of this load was kept");
        }
        sink.written(written);
        sink.count(file.path(), file, written.rows(), refused, Map.of());
    }

    private long refuse(Described described, String reason, BronzeSink sink) {
        LandedFile file = described.file();
        String raw = described.columns().stream()
                .map(column -> Identifiers.quote(column.name()) + " := " + Identifiers.quote(column.name()))
                .collect(Collectors.joining(", ", "CAST(to_json(struct_pack(", ")) AS VARCHAR)"));
        String sql = "SELECT * FROM (SELECT " + Place.number(described.columns()) + " AS number, " + raw + " AS raw, "
                + reason + " AS reason FROM " + read(file) + ") WHERE reason IS NOT NULL ORDER BY number";
        return context.session().query(sql, rows -> {
            long count = 0;
            while (rows.next()) {
                count++;
                sink.reject(
                        file.path(), file, new RejectedRecord(rows.getLong(1), rows.getString(2), rows.getString(3)));
            }
            return count;
        });
    }
}
