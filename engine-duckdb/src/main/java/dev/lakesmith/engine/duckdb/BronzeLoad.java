package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.LoadOutcome;
import dev.lakesmith.core.engine.LoadRequest;
import dev.lakesmith.core.engine.LoadRequest.Earlier;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.project.NewColumns;
import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.PlainText;
import dev.lakesmith.formats.PlainTextReader;
import dev.lakesmith.formats.RecordScanner;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Turns landed files into rows of a bronze table and rows of its quarantine. */
final class BronzeLoad {

    private final Session session;
    private final LoadRequest request;
    private final Branch branch;
    private final Progress progress;
    private final Function<String, String> canonicalType;
    private final Optional<LakeTable> existing;
    private Optional<QuarantineRewrite> rewrite = Optional.empty();
    private Map<String, Long> linesBefore = Map.of();

    BronzeLoad(
            Session session,
            LoadRequest request,
            Branch branch,
            Progress progress,
            Function<String, String> canonicalType) {
        this.session = session;
        this.request = request;
        this.branch = branch;
        this.progress = progress;
        this.canonicalType = canonicalType;
        this.existing = request.earlier() == Earlier.REPLACED
                ? Optional.empty()
                : branch.view().table(request.stream().bronze());
    }

    /**
     * Says that the files are records out of the quarantine.
     *
     * @param rewritten what becomes of the quarantine
     * @param lines by landed path, how much greater a line is in the file that the record came from
     */
    BronzeLoad replaying(QuarantineRewrite rewritten, Map<String, Long> lines) {
        rewrite = Optional.of(rewritten);
        linesBefore = lines;
        return this;
    }

    LoadOutcome run() {
        FormatLoad format = format();
        List<Column> offered = format.offered();
        List<Column> fresh = newColumns(offered);
        List<Column> columns = columns(offered, fresh);
        TableDraft draft = branch.draft(request.stream().bronze(), columns, format.layout());
        if (request.earlier() == Earlier.REPLACED) {
            draft.replaceSchema(columns, format.layout());
        } else {
            draft.evolveTo(columns);
        }
        try (BronzeSink sink = new BronzeSink(session, linesBefore)) {
            format.write(draft, sink);
            boolean replaced = request.earlier() == Earlier.REPLACED;
            Quarantined quarantine = quarantine(sink);
            RowChange change = replaced ? new RowChange.ReplaceAll(sink.files()) : new RowChange.Append(sink.files());
            boolean evolves = existing.isPresent() && request.stream().onNewColumns() == NewColumns.EVOLVE;
            return new LoadOutcome(
                    draft,
                    change,
                    quarantine,
                    sink.ledgers(),
                    evolves ? fresh.stream().map(Column::name).toList() : List.of(),
                    sink.notes());
        }
    }

    private Quarantined quarantine(BronzeSink sink) {
        return rewrite.map(each -> each.write(session, sink.rejects(), progress))
                .orElseGet(() -> new QuarantineWriter(branch, request.runId(), request.loadedAt())
                        .write(
                                session,
                                request.stream().bronze(),
                                sink.rejects(),
                                sink.rejected(),
                                request.earlier() == Earlier.REPLACED
                                        ? QuarantineWriter.Earlier.REPLACED
                                        : QuarantineWriter.Earlier.KEPT,
                                progress));
    }

    private FormatLoad format() {
        Format format = request.stream().format();
        LoadContext context = new LoadContext(session, request, declared(), existing.map(LakeTable::columns), progress);
        if (format instanceof Format.Csv csv) {
            return CsvLoad.of(context, csv, texts());
        } else if (format instanceof Format.Text text) {
            return TextLoad.of(context, text, texts());
        }
        return RecordScanner.of(format)
                .<FormatLoad>map(scanner -> JsonLoad.of(context, scanner, texts()))
                .orElseGet(() -> ParquetLoad.of(context));
    }

    private List<Landed> texts() {
        List<Landed> texts = new ArrayList<>();
        for (LandedFile file : request.files()) {
            for (PlainText text : plain(file)) {
                texts.add(new Landed(file, text));
            }
        }
        return texts;
    }

    /** A file that cannot be unpacked is one bad record, and blocks no other file. */
    private List<PlainText> plain(LandedFile file) {
        try {
            return PlainTextReader.open(
                    Path.of(file.landedPath()), request.stream().format(), request.workFolder());
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.FORMAT_INVALID) {
                throw e;
            }
            String why = e.message().replace(file.landedPath(), file.path());
            return List.of(PlainTextReader.nothing(request.workFolder(), why));
        }
    }

    private Map<String, String> declared() {
        return request.stream().columns().stream()
                .filter(column -> column.type().isPresent())
                .collect(Collectors.toMap(
                        column -> column.name().toLowerCase(Locale.ROOT), column -> ColumnTypes.storable(new Column(
                                        column.name(),
                                        canonicalType.apply(column.type().orElseThrow())))
                                .type()));
    }

    /** The offered columns that the table does not have. */
    private List<Column> newColumns(List<Column> offered) {
        if (existing.isEmpty()) {
            return List.of();
        }
        List<Column> there = existing.get().columns();
        List<Column> fresh = offered.stream()
                .filter(column -> there.stream().noneMatch(each -> each.name().equalsIgnoreCase(column.name())))
                .toList();
        if (!fresh.isEmpty() && request.stream().onNewColumns() == NewColumns.FAIL) {
            throw new LakesmithException(
                    ErrorCode.NEW_COLUMNS,
                    request.stream().place() + ": the files bring new columns "
                            + fresh.stream().map(Column::name).toList() + ", and the stream says on_new_columns: fail."
                            + " Say evolve to add them to " + request.stream().bronze()
                            + ", or rescue to keep their values in _rescued_data; then run again, nothing is lost");
        }
        return fresh;
    }

    private List<Column> columns(List<Column> offered, List<Column> fresh) {
        if (existing.isPresent()) {
            List<Column> columns = new ArrayList<>(existing.get().columns());
            if (request.stream().onNewColumns() == NewColumns.EVOLVE) {
                columns.addAll(fresh);
            }
            return Widening.of(columns, offered);
        }
        List<Column> columns = new ArrayList<>(offered);
        request.stream().columns().stream()
                .filter(column -> !column.otherTypes().isOpen())
                .filter(column -> offered.stream().noneMatch(each -> each.name().equalsIgnoreCase(column.name())))
                .forEach(column -> columns.add(new Column(
                        column.name(), declared().getOrDefault(column.name().toLowerCase(Locale.ROOT), "VARCHAR"))));
        columns.addAll(Provenance.COLUMNS);
        return columns;
    }
}
