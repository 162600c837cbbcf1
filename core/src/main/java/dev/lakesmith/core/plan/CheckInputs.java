package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.sql.ParseOption;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the verdict of a model's checks depends on beside its rows. Checks of severity quarantine are left out: they
 * decide which rows the table has, so they belong to its definition.
 */
public final class CheckInputs {

    private CheckInputs() {}

    /** A text that changes when a check does; empty when there is none. */
    public static String fingerprint(Model model) {
        List<Check> checks = of(model);
        return checks.isEmpty() ? "" : StreamFingerprint.sha256(checks.toString());
    }

    /** The tables that checks read beside the model's own. */
    public static List<TableName> tables(Model model, SqlAnalyzer sql) {
        return of(model).stream()
                .flatMap(check -> tables(check.rule(), sql))
                .filter(table -> !table.equals(model.name()))
                .distinct()
                .toList();
    }

    private static List<Check> of(Model model) {
        return model.checks().stream()
                .filter(check -> check.severity() != Severity.QUARANTINE)
                .toList();
    }

    private static Stream<TableName> tables(Rule rule, SqlAnalyzer sql) {
        if (rule instanceof Rule.Relationships relation) {
            return Stream.of(relation.to());
        } else if (rule instanceof Rule.Compare compare) {
            return Stream.of(compare.to());
        } else if (rule instanceof Rule.Sql query) {
            return sql.parse(query.query(), ParseOption.ALLOW_THIS).tables().stream()
                    .map(TableReference::name)
                    .filter(name -> !name.equals(TableReference.THIS));
        }
        return Stream.of();
    }
}
