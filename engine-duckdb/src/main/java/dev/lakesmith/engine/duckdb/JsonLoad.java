package dev.lakesmith.engine.duckdb;

import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.JsonLines;
import dev.lakesmith.formats.JsonScanner;
import dev.lakesmith.formats.JsonShape;
import dev.lakesmith.formats.RejectedRecord;
import dev.lakesmith.formats.ScanResult;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.sql.Identifiers;
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

/**
 * Loads JSON. Every record is looked through before a type is chosen, so a late key or a rare value never changes or
 * vanishes. Values that do not fit a column that is there already go to {@code _rescued_data}.
 */
final class JsonLoad implements FormatLoad {

    private final LoadContext context;
    private final Format.Json format;
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
    private record Prepared(Landed landed, Path path, JsonLines.Survey survey, List<RejectedRecord> rejected) {}

    private JsonLoad(LoadContext context, Format.Json format) {
        this.context = context;
        this.format = format;
    }

    static JsonLoad of(LoadContext context, Format.Json format, List<Landed> texts) {
        JsonLoad load = new JsonLoad(context, format);
        texts.forEach(text -> load.texts.add(load.prepare(text)));
        JsonShape all = JsonShape.merged(
                load.texts.stream().map(each -> each.survey().shape()).toList());
        load.fields.putAll(all.fields());
        return load;
    }

    private Prepared prepare(Landed landed) {
        boolean mayBeLines =
                landed.text().damage().isEmpty() && format.records().isEmpty();
        if (mayBeLines) {
            JsonLines.Survey survey = JsonLines.survey(
                    landed.text().path(),
                    landed.text().bomBytes(),
                    Runtime.getRuntime().availableProcessors());
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
        ScanResult scan = JsonScanner.scan(landed.text(), format, clean, rejected::add);
        JsonLines.Survey survey =
                JsonLines.survey(clean, 0, Runtime.getRuntime().availableProcessors());
        requireEqual(landed, scan.written(), survey.records());
        return new Prepared(landed, clean, survey, rejected);
    }

    @Override
    public List<Column> offered() {
        Map<String, Column> columns = new LinkedHashMap<>();
        fields.forEach((name, shape) -> {
            if (hasOwnColumn(name)) {
                columns.putIfAbsent(
                        name.toLowerCase(Locale.ROOT),
                        new Column(name, context.declaredType(name).orElseGet(() -> JsonTypes.columnType(shape))));
            }
        });
        return List.copyOf(columns.values());
    }

    /** A key that differs from an earlier one by case only, or is called like a provenance column, has none. */
    private boolean hasOwnColumn(String name) {
        String first = fields.keySet().stream()
                .filter(each -> each.equalsIgnoreCase(name))
                .findFirst()
                .orElse(name);
        return first.equals(name) && !Provenance.has(name) && !name.isEmpty();
    }

    @Override
    public void write(TableDraft draft, BronzeSink sink) {
        for (Prepared text : texts) {
            Landed landed = text.landed();
            landed.text().notes().forEach(note -> sink.note(landed.source(), note));
            text.rejected().forEach(record -> sink.reject(landed.source(), landed.file(), record));
            long rows = 0;
            long refused = 0;
            if (text.survey().records() > 0) {
                String read = TextRead.lines(text.path(), text.survey().longestLine());
                JsonSelect select = new JsonSelect(context, draft, read);
                fields.forEach((name, shape) -> select.add(name, shape, column(name, draft)));
                WrittenFiles files = ParquetCopy.write(
                        context.session(),
                        draft,
                        select.sound(
                                Identifiers.literal(landed.source()),
                                Identifiers.literal(landed.file().batchId())),
                        context.progress());
                rows = files.rows();
                refused = rows == text.survey().records() ? 0 : select.refuse(landed, sink);
                sink.written(files);
                requireEqual(landed, text.survey().records(), rows + refused);
            }
            sink.count(landed.source(), landed.file(), rows, text.rejected().size() + refused, Map.of());
        }
    }

    private Optional<Column> column(String name, TableDraft draft) {
        return hasOwnColumn(name)
                ? draft.columns().stream()
                        .filter(each -> each.name().equalsIgnoreCase(name))
                        .findFirst()
                : Optional.empty();
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
