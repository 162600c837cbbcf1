package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/** The tables, beside its own, that a check's rule names. */
final class CheckTables {

    private CheckTables() {}

    static List<TableName> of(Check check) {
        return check.rule() instanceof Rule.Relationships relation
                ? List.of(relation.to())
                : check.rule() instanceof Rule.Compare compare ? List.of(compare.to()) : List.of();
    }
}
