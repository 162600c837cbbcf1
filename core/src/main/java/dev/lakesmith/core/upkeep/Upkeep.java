package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Tends to tables. Each table's work is one commit of its own; if another writer comes first, it is left for the next
 * time. Nothing is removed that a snapshot, a tag, a branch or a running reader or writer needs.
 */
public final class Upkeep {

    private static final String BRANCH_PREFIX = "upkeep-";
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

    private final Lake lake;
    private final Engine engine;
    private final Clock clock;
    private final Budget budget;

    public Upkeep(Lake lake, Engine engine, Clock clock, Budget budget) {
        this.lake = lake;
        this.engine = engine;
        this.clock = clock;
        this.budget = budget;
    }

    /** Tends to tables that are over budget, as long as the time of a run lasts; removes no files from storage. */
    public List<Tended> afterRun(Collection<TableName> tables, Progress progress) {
        Instant end = clock.instant().plus(budget.timePerRun());
        List<Tended> done = new ArrayList<>();
        Snapshots snapshots = new Snapshots(lake.published());
        for (TableName name : tables) {
            if (clock.instant().isAfter(end)) {
                break;
            }
            tended(name, snapshots, progress).ifPresent(done::add);
        }
        return done;
    }

    /** Tends to tables whatever it takes, and removes from storage what nothing needs any more. */
    public List<Tended> all(Collection<TableName> tables, Progress progress) {
        List<Tended> done = new ArrayList<>();
        Snapshots snapshots = new Snapshots(lake.published());
        for (TableName name : tables) {
            Tended tended = tended(name, snapshots, progress).orElse(new Tended(name, 0, 0, 0, 0, 0));
            List<Path> unneeded = lake.unneeded(name, clock.instant().minus(budget.keptFor()));
            long bytes = unneeded.stream().mapToLong(Upkeep::remove).sum();
            done.add(new Tended(
                    name, tended.filesBefore(), tended.filesAfter(), tended.snapshots(), unneeded.size(), bytes));
        }
        return done;
    }

    /** Forgets what runs have staged that failed long ago; returns their branches. */
    public List<String> forgetOldBranches() {
        String before = "run-" + TIME.format(clock.instant().minus(budget.branchesFor()));
        List<String> old = lake.branches().stream()
                .filter(branch -> branch.startsWith("run-"))
                .filter(branch -> branch.compareTo(before) < 0)
                .toList();
        old.forEach(branch -> lake.branch(branch).drop());
        return old;
    }

    /** Where a table stands against its budget. */
    public State state(LakeTable table) {
        return new State(
                Compaction.smallFiles(table),
                table.deleteFileCount(),
                table.snapshots().size(),
                table.metadataBytes(),
                budget);
    }

    /**
     * A table against its budget.
     *
     * @param smallFiles in the partition that has most of them
     */
    public record State(int smallFiles, long deleteFiles, int snapshots, long metadataBytes, Budget budget) {

        public boolean isOver() {
            return smallFiles > budget.smallFiles()
                    || deleteFiles > budget.deleteFiles()
                    || snapshots > budget.snapshots();
        }
    }

    private Optional<Tended> tended(TableName name, Snapshots snapshots, Progress progress) {
        Branch branch = lake.branch(BRANCH_PREFIX + name + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        Optional<LakeTable> found = branch.view().table(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        LakeTable table = found.get();
        boolean mayNeedCompaction = table.fileCount() > budget.smallFiles() || table.deleteFileCount() > 0;
        List<List<ScanFile>> packs = mayNeedCompaction ? Compaction.of(table, budget) : List.of();
        List<Long> expendable = snapshots.expendable(table, budget);
        if (packs.isEmpty() && expendable.isEmpty()) {
            return Optional.empty();
        }
        try {
            TableDraft draft = branch.draft(table.name(), table.columns());
            int before = 0;
            int after = 0;
            for (List<ScanFile> pack : packs) {
                RowChange.Compact compact = new RowChange.Compact(pack, engine.rewrite(table, pack, draft, progress));
                draft.apply(compact);
                before += pack.size();
                after += compact.added().files().size();
            }
            if (!expendable.isEmpty()) {
                draft.expire(expendable);
            }
            draft.stage();
            branch.audited(table.name());
            branch.publish();
            return Optional.of(new Tended(table.name(), before, after, expendable.size(), 0, 0));
        } catch (LakesmithException e) {
            branch.drop();
            if (e.code() == ErrorCode.LAKE_CONFLICT) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static long remove(Path file) {
        try {
            long bytes = Files.size(file);
            Files.deleteIfExists(file);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
