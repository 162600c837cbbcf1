package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.contract.Budget;
import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.core.engine.Engine;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.WrittenFiles;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
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
    private final Maintenance maintenance;

    public Upkeep(Lake lake, Engine engine, Clock clock, Maintenance maintenance) {
        this.lake = lake;
        this.engine = engine;
        this.clock = clock;
        this.maintenance = maintenance;
    }

    /**
     * Tends to tables that are over budget, as long as the allowance of a run lasts.
     *
     * @throws LakesmithException INTERRUPTED when this thread is interrupted: what was done by then stays
     */
    public UpkeepReport afterRun(Collection<TableName> tables, Progress progress) {
        Allowance allowance = Allowance.ofRun(maintenance, clock);
        Snapshots snapshots = new Snapshots(lake.published());
        return each(tables, name -> {
            Budget budget = maintenance.of(name);
            Optional<Tended> tended = allowance.isUsedUp()
                    ? Optional.empty()
                    : tended(name, snapshots, slack(budget), allowance, progress);
            // What a table let go earlier is removed now and then only: its whole folder has to be looked through.
            return tended.filter(each -> each.snapshots() > 0 && !allowance.isUsedUp())
                    .map(each ->
                            removing(each, lake.unneeded(name, clock.instant().minus(budget.keptFor()))))
                    .or(() -> tended);
        });
    }

    /** How many snapshots beyond the budget runs leave, since forgetting some is a commit of its own. */
    static int slack(Budget budget) {
        return budget.snapshots() / 2;
    }

    /**
     * Tends to tables whatever it takes, and removes from storage what nothing needs any more.
     *
     * @param tables published ones, or dropped ones that are to leave no files
     * @throws LakesmithException INTERRUPTED when this thread is interrupted: what was done by then stays
     */
    public UpkeepReport all(Collection<TableName> tables, Progress progress) {
        Snapshots snapshots = new Snapshots(lake.published());
        LandedCopies copies = new LandedCopies(lake, engine);
        return each(tables, name -> {
            Tended tended = tended(name, snapshots, 0, Allowance.unlimited(clock), progress)
                    .orElse(Tended.nothing(name));
            Instant since = clock.instant().minus(maintenance.of(name).keptFor());
            List<StoredFile> unneeded = new ArrayList<>(lake.unneeded(name, since));
            List<StoredFile> unnamed = copies.unnamed(name, since);
            unneeded.addAll(unnamed);
            Tended removed = removing(tended, unneeded);
            unnamed.stream()
                    .map(file -> Locations.parent(file.location()))
                    .distinct()
                    .forEach(lake.storage()::removeIfEmpty);
            lake.forgetDropped(name, since);
            return Optional.of(removed);
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
        List<String> old = lake.branchesIdleSince(clock.instant().minus(maintenance.branchesFor()));
        old.forEach(branch -> lake.branch(branch).drop());
        return old;
    }

    private Optional<Tended> tended(
            TableName name, Snapshots snapshots, int slack, Allowance allowance, Progress progress) {
        Budget budget = maintenance.of(name);
        Branch branch = lake.branch(BRANCH_PREFIX + name + "-"
                + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        Optional<LakeTable> found = branch.view().table(name);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        LakeTable table = found.get();
        boolean mayNeedCompaction = table.fileCount() > budget.smallFiles() || table.deleteFileCount() > 0;
        List<List<ScanFile>> packs = mayNeedCompaction ? Compaction.of(table, budget) : List.of();
        List<Long> expendable = snapshots.expendable(table, budget, slack);
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
                stopIfInterrupted(name);
                WrittenFiles anew = engine.rewrite(table, pack, draft, progress);
                written.add(anew);
                // The engine may have been faster than it looks up.
                stopIfInterrupted(name);
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
                written.forEach(lake::discard);
            }
        }
    }

    private static void stopIfInterrupted(TableName name) {
        if (Thread.currentThread().isInterrupted()) {
            throw new LakesmithException(
                    ErrorCode.INTERRUPTED, "interrupted before the files of " + name + " were written anew");
        }
    }

    private Tended removing(Tended tended, List<StoredFile> files) {
        return tended.withRemoved(
                files.size(), files.stream().mapToLong(this::remove).sum());
    }

    private long remove(StoredFile file) {
        boolean wasThere = lake.storage().delete(file.location());
        FaultPoint.UPKEEP_REMOVED.reach();
        return wasThere ? file.bytes() : 0;
    }
}
