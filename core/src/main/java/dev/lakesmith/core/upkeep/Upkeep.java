package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;

/**
 * Tends to tables. Each table's work is one commit of its own; if another writer comes first, it is left for the next
 * time. Nothing is removed that a snapshot, a tag, a branch or a running reader or writer needs.
 */
public final class Upkeep {

    private static final String BRANCH_PREFIX = "upkeep-";

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

    /**
     * Tends to tables that are over budget, as long as the allowance of a run lasts; removes no files from storage.
     *
     * @throws LakesmithException INTERRUPTED when this thread is interrupted: what was done by then stays
     */
    public UpkeepReport afterRun(Collection<TableName> tables, Progress progress) {
        Allowance allowance = Allowance.ofRun(budget, clock);
        Snapshots snapshots = new Snapshots(lake.published());
        return each(tables, name -> {
            if (allowance.isUsedUp()) {
                return Optional.empty();
            }
            return tended(name, snapshots, allowance, progress);
        });
    }

    /**
     * Tends to tables whatever it takes, and removes from storage what nothing needs any more.
     *
     * @throws LakesmithException INTERRUPTED when this thread is interrupted: what was done by then stays
     */
    public UpkeepReport all(Collection<TableName> tables, Progress progress) {
        Snapshots snapshots = new Snapshots(lake.published());
        LandedCopies copies = new LandedCopies(lake, engine);
        return each(tables, name -> {
            Tended tended = tended(name, snapshots, Allowance.unlimited(clock), progress)
                    .orElse(new Tended(name, 0, 0, 0, 0, 0));
            Instant since = clock.instant().minus(budget.keptFor());
            List<Path> unneeded = new ArrayList<>(lake.unneeded(name, since));
            List<Path> unnamed = copies.unnamed(name, since);
            unneeded.addAll(unnamed);
            long bytes = unneeded.stream().mapToLong(Upkeep::remove).sum();
            unnamed.stream().map(Path::getParent).distinct().forEach(LandedCopies::removeIfEmpty);
            return Optional.of(new Tended(
                    name, tended.filesBefore(), tended.filesAfter(), tended.snapshots(), unneeded.size(), bytes));
        });
    }

    /** One table in trouble must not keep the others from being tended to. */
    private static UpkeepReport each(Collection<TableName> tables, Function<TableName, Optional<Tended>> work) {
        List<Tended> done = new ArrayList<>();
        List<LakesmithException> troubles = new ArrayList<>();
        for (TableName name : tables) {
            try {
                work.apply(name).ifPresent(done::add);
            } catch (RuntimeException e) {
                if (Thread.currentThread().isInterrupted() || isInterrupt(e)) {
                    throw new LakesmithException(
                            ErrorCode.INTERRUPTED, "interrupted while tending to " + name + "; it is as it was", e);
                }
                troubles.add(trouble(name, e));
            }
        }
        return new UpkeepReport(done, troubles);
    }

    private static boolean isInterrupt(RuntimeException e) {
        return e instanceof LakesmithException known && known.code() == ErrorCode.INTERRUPTED;
    }

    private static LakesmithException trouble(TableName name, RuntimeException e) {
        ErrorCode code = e instanceof LakesmithException known ? known.code() : ErrorCode.INTERNAL_ERROR;
        String why = e instanceof LakesmithException known ? known.message() : e.toString();
        return new LakesmithException(
                code, name + " could not be tended to and is as it was, the next run tries again: " + why, e);
    }

    /** Forgets what runs, loads, replays and upkeep have staged that failed or died long ago; returns the branches. */
    public List<String> forgetOldBranches() {
        List<String> old = lake.branchesIdleSince(clock.instant().minus(budget.branchesFor()));
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

    private Optional<Tended> tended(TableName name, Snapshots snapshots, Allowance allowance, Progress progress) {
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
        List<WrittenFiles> written = new ArrayList<>();
        boolean mayBePublished = false;
        try {
            TableDraft draft = branch.draft(table.name(), table.columns());
            int before = 0;
            int after = 0;
            for (List<ScanFile> pack : packs) {
                if (allowance.isUsedUp()) {
                    break;
                }
                allowance.use(pack);
                WrittenFiles anew = engine.rewrite(table, pack, draft, progress);
                written.add(anew);
                draft.apply(new RowChange.Compact(pack, anew));
                before += pack.size();
                after += anew.files().size();
            }
            if (before == 0 && expendable.isEmpty()) {
                return Optional.empty();
            }
            FaultPoint.UPKEEP_WRITTEN.reach();
            if (!expendable.isEmpty()) {
                draft.expire(expendable);
            }
            draft.stage();
            branch.audited(table.name());
            FaultPoint.UPKEEP_STAGED.reach();
            mayBePublished = true;
            branch.publish();
            return Optional.of(new Tended(table.name(), before, after, expendable.size(), 0, 0));
        } catch (LakesmithException e) {
            if (e.code() == ErrorCode.LAKE_CONFLICT) {
                mayBePublished = false;
                return Optional.empty();
            }
            throw e;
        } finally {
            if (!mayBePublished) {
                branch.drop();
                written.forEach(WrittenFiles::discard);
            }
        }
    }

    private static long remove(Path file) {
        try {
            long bytes = Files.size(file);
            Files.deleteIfExists(file);
            FaultPoint.UPKEEP_REMOVED.reach();
            return bytes;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
