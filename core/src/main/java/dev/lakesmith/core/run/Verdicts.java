package dev.lakesmith.core.run;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.engine.CheckFinding;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.engine.StoredFailures;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says of what an engine found whether it passes, and in which words it is told. */
final class Verdicts {

    private final TableName table;
    private final LakeView view;
    private final Workspace workspace;

    Verdicts(TableName table, LakeView view, Workspace workspace) {
        this.table = table;
        this.view = view;
        this.workspace = workspace;
    }

    CheckOutcome of(CheckFinding finding) {
        Rule rule = finding.check().rule();
        if (rule instanceof Rule.Measured measured) {
            return measured(finding, measured);
        } else if (rule instanceof Rule.Freshness freshness) {
            return freshness(finding, freshness);
        } else if (rule instanceof Rule.SchemaUnchanged) {
            return schema(finding.check());
        }
        String rows = counted(finding.failing(), rule);
        String seen =
                finding.measured().map(differences -> rows + ", " + differences).orElse(rows);
        boolean stored = finding.failing() > 0 && finding.check().failures() == Check.Failures.STORED;
        return new CheckOutcome(
                finding.check(),
                finding.failing(),
                seen,
                Optional.empty(),
                finding.sample(),
                stored
                        ? Optional.of("the rows are in " + StoredFailures.tableFor(table, finding.check()))
                        : Optional.empty());
    }

    private static String counted(long failing, Rule rule) {
        String what = rule instanceof Rule.Unique
                ? "repeated value"
                : rule instanceof Rule.Grain ? "repeated or incomplete key" : "row";
        return failing + " " + what + (failing == 1 ? "" : "s");
    }

    private CheckOutcome measured(CheckFinding finding, Rule.Measured rule) {
        CheckOutcome outcome = ranged(finding, rule);
        return new CheckOutcome(
                outcome.check(),
                outcome.failing(),
                outcome.seen(),
                finding.measured(),
                Optional.empty(),
                outcome.remark());
    }

    private CheckOutcome ranged(CheckFinding finding, Rule.Measured rule) {
        Check check = finding.check();
        if (finding.measured().isEmpty()) {
            return passed(check, rule.described() + " is NULL", Optional.empty());
        }
        String seen = rule.described() + " is " + finding.measured().get();
        if (finding.failing() > 0) {
            return failed(check, seen + ", allowed is " + Bounds.described(rule.min(), rule.max()));
        }
        if (rule.change().isEmpty()) {
            return passed(check, seen, Optional.empty());
        }
        Optional<LakeTable> measuredTable = view.table(table);
        String run = measuredTable.flatMap(Metrics::runOf).orElse("");
        Metrics earlier = measuredTable.map(Metrics::of).orElse(Metrics.NONE);
        return Changes.judged(check, rule, finding.measured().get(), earlier.before(run, Metrics.key(check)));
    }

    private CheckOutcome freshness(CheckFinding finding, Rule.Freshness rule) {
        if (finding.measured().isEmpty()) {
            return failed(finding.check(), rule.column() + " has no value, so nothing is fresh");
        }
        Instant newest = Instant.EPOCH.plus(Long.parseLong(finding.measured().get()), ChronoUnit.MICROS);
        Duration age = Duration.between(newest, workspace.clock().instant());
        String seen = "the newest " + rule.column() + " is " + newest;
        return age.compareTo(rule.maxAge()) <= 0
                ? passed(finding.check(), seen, Optional.empty())
                : failed(
                        finding.check(), seen + ", " + Ages.text(age) + " old; allowed is " + Ages.text(rule.maxAge()));
    }

    private CheckOutcome schema(Check check) {
        LakeView published = workspace.lake().published();
        Optional<List<Column>> before = columns(published);
        if (before.isEmpty()) {
            return passed(check, "nothing is published yet", Optional.of("nothing is published yet to compare with"));
        }
        List<Column> now = columns(view).orElseThrow();
        List<String> differences = new ArrayList<>();
        for (Column column : now) {
            Optional<Column> earlier = named(column.name(), before.get());
            if (earlier.isEmpty()) {
                differences.add("new column " + column.name() + " " + column.type());
            } else if (!earlier.get().type().equals(column.type())) {
                differences.add(column.name() + " was " + earlier.get().type() + " and is " + column.type());
            }
        }
        before.get().stream()
                .filter(column -> named(column.name(), now).isEmpty())
                .forEach(column -> differences.add("the column " + column.name() + " is gone"));
        if (differences.isEmpty() && !before.get().equals(now)) {
            differences.add("the columns stand in another order");
        }
        return differences.isEmpty()
                ? passed(check, "the columns are as published", Optional.empty())
                : failed(
                        check,
                        String.join(", ", differences)
                                + "; if that is wanted, give the check severity warn for one run");
    }

    private Optional<List<Column>> columns(LakeView from) {
        return from.table(table).map(LakeTable::columns).or(() -> from.view(table)
                .map(StoredView::columns));
    }

    private static Optional<Column> named(String name, List<Column> columns) {
        return columns.stream().filter(each -> each.name().equals(name)).findFirst();
    }

    static CheckOutcome passed(Check check, String seen, Optional<String> remark) {
        return new CheckOutcome(check, 0, seen, Optional.empty(), Optional.empty(), remark);
    }

    static CheckOutcome failed(Check check, String seen) {
        return new CheckOutcome(check, 1, seen, Optional.empty(), Optional.empty(), Optional.empty());
    }
}
