package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.LoadRequest;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.engine.ReplayOutcome;
import dev.lakesmith.core.engine.ReplayRequest;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.formats.CsvLayout;
import dev.lakesmith.formats.CsvLayouts;
import dev.lakesmith.formats.Format;
import dev.lakesmith.formats.PlainText;
import dev.lakesmith.formats.PlainTextReader;
import dev.lakesmith.formats.RecordScanner;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Reads quarantined records of a bronze table once more. Each record becomes a text of its own, so that an open quote in
 * one cannot swallow another; delimited text gets the header of the file it came from. The loader then does what it
 * always does.
 */
final class BronzeReplay {

    private static final String CHOSEN = "_ls_replayed";

    private final Session session;
    private final ReplayRequest request;
    private final Branch branch;
    private final Progress progress;
    private final Function<String, String> canonicalType;
    private final Map<String, List<PlainText>> opened = new HashMap<>();

    BronzeReplay(
            Session session,
            ReplayRequest request,
            Branch branch,
            Progress progress,
            Function<String, String> canonicalType) {
        this.session = session;
        this.request = request;
        this.branch = branch;
        this.progress = progress;
        this.canonicalType = canonicalType;
    }

    /**
     * A record as a landed file.
     *
     * @param linesBefore how much greater its line is in its own file
     */
    private record Alone(LandedFile file, long linesBefore) {}

    ReplayOutcome run() {
        Stream stream = request.stream();
        Optional<LakeTable> quarantine = branch.view().table(Quarantined.tableFor(stream.bronze()));
        if (quarantine.isEmpty()) {
            return new ReplayOutcome(0, 0, Optional.empty());
        }
        String rows =
                "SELECT * FROM (" + TableScan.of(session, quarantine.get()).sql() + ")";
        List<QuarantinedRecord> chosen = QuarantinedRecord.read(session, rows + " WHERE (" + request.where() + "\n)");
        session.execute("CREATE TABLE " + CHOSEN + " (raw VARCHAR, file VARCHAR, line BIGINT, batch_id VARCHAR)");
        List<LandedFile> files = new ArrayList<>();
        Map<String, Long> linesBefore = new HashMap<>();
        for (QuarantinedRecord record : chosen) {
            alone(record, files.size()).ifPresent(found -> {
                files.add(found.file());
                linesBefore.put(found.file().landedPath(), found.linesBefore());
                session.execute("INSERT INTO " + CHOSEN + " VALUES ("
                        + Identifiers.literal(record.record().raw()) + ", " + Identifiers.literal(record.source())
                        + ", "
                        + record.record().line() + ", " + Identifiers.literal(record.batch()) + ")");
            });
        }
        if (files.isEmpty()) {
            return new ReplayOutcome(chosen.size(), chosen.size(), Optional.empty());
        }
        LoadRequest load = new LoadRequest(
                plain(stream), files, request.earlier(), request.runId(), request.loadedAt(), request.workFolder());
        BronzeLoad loader = new BronzeLoad(session, load, branch, progress, canonicalType)
                .replaying(new QuarantineRewrite(branch, quarantine.get(), CHOSEN, request.runId()), linesBefore);
        return new ReplayOutcome(chosen.size(), chosen.size() - files.size(), Optional.of(loader.run()));
    }

    /** The record as a file of its own; empty when its text is not all there is to know of it. */
    private Optional<Alone> alone(QuarantinedRecord record, int number) {
        Optional<LandedFile> landed = request.files().stream()
                .filter(file -> file.batchId().equals(record.batch()))
                .filter(file ->
                        record.source().equals(file.path()) || record.source().startsWith(file.path() + "!"))
                .findFirst();
        String raw = record.record().raw();
        // Bytes that are no text stand as \xNN in it and would become text.
        if (landed.isEmpty() || raw.isEmpty() || raw.contains("\\x")) {
            return Optional.empty();
        }
        Optional<PlainText> text = text(session.copies(List.of(landed.get())).get(0), record.source());
        if (text.isEmpty()
                || text.get().damage().equals(Optional.of(record.record().reason()))) {
            return Optional.empty();
        }
        String header = header(text.get());
        long headerLines = header.chars().filter(c -> c == '\n').count();
        Path file = request.workFolder().resolve("replay_" + number);
        try {
            Files.writeString(file, header + raw + "\n", StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE, "cannot write " + file + ": " + e.getMessage(), e);
        }
        LandedFile known = landed.get();
        return Optional.of(new Alone(
                new LandedFile(
                        known.batchId(),
                        record.source(),
                        file.toString(),
                        raw.length(),
                        known.etag(),
                        known.modifiedAt(),
                        known.version(),
                        known.landedAt()),
                record.record().line() - headerLines - 1));
    }

    private Optional<PlainText> text(LandedFile file, String source) {
        String key = file.batchId() + " " + file.path();
        List<PlainText> texts = opened.computeIfAbsent(key, unused -> open(file));
        return texts.stream()
                .filter(text -> source.equals(text.entry().isEmpty() ? file.path() : file.path() + "!" + text.entry()))
                .findFirst();
    }

    private List<PlainText> parts(List<PlainText> texts) {
        return RecordScanner.of(request.stream().format())
                .map(scanner -> texts.stream()
                        .flatMap(text -> scanner.parts(text).stream())
                        .toList())
                .orElse(texts);
    }

    /** Nothing for a file that is no text, or cannot be unpacked. */
    private List<PlainText> open(LandedFile file) {
        if (request.stream().format().isParquet()) {
            return List.of();
        }
        try {
            return parts(PlainTextReader.open(
                    Path.of(file.landedPath()), request.stream().format(), request.workFolder()));
        } catch (LakesmithException e) {
            if (e.code() != ErrorCode.FORMAT_INVALID) {
                throw e;
            }
            return List.of();
        }
    }

    /** One line with the file's column names; nothing for other formats. */
    private String header(PlainText text) {
        if (!(request.stream().format() instanceof Format.Csv csv)) {
            return "";
        }
        CsvLayout layout = CsvLayouts.read(text, csv);
        return layout.columns().stream()
                        .map(name -> quoted(name, layout))
                        .collect(Collectors.joining(String.valueOf(layout.delimiter())))
                + "\n";
    }

    private static String quoted(String name, CsvLayout layout) {
        return layout.quote()
                .map(quote -> quote
                        + name.replace(
                                String.valueOf(quote), "" + layout.escape().orElse(quote) + quote)
                        + quote)
                .orElse(name);
    }

    /** The stream as the texts are now: UTF-8, with a header, records as whole documents. */
    private static Stream plain(Stream stream) {
        Format format = stream.format();
        Format plain = format;
        if (format instanceof Format.Csv csv) {
            plain = new Format.Csv(csv.delimiter(), csv.quote(), csv.escape(), true, Optional.empty(), csv.nulls());
        } else if (format instanceof Format.Text) {
            plain = new Format.Text(Optional.empty());
        } else {
            plain = RecordScanner.of(format).flatMap(RecordScanner::alone).orElse(format);
        }
        return new Stream(
                stream.source(),
                stream.name(),
                stream.options(),
                plain,
                stream.columns(),
                stream.quarantine(),
                stream.onNewColumns(),
                stream.owner(),
                stream.place());
    }
}
