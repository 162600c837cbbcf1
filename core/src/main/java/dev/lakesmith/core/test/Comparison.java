package dev.lakesmith.core.test;

import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.core.engine.Quarantined;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.core.test.PreparedTest.Expectation;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Holds what is in a test's lake against one expectation. */
final class Comparison {

    /** Where expected rows get their types; the schema is the program's own. */
    private static final TableName EXPECTED = new TableName("lakesmith", "expected");

    private final Model model;
    private final Expectation expected;
    private final Workspace workspace;

    Comparison(Model model, Expectation expected, Workspace workspace) {
        this.model = model;
        this.expected = expected;
        this.workspace = workspace;
    }

    /** What is not as expected. */
    List<Mismatch> findings(Ledger ledger, List<CheckOutcome> checks) {
        List<Mismatch> findings = new ArrayList<>();
        checks(checks).ifPresent(findings::add);
        if (expected.written().rows().isPresent()) {
            rows().ifPresent(findings::add);
        }
        quarantine().ifPresent(findings::add);
        drops(ledger).ifPresent(findings::add);
        return findings;
    }

    private Optional<Mismatch> rows() {
        LakeView view = workspace.lake().published();
        List<List<@Nullable Object>> actual =
                view.names().contains(model.name()) ? rows(model.name(), expected.columns(), view) : List.of();
        RowDiff diff = RowDiff.of(expected.columns(), typed(), actual, key());
        return diff.isEmpty() ? Optional.empty() : Optional.of(new Mismatch.Rows(diff));
    }

    /** The expected rows as the engine reads them, so that both sides have one form. */
    private List<List<@Nullable Object>> typed() {
        if (expected.rows().isEmpty()) {
            return List.of();
        }
        Branch branch = workspace.lake().branch("expected");
        TableDraft draft = branch.draft(EXPECTED, expected.columns());
        draft.apply(new RowChange.Append(workspace.engine().write(draft, expected.rows())))
                .stage();
        List<List<@Nullable Object>> rows = rows(EXPECTED, expected.columns(), branch.view());
        branch.drop();
        return rows;
    }

    private List<List<@Nullable Object>> rows(TableName table, List<Column> columns, LakeView view) {
        try (QueryResult result = workspace.engine().rows(table, view)) {
            int[] positions = columns.stream()
                    .mapToInt(column -> indexOf(column.name(), result.columns()))
                    .toArray();
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (Optional<List<@Nullable Object>> row = result.next(); row.isPresent(); row = result.next()) {
                List<@Nullable Object> values = new ArrayList<>();
                for (int position : positions) {
                    values.add(Value.of(row.get().get(position)));
                }
                rows.add(values);
            }
            return rows;
        }
    }

    private static int indexOf(String name, List<Column> columns) {
        return IntStream.range(0, columns.size())
                .filter(i -> columns.get(i).name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no column " + name));
    }

    /** What identifies a row, if all of it is looked at. */
    private List<Integer> key() {
        List<String> names = model.uniqueKey();
        if (names.isEmpty()) {
            names = model.checks().stream()
                    .filter(check -> check.rule() instanceof Rule.Unique)
                    .map(check -> ((Rule.Unique) check.rule()).columns())
                    .findFirst()
                    .orElse(List.of());
        }
        boolean all = names.stream()
                .allMatch(name -> GivenRows.find(name, expected.columns()).isPresent());
        return all
                ? names.stream().map(name -> indexOf(name, expected.columns())).toList()
                : List.of();
    }

    private Optional<Mismatch> quarantine() {
        TableName table = Quarantined.tableFor(model.name());
        LakeView view = workspace.lake().published();
        List<Mismatch.Quarantine.Held> held = new ArrayList<>();
        if (view.table(table).isPresent()) {
            rows(table, Quarantined.COLUMNS.subList(0, 2), view)
                    .forEach(row -> held.add(
                            new Mismatch.Quarantine.Held(String.valueOf(row.get(0)), String.valueOf(row.get(1)))));
        }
        return QuarantineMatch.of(expected.written().quarantine(), held);
    }

    private Optional<Mismatch> checks(List<CheckOutcome> outcomes) {
        Optional<Set<String>> wanted = expected.written().failedChecks().map(Map::keySet);
        Set<String> passed = new TreeSet<>(wanted.orElse(Set.of()));
        List<CheckOutcome> failed = new ArrayList<>();
        for (CheckOutcome outcome : outcomes) {
            if (outcome.passed()) {
                continue;
            }
            String name = outcome.check().name();
            passed.remove(name);
            boolean matters = wanted.map(names -> !names.contains(name))
                    .orElse(outcome.check().severity() == Severity.FAIL);
            if (matters) {
                failed.add(outcome);
            }
        }
        return passed.isEmpty() && failed.isEmpty()
                ? Optional.empty()
                : Optional.of(new Mismatch.Checks(List.copyOf(passed), failed));
    }

    private Optional<Mismatch> drops(Ledger ledger) {
        if (expected.written().drops().isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, Long> wanted =
                new TreeMap<>(expected.written().drops().get());
        wanted.values().removeIf(count -> count == 0);
        SortedMap<String, Long> actual = new TreeMap<>();
        ledger.dropped().forEach((reason, count) -> {
            boolean anyFilter = reason.startsWith("filtered: ") && wanted.containsKey("filtered");
            actual.merge(anyFilter ? "filtered" : reason, count, Long::sum);
        });
        return wanted.equals(actual) ? Optional.empty() : Optional.of(new Mismatch.Drops(wanted, actual));
    }
}
