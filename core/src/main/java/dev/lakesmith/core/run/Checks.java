package dev.lakesmith.core.run;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.engine.CheckFinding;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.engine.CheckRequest;
import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * Evaluates checks of models against what is published or staged. Builds nothing and changes no table but those that
 * keep the rows of checks with {@code store_failures}. Thread-safe.
 */
public final class Checks {

    private final Workspace workspace;

    public Checks(Workspace workspace) {
        this.workspace = workspace;
    }

    /**
     * What the checks of one table found.
     *
     * @param table a model's
     * @param state whether there was anything to look at
     * @param outcomes of each check in the header's order; empty when there was nothing to look at
     */
    public record TableChecks(TableName table, State state, List<CheckOutcome> outcomes) {

        /** Whether a table could be looked at. */
        public enum State {
            CHECKED,
            /** The view has no such table: it was never built. */
            NOT_BUILT
        }

        public TableChecks {
            outcomes = List.copyOf(outcomes);
        }

        /** Whether no check of severity fail or quarantine found anything. */
        public boolean passed() {
            return outcomes.stream().allMatch(CheckFailures::tolerable);
        }
    }

    /**
     * Evaluates every check of the models, those of severity quarantine too: rows of a published table that would be
     * quarantined now are told as failing.
     *
     * @param view {@code lake.published()}, or the view of a branch
     */
    public List<TableChecks> run(Collection<Model> models, LakeView view) {
        List<TableChecks> results = new ArrayList<>();
        for (Model model : models) {
            if (view.names().contains(model.name())) {
                List<CheckOutcome> outcomes = of(model.name(), model.checks(), view);
                new FailureTables(workspace, "none").keep(model.name(), outcomes, view);
                results.add(new TableChecks(model.name(), TableChecks.State.CHECKED, outcomes));
            } else {
                results.add(new TableChecks(model.name(), TableChecks.State.NOT_BUILT, List.of()));
            }
        }
        return results;
    }

    /** Evaluates some checks of one table, which the view has. */
    List<CheckOutcome> of(TableName table, List<Check> checks, LakeView view) {
        if (checks.isEmpty()) {
            return List.of();
        }
        List<CheckFinding> findings;
        try {
            findings = findings(table, checks, view);
        } catch (LakesmithException e) {
            throw e.code() == ErrorCode.SQL_RUNTIME ? named(table, checks, view, e) : e;
        }
        Verdicts verdicts = new Verdicts(table, view, workspace);
        return findings.stream().map(verdicts::of).toList();
    }

    private List<CheckFinding> findings(TableName table, List<Check> checks, LakeView view) {
        return workspace
                .engine()
                .check(new CheckRequest(table, checks, workspace.project().parameters()), view);
    }

    /** Many checks are made in one scan, so which of them cannot be made shows only when each is made alone. */
    private LakesmithException named(TableName table, List<Check> checks, LakeView view, LakesmithException failure) {
        for (Check check : checks) {
            try {
                findings(table, List.of(check), view);
            } catch (LakesmithException e) {
                return new LakesmithException(
                        e.code(),
                        place(table, check) + table + ": the check " + check.name() + " cannot be made: " + e.message()
                                + "; mend its SQL, or leave rows that it cannot judge out with WHERE",
                        e);
            }
        }
        return failure;
    }

    private String place(TableName table, Check check) {
        return workspace.project().models().stream()
                .filter(model -> model.name().equals(table))
                .map(model -> HeaderPlaces.of(workspace.project(), model).check(check.name()) + ": ")
                .findFirst()
                .orElse("");
    }
}
