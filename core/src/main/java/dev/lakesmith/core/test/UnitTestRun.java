package dev.lakesmith.core.test;

import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.core.run.ModelRun;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs one unit test in a lake of its own. */
final class UnitTestRun {

    private final PreparedTest prepared;
    private final Workspace project;
    private final Path folder;
    private final List<TestReport.Finding> findings = new ArrayList<>();
    private final List<CheckOutcome> checks = new ArrayList<>();
    private Ledger ledger = Ledger.EMPTY;

    /** {@code folder} becomes the lake; it need not exist. */
    UnitTestRun(PreparedTest prepared, Workspace project, Path folder) {
        this.prepared = prepared;
        this.project = project;
        this.folder = folder;
    }

    TestReport run() {
        long started = System.nanoTime();
        Optional<LakesmithException> error = Optional.empty();
        try (Lake lake = Lake.at(folder)) {
            for (int i = 0; i < prepared.runs().size(); i++) {
                run(i, lake);
            }
        } catch (LakesmithException e) {
            error = Optional.of(e);
        }
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return new TestReport(prepared.test(), elapsed, findings, error);
    }

    private void run(int index, Lake lake) {
        PreparedTest.Run run = prepared.runs().get(index);
        Workspace workspace = new Workspace(
                project.project().withParameters(prepared.parameters()),
                lake,
                run.now().map(project.engine()::at).orElse(project.engine()),
                project.sql(),
                List.of(),
                project.history(),
                run.now().map(now -> Clock.fixed(now, ZoneOffset.UTC)).orElse(project.clock()));
        new TestTables(prepared, workspace, folder).change(index);
        ModelRun.Result result = new ModelRun(prepared.model(), workspace).run("%06d".formatted(index + 1));
        checks.addAll(result.checks());
        ledger = ledger.plus(result.ledger());
        for (PreparedTest.Expectation expected : run.expected()) {
            boolean all = expected.written().scope() == UnitTest.Scope.ALL_RUNS;
            Comparison comparison = new Comparison(prepared.model().model(), expected, workspace);
            comparison
                    .findings(all ? ledger : result.ledger(), all ? checks : result.checks())
                    .forEach(mismatch -> findings.add(
                            new TestReport.Finding(index + 1, expected.written().place(), mismatch)));
        }
    }
}
