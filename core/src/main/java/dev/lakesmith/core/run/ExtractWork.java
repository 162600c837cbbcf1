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
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
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
        Landed landed = new Landed(ledger.filesAfter(stream, "", view), LandingLedger.bookmark(stream, view));
        String batch = LandingLedger.nextBatch(stream, view);
        Path folder = folder(batch);
        try (SourceReader reader = workspace
                .connector(step.source().connector())
                .open(step.source(), workspace.project().directory(), workspace.clock())) {
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
                discard(folder, e);
                throw e;
            }
            FaultPoint.EXTRACT_COPIED.reach();
            Ledger counts = extraction.ledger().balanced(stream.landing().toString());
            boolean moves =
                    extraction.bookmark().isPresent() && !extraction.bookmark().equals(landed.bookmark());
            if (extraction.files().stream()
                    .noneMatch(file -> Path.of(file.landedPath()).startsWith(folder))) {
                WorkFolder.remove(folder);
            }
            if (extraction.files().isEmpty() && !moves) {
                return new Result(false, counts, 0, List.of(), List.of());
            }
            append(ledger, branch, batch, extraction, folder);
            FaultPoint.EXTRACT_COMMITTED.reach();
            long bytes =
                    extraction.files().stream().mapToLong(LandedFile::bytes).sum();
            return new Result(true, counts, bytes, List.of(), List.of());
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    /** Somebody else's batch came first: then these copies are nobody's, and the next try makes its own. */
    private void append(LandingLedger ledger, Branch branch, String batch, Extraction extraction, Path folder) {
        try {
            ledger.append(step.stream(), branch, batch, extraction);
        } catch (LakesmithException e) {
            if (e.code() == ErrorCode.LAKE_CONFLICT) {
                discard(folder, e);
            }
            throw e;
        }
    }

    /** Removes copies that no ledger names yet: left there, each attempt on a full disk would fill it further. */
    private static void discard(Path folder, LakesmithException failure) {
        try {
            WorkFolder.remove(folder);
        } catch (IOException e) {
            failure.addSuppressed(e);
        }
    }

    /** The run's id is part of the name: what a killed run left there is never mistaken for this one's. */
    private Path folder(String batch) {
        Path folder = Landing.copies(workspace.lake().warehouse(), step.stream().landing())
                .resolve(batch + "-" + runId);
        try {
            if (Files.exists(folder)) {
                WorkFolder.remove(folder);
            }
            return Files.createDirectories(folder);
        } catch (IOException e) {
            throw unwritable(folder, e);
        }
    }

    private static LakesmithException unwritable(Path folder, IOException e) {
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "cannot write to landing, " + folder + ": " + e.getMessage() + "; check rights and free space",
                e);
    }
}
