package dev.lakesmith.core.crawl;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.lakesmith.core.connector.Excerpt;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.crawl.Sampled.Refused;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.LoadOutcome;
import dev.lakesmith.core.engine.LoadRequest;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.plan.StreamFingerprint;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.formats.Format;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A lake of its own in which a little of each stream is loaded, by the readers that a run uses. */
final class Scratch {

    private static final String BATCH = "000001";

    /** Types whose text does not say which value it is. */
    private static final Set<String> UNTOLD = Set.of("BLOB", "VARCHAR");

    private final Workspace workspace;
    private final WorkFolder work;

    /** @param workspace whose lake is nobody's and empty */
    Scratch(Workspace workspace, WorkFolder work) {
        this.workspace = workspace;
        this.work = work;
    }

    LakeView view() {
        return workspace.lake().published();
    }

    Engine engine() {
        return workspace.engine();
    }

    /** A project over what was loaded here. */
    Workspace workspace(Project other) {
        return new Workspace(
                other,
                workspace.lake(),
                workspace.engine(),
                workspace.sql(),
                List.of(),
                workspace.history(),
                workspace.clock());
    }

    /** Loads some of a stream; empty when its connector gives nothing to look at. */
    Optional<Sampled> load(Explorer explorer, Stream stream, Excerpt.Limits limits) {
        Path folder = work.fresh(stream.bronze().toString());
        Optional<Excerpt> excerpt = explorer.excerpt(stream, limits, folder);
        if (excerpt.isPresent()) {
            return Optional.of(load(stream, excerpt.get()));
        }
        return explorer.sample(stream, limits.records()).map(sample -> {
            boolean all = sample.rows().size() < limits.records();
            LandedFile file = written(sample, folder.resolve("sample.ndjson"));
            Excerpt taken = new Excerpt(
                    sample.rows().isEmpty() ? List.of() : List.of(file),
                    all ? Excerpt.Extent.WHOLE : Excerpt.Extent.PART,
                    all ? "all rows" : "the first rows");
            Sampled sampled = load(typed(stream, sample), taken);
            // Without a row there are columns all the same.
            return sample.rows().isEmpty()
                    ? new Sampled(stream, taken, sample.columns(), 0, List.of())
                    : new Sampled(stream, taken, withBytes(sampled.table(), sample), sampled.rows(), List.of());
        });
    }

    /** The samples of bytes were left out, so that their columns look like text. */
    private static List<Column> withBytes(List<Column> loaded, Sample sample) {
        Set<String> bytes = sample.columns().stream()
                .filter(column -> column.type().equals("BLOB"))
                .map(Column::name)
                .collect(Collectors.toSet());
        return loaded.stream()
                .map(column -> bytes.contains(column.name()) ? new Column(column.name(), "BLOB") : column)
                .toList();
    }

    private Sampled load(Stream stream, Excerpt excerpt) {
        if (excerpt.files().isEmpty()) {
            return new Sampled(stream, excerpt, List.of(), 0, List.of());
        }
        Branch branch = workspace.lake().freshBranch("crawl-" + stream.bronze());
        List<LandedFile> files = excerpt.files().stream().map(Scratch::inBatch).toList();
        LoadOutcome outcome = workspace
                .engine()
                .load(
                        new LoadRequest(
                                stream,
                                files,
                                LoadRequest.Earlier.REPLACED,
                                "crawl",
                                workspace.clock().instant(),
                                work.fresh(stream.bronze().toString())),
                        branch,
                        Progress.UNSEEN);
        outcome.table()
                .property(LakeProperties.POSITION, BATCH)
                .property(LakeProperties.FINGERPRINT, StreamFingerprint.of(stream))
                .apply(outcome.change())
                .stage();
        branch.audited(stream.bronze());
        Quarantined quarantine = outcome.quarantine();
        if (quarantine.table().isPresent() && quarantine.change().isPresent()) {
            quarantine.table().get().apply(quarantine.change().get()).stage();
            branch.audited(quarantine.table().get().name());
        }
        branch.publish();
        LakeView view = view();
        LakeTable table = view.table(stream.bronze()).orElseThrow();
        return new Sampled(
                stream, excerpt, table.columns(), table.rows(), refused(Quarantined.tableFor(stream.bronze()), view));
    }

    private static LandedFile inBatch(LandedFile file) {
        return new LandedFile(
                BATCH,
                file.path(),
                file.landedPath(),
                file.bytes(),
                file.etag(),
                file.modifiedAt(),
                file.version(),
                file.landedAt());
    }

    /** Why rows of a table are in quarantine, without the values, which may be secret. */
    List<Refused> refused(TableName quarantine, LakeView view) {
        if (view.table(quarantine).isEmpty()) {
            return List.of();
        }
        List<Refused> refused = new ArrayList<>();
        String sql = "SELECT regexp_replace(reason, '''.*''', '…'), count(*) FROM " + Identifiers.quote(quarantine)
                + " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 5";
        try (QueryResult rows = workspace.engine().query(sql, List.of(), view)) {
            for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
                refused.add(new Refused(
                        String.valueOf(row.get().get(0)),
                        row.get().get(1) instanceof Number count ? count.longValue() : 0));
            }
        }
        return refused;
    }

    /** The rows as records whose values are text. */
    private static LandedFile written(Sample sample, Path file) {
        try (JsonGenerator json = new JsonFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
            for (List<@Nullable String> row : sample.rows()) {
                json.writeStartObject();
                for (int i = 0; i < row.size(); i++) {
                    Column column = sample.columns().get(i);
                    json.writeStringField(column.name(), column.type().equals("BLOB") ? null : row.get(i));
                }
                json.writeEndObject();
                json.writeRaw('\n');
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE, file + " cannot be written: " + e + "; check space and rights", e);
        }
        long bytes = size(file);
        return new LandedFile(
                "", file.getFileName().toString(), file.toString(), bytes, "", Instant.EPOCH, 1, Instant.EPOCH);
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new LakesmithException(ErrorCode.FOLDER_UNWRITABLE, file + " cannot be read: " + e, e);
        }
    }

    /** The stream as one of JSON lines with the types that it lands with. */
    private static Stream typed(Stream stream, Sample sample) {
        Set<String> declared =
                stream.columns().stream().map(ColumnContract::name).collect(Collectors.toSet());
        List<ColumnContract> columns = new ArrayList<>(stream.columns());
        sample.columns().stream()
                .filter(column -> !declared.contains(column.name()) && !UNTOLD.contains(column.type()))
                .forEach(column -> columns.add(new ColumnContract(column.name(), Optional.of(column.type()), "")));
        return new Stream(
                stream.source(),
                stream.name(),
                stream.options(),
                new Format.Json(true, Optional.empty(), Optional.empty()),
                columns,
                stream.quarantine(),
                stream.onNewColumns(),
                stream.owner(),
                stream.place());
    }
}
