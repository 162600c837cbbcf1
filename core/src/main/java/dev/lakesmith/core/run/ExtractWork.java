package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Landing;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.plan.Step;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.storage.LocalCopies;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.Outbox;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Brings a stream's new files to landing and adds them to the ledger. */
final class ExtractWork implements StepWork {

    private final Step.Extract step;
    private final Workspace workspace;
    private final String runId;
    private final Attempts attempts;

    ExtractWork(Step.Extract step, Workspace workspace, String runId, Attempts attempts) {
        this.step = step;
        this.workspace = workspace;
        this.runId = runId;
        this.attempts = attempts;
    }

    @Override
    public Result run(Progress progress) {
        return attempts.of(step.source(), step.stream(), progress, () -> Conflicts.retried(() -> extract(progress)));
    }

    private Result extract(Progress progress) {
        Stream stream = step.stream();
        LandingLedger ledger = new LandingLedger(workspace.engine());
        Branch branch = workspace.lake().freshBranch("extract-" + runId + "-" + stream.landing());
        LakeView view = branch.view();
        String batch = LandingLedger.nextBatch(stream, view);
        try (LocalCopies copies = workspace.lake().storage().copies();
                Outbox landing = landing(batch);
                SourceReader reader = workspace
                        .connector(step.source().connector())
                        .open(step.source(), workspace.project().directory(), workspace.clock())) {
            Path folder = landing.folder();
            Landed landed =
                    new Landed(ledger.filesAfter(stream, "", view), LandingLedger.bookmark(stream, view), copies::all);
            Pending pending = step.pending()
                    .span()
                    .map(span -> reader.pending(stream, span, landed))
                    .orElseGet(() -> reader.pending(stream, landed));
            Extraction extraction;
            try {
                extraction = reader.extract(
                        stream,
                        pending,
                        landed,
                        new Delivery(folder, workspace.engine().recordFiles(folder), batch, progress));
            } catch (LakesmithException e) {
                discard(landing, e);
                throw e;
            }
            FaultPoint.EXTRACT_COPIED.reach();
            Ledger counts = extraction.ledger().balanced(stream.landing().toString());
            boolean moves =
                    extraction.bookmark().isPresent() && !extraction.bookmark().equals(landed.bookmark());
            if (extraction.files().stream().noneMatch(file -> isIn(folder, file))) {
                remove(landing);
            }
            if (extraction.files().isEmpty() && !moves) {
                reader.committed(stream, progress::warn);
                return new Result(false, counts, 0, List.of(), List.of());
            }
            append(ledger, branch, batch, delivered(extraction, landing), landing);
            FaultPoint.EXTRACT_COMMITTED.reach();
            reader.committed(stream, progress::warn);
            long bytes =
                    extraction.files().stream().mapToLong(LandedFile::bytes).sum();
            return new Result(true, counts, bytes, List.of(), List.of());
        }
    }

    private static boolean isIn(Path folder, LandedFile file) {
        return !Locations.isRemote(file.landedPath())
                && Path.of(file.landedPath()).startsWith(folder);
    }

    /** Where the batch's files are once they are where they stay. */
    private static Extraction delivered(Extraction extraction, Outbox landing) {
        List<LandedFile> own = extraction.files().stream()
                .filter(file -> isIn(landing.folder(), file))
                .toList();
        landing.deliver(own.stream().map(file -> Path.of(file.landedPath())).toList());
        return extraction.withFiles(extraction.files().stream()
                .map(file -> isIn(landing.folder(), file)
                        ? file.landedAt(Locations.told(landing.location(Path.of(file.landedPath()))))
                        : file)
                .toList());
    }

    /** Somebody else's batch came first: then these copies are nobody's, and the next try makes its own. */
    private void append(LandingLedger ledger, Branch branch, String batch, Extraction extraction, Outbox landing) {
        try {
            ledger.append(step.stream(), branch, batch, extraction);
        } catch (LakesmithException e) {
            if (e.code() == ErrorCode.LAKE_CONFLICT) {
                discard(landing, e);
            }
            throw e;
        }
    }

    /** Removes copies that no ledger names yet: left there, each attempt on a full disk would fill it further. */
    private void discard(Outbox landing, LakesmithException failure) {
        try {
            remove(landing);
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private void remove(Outbox landing) {
        Storage storage = workspace.lake().storage();
        storage.files(landing.target()).forEach(file -> storage.delete(file.location()));
        try {
            if (Files.exists(landing.folder())) {
                WorkFolder.remove(landing.folder());
            }
        } catch (IOException e) {
            throw unwritable(landing.target(), e);
        }
    }

    /** The run's id is part of the name: what a killed run left there is never mistaken for this one's. */
    private Outbox landing(String batch) {
        Lake lake = workspace.lake();
        String folder = Landing.copies(lake.warehouse(), step.stream().landing()) + "/" + batch + "-" + runId;
        try {
            if (!Locations.isRemote(folder) && Files.exists(Locations.path(folder))) {
                WorkFolder.remove(Locations.path(folder));
            }
            return lake.storage().outbox(folder);
        } catch (IOException | UncheckedIOException e) {
            throw unwritable(folder, e);
        }
    }

    private static LakesmithException unwritable(String folder, Exception e) {
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "cannot write to landing, " + Locations.told(folder) + ": " + e.getMessage()
                        + "; check rights and free space",
                e);
    }
}
