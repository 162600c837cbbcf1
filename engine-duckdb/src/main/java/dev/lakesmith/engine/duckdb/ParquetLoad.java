package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.formats.RejectedRecord;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Loads Parquet files. A file that is none is quarantined whole; a value that does not fit its column, by row. */
final class ParquetLoad implements FormatLoad {

    private static final String NANOSECONDS = "TIMESTAMP_NS";

    private final LoadContext context;
    private final List<Described> files = new ArrayList<>();
    private final Map<LandedFile, String> broken = new LinkedHashMap<>();

    private record Described(LandedFile file, List<Column> columns) {}

    private ParquetLoad(LoadContext context) {
        this.context = context;
    }

    static ParquetLoad of(LoadContext context) {
        ParquetLoad load = new ParquetLoad(context);
        context.request().files().forEach(load::describe);
        return load;
    }

    private void describe(LandedFile file) {
        try {
            List<Column> columns = context.session().columns("SELECT * FROM " + read(file));
            files.add(new Described(file, columns));
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.SQL_RUNTIME) {
                throw e;
            }
            broken.put(file, reason(file, e));
        }
    }

    private static String reason(LandedFile file, LakesmithException e) {
        return "not a readable Parquet file: " + e.message().replace(file.landedPath(), file.path());
    }

    private static String read(LandedFile file) {
        // A folder above that is called name=value is no column.
        return "read_parquet(" + Identifiers.literal(file.landedPath()) + ", hive_partitioning=false)";
    }

    @Override
    public List<Column> offered() {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Described file : files) {
            for (Column column : file.columns()) {
                String type = context.declaredType(column.name()).orElseGet(() -> kept(column));
                if (!Provenance.has(column.name())) {
                    columns.merge(
                            column.name().toLowerCase(Locale.ROOT),
                            new Column(column.name(), type),
                            (first, next) -> Widening.of(first, next));
                }
            }
        }
        return List.copyOf(columns.values());
    }

    /** The type that a table keeps a column in: days of nanoseconds are cut where that loses nothing, others are text. */
    private static String kept(Column column) {
        try {
            return ColumnTypes.storable(new Column(column.name(), column.type().replace(NANOSECONDS, "TIMESTAMP")))
                    .type();
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
        for (Described described : files) {
            try {
                write(described, draft, sink);
            } catch (LakesmithException e) {
                Optional<String> fault = e.code() == ErrorCode.SQL_RUNTIME ? fault(described.file()) : Optional.empty();
                rejectWhole(described.file(), fault.orElseThrow(() -> e), sink);
            }
        }
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

    private void write(Described described, TableDraft draft, BronzeSink sink) {
        LandedFile file = described.file();
        BronzeSelect select = context.select(draft.columns());
        for (Column column : described.columns()) {
            String name = Identifiers.quote(column.name());
            String type = kept(column);
            if (Provenance.has(column.name())) {
                select.homeless(column.name(), name);
            } else if (column.type().contains(NANOSECONDS)) {
                select.value(column.name(), name, column.type());
            } else {
                select.value(column.name(), "CAST(" + name + " AS " + type + ")", type);
            }
        }
        long records = context.session().number("SELECT count(*) FROM " + read(file));
        String reason = select.reason();
        WrittenFiles written = ParquetCopy.writeRaw(
                context.session(),
                draft,
                "SELECT " + select.list(Provenance.constant(file.path()), Provenance.constant(file.batchId()))
                        + " FROM " + read(file) + (reason.isEmpty() ? "" : " WHERE " + reason + " IS NULL"),
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
        String sql = "SELECT file_row_number + 1, " + raw + ", _ls_reason FROM (SELECT *, " + reason
                + " AS _ls_reason FROM read_parquet(" + Identifiers.literal(file.landedPath())
                + ", hive_partitioning=false, file_row_number=true)) WHERE _ls_reason IS NOT NULL ORDER BY 1";
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
