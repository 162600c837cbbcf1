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

/** Loads Parquet files. A file that is none is quarantined whole; a value that does not fit its column, by row. */
final class ParquetLoad implements FormatLoad {

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
            broken.put(file, e.message());
        }
    }

    private static String read(LandedFile file) {
        return "read_parquet(" + Identifiers.literal(file.landedPath()) + ")";
    }

    @Override
    public List<Column> offered() {
        Map<String, Column> columns = new LinkedHashMap<>();
        for (Described file : files) {
            for (Column column : file.columns()) {
                String type = context.declaredType(column.name())
                        .orElseGet(() -> ColumnTypes.storable(column).type());
                if (!Provenance.has(column.name())) {
                    columns.putIfAbsent(column.name().toLowerCase(Locale.ROOT), new Column(column.name(), type));
                }
            }
        }
        return List.copyOf(columns.values());
    }

    @Override
    public void write(TableDraft draft, BronzeSink sink) {
        broken.forEach((file, why) -> {
            sink.reject(file.path(), file, new RejectedRecord(0, "", "not a readable Parquet file: " + why));
            sink.count(file.path(), file, 0, 1, Map.of());
        });
        for (Described file : files) {
            write(file, draft, sink);
        }
    }

    private void write(Described described, TableDraft draft, BronzeSink sink) {
        LandedFile file = described.file();
        BronzeSelect select =
                new BronzeSelect(draft.columns(), context.request().loadedAt());
        for (Column column : described.columns()) {
            String name = Identifiers.quote(column.name());
            String type = ColumnTypes.storable(column).type();
            if (Provenance.has(column.name())) {
                select.homeless(column.name(), name);
            } else {
                select.value(column.name(), "CAST(" + name + " AS " + type + ")", type);
            }
        }
        long records = context.session().number("SELECT count(*) FROM " + read(file));
        String reason = select.reason();
        WrittenFiles written = ParquetCopy.write(
                context.session(),
                draft,
                "SELECT " + select.list(Identifiers.literal(file.path()), Identifiers.literal(file.batchId()))
                        + " FROM " + read(file) + (reason.isEmpty() ? "" : " WHERE " + reason + " IS NULL"),
                context.progress());
        long refused = written.rows() == records || reason.isEmpty() ? 0 : refuse(file, reason, sink);
        if (written.rows() + refused != records) {
            throw new LakesmithException(
                    ErrorCode.LEDGER_UNBALANCED,
                    file.path() + ": " + records + " records were found, but " + (written.rows() + refused)
                            + " arrived; nothing of this load was kept");
        }
        sink.written(written);
        sink.count(file.path(), file, written.rows(), refused, Map.of());
    }

    private long refuse(LandedFile file, String reason, BronzeSink sink) {
        String sql = "SELECT file_row_number + 1, CAST(to_json(r) AS VARCHAR), reason FROM (SELECT *, " + reason
                + " AS reason FROM read_parquet(" + Identifiers.literal(file.landedPath())
                + ", file_row_number=true)) AS r WHERE reason IS NOT NULL ORDER BY 1";
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
