package dev.lakesmith.core.test;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.core.test.PreparedTest.Expectation;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Holds what a test expects against what its model can give. */
final class ExpectedRows {

    private final Model model;
    private final List<Column> columns;
    private final Set<String> judged;
    private final List<Diagnostic> diagnostics;

    ExpectedRows(Model model, List<Column> columns, Set<String> judged, List<Diagnostic> diagnostics) {
        this.model = model;
        this.columns = columns;
        this.judged = judged;
        this.diagnostics = diagnostics;
    }

    /** The expectation; of use only when no mistake was told. */
    Expectation of(UnitTest.Expected written) {
        written.failedChecks().ifPresent(names -> names.forEach(this::check));
        for (UnitTest.QuarantinedRow row : written.quarantine()) {
            row.row().ifPresent(values -> values.cells().stream()
                    .filter(cell -> GivenRows.find(cell.key(), columns).isEmpty())
                    .forEach(cell -> unknown(cell.key(), cell.place())));
        }
        List<Column> looked = looked(written);
        List<UnitTest.Row> rows =
                written.rows().map(UnitTest.Rows.Written::rows).orElse(List.of());
        // A file may hold more columns than are looked at.
        GivenRows.Stray stray = (name, place) -> {
            if (GivenRows.find(name, columns).isEmpty()) {
                unknown(name, place);
            }
        };
        return new Expectation(written, looked, GivenRows.rows(rows, looked, stray, diagnostics));
    }

    private List<Column> looked(UnitTest.Expected written) {
        if (written.columns().isEmpty()) {
            List<String> named = GivenRows.named(
                    written.rows().map(UnitTest.Rows.Written::rows).orElse(List.of()));
            // Without a name the table's own columns say what 'no rows' looks like.
            List<Column> found = named.stream()
                    .flatMap(name -> GivenRows.find(name, columns).stream())
                    .toList();
            return found.isEmpty() ? columns : found;
        }
        List<Column> looked = new ArrayList<>();
        for (Map.Entry<String, Place> each : written.columns().entrySet()) {
            Optional<Column> column = GivenRows.find(each.getKey(), columns);
            column.ifPresentOrElse(looked::add, () -> unknown(each.getKey(), each.getValue()));
        }
        return looked;
    }

    private void unknown(String name, Place place) {
        GivenRows.unknown(name, place, columns, model.name().toString(), diagnostics);
    }

    private void check(String name, Place place) {
        if (judged.contains(name)) {
            return;
        }
        Optional<Check> known =
                model.checks().stream().filter(each -> each.name().equals(name)).findFirst();
        String message;
        if (known.isEmpty()) {
            Set<String> names = new TreeSet<>();
            model.checks().forEach(each -> names.add(each.name()));
            message = model.name() + " has no check '" + name + "'; it has " + String.join(", ", names)
                    + Nearest.hint(name, names);
        } else {
            message = known.get().severity() == Severity.QUARANTINE
                    ? "the check '" + name + "' moves rows to quarantine; expect them under 'quarantine'"
                    : "the check '" + name + "' reads a table that this test does not give, so it is not run; give"
                            + " that table's rows";
        }
        diagnostics.add(new Diagnostic(ErrorCode.VALUE_INVALID, place, message));
    }
}
