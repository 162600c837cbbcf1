package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Landing;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of landed files of each stream. Batches are numbered from {@code 000001} on; the number of the last one is
 * a property of the table, so it is known without reading the ledger.
 */
final class LandingLedger {

    private final Engine engine;

    LandingLedger(Engine engine) {
        this.engine = engine;
    }

    /** The last batch of a stream; empty when nothing was landed. */
    static Optional<String> lastBatch(Stream stream, LakeView view) {
        return view.table(stream.landing()).flatMap(table -> table.property(LakeProperties.POSITION));
    }

    /** Where the last extraction of a stream ended, if its connector goes on from there. */
    static Optional<String> bookmark(Stream stream, LakeView view) {
        return view.table(stream.landing()).flatMap(table -> table.property(LakeProperties.BOOKMARK));
    }

    /** The batch after the last one. */
    static String nextBatch(Stream stream, LakeView view) {
        long last = lastBatch(stream, view).map(Long::parseLong).orElse(0L);
        return "%06d".formatted(last + 1);
    }

    /** The landed files after a batch, in the order they were landed. */
    List<LandedFile> filesAfter(Stream stream, String batch, LakeView view) {
        if (view.table(stream.landing()).isEmpty()) {
            return List.of();
        }
        List<LandedFile> files = new ArrayList<>();
        try (QueryResult rows = engine.rows(stream.landing(), view)) {
            for (Optional<List<@Nullable Object>> row = rows.next(); row.isPresent(); row = rows.next()) {
                LandedFile file = file(row.get());
                if (file.batchId().compareTo(batch) > 0) {
                    files.add(file);
                }
            }
        }
        files.sort(Comparator.comparing(LandedFile::batchId)
                .thenComparing(LandedFile::path)
                .thenComparing(LandedFile::landedPath));
        return files;
    }

    private static LandedFile file(List<@Nullable Object> row) {
        return new LandedFile(
                text(row.get(0)),
                text(row.get(1)),
                text(row.get(2)),
                ((Number) Objects.requireNonNull(row.get(3))).longValue(),
                text(row.get(4)),
                instant(row.get(5)),
                ((Number) Objects.requireNonNull(row.get(6))).intValue(),
                instant(row.get(7)));
    }

    private static String text(@Nullable Object value) {
        return Objects.requireNonNull(value).toString();
    }

    private static Instant instant(@Nullable Object value) {
        return ((OffsetDateTime) Objects.requireNonNull(value)).toInstant();
    }

    /**
     * Adds a batch: the moment at which it counts as extracted, and its bookmark moves.
     *
     * @param branch made before the ledger was last read, so that a batch added meanwhile by someone else is a conflict
     */
    void append(Stream stream, Branch branch, String batch, Extraction extraction) {
        TableDraft draft = branch.draft(stream.landing(), Landing.COLUMNS);
        List<List<?>> rows = new ArrayList<>();
        for (LandedFile file : extraction.files()) {
            rows.add(List.of(
                    file.batchId(),
                    file.path(),
                    file.landedPath(),
                    file.bytes(),
                    file.etag(),
                    file.modifiedAt(),
                    file.version(),
                    file.landedAt()));
        }
        extraction.bookmark().ifPresent(bookmark -> draft.property(LakeProperties.BOOKMARK, bookmark));
        if (!rows.isEmpty()) {
            // Without files there is nothing to load up to.
            draft.property(LakeProperties.POSITION, batch);
        }
        draft.apply(new RowChange.Append(engine.write(draft, rows))).stage();
        branch.audited(stream.landing());
        branch.publish();
    }
}
