package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.vocabulary.TableName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;

/** Finds tables that stay as they are, but whose checks may not pass any more. */
final class RecheckPlan {

    private final LakeView view;
    private final Set<TableName> changing;
    private final Map<TableName, Set<TableName>> behindViews;
    private final SqlAnalyzer sql;

    /**
     * Over what the plan holds so far.
     *
     * @param changing the tables that steps write
     * @param behindViews the tables that steps write below a view that has no step
     */
    RecheckPlan(LakeView view, Set<TableName> changing, Map<TableName, Set<TableName>> behindViews, SqlAnalyzer sql) {
        this.view = view;
        this.changing = changing;
        this.behindViews = behindViews;
        this.sql = sql;
    }

    Optional<Step> step(AnalyzedModel analyzed) {
        Model model = analyzed.model();
        if (CheckInputs.fingerprint(model).isEmpty()) {
            return Optional.empty();
        }
        List<TableName> read = CheckInputs.tables(model, sql);
        Set<TableName> after = new HashSet<>();
        for (TableName table : read) {
            after.addAll(changing.contains(table) ? Set.of(table) : behindViews.getOrDefault(table, Set.of()));
        }
        Optional<LakeTable> table = view.table(model.name());
        boolean changed = table.isPresent()
                && !table.get().property(LakeProperties.CHECKS).equals(Optional.of(CheckInputs.fingerprint(model)));
        if (changed) {
            return Optional.of(new Step.Check(analyzed, Step.Check.Which.ALL, "its checks changed", after));
        }
        return other(table, read, after)
                .map(tables ->
                        new Step.Check(analyzed, Step.Check.Which.AGAINST_OTHERS, "checked against " + tables, after));
    }

    /** The tables that a check may see otherwise than when it passed, and why; empty when there are none. */
    private Optional<String> other(Optional<LakeTable> table, List<TableName> read, Set<TableName> after) {
        if (!after.isEmpty()) {
            return Optional.of(names(after) + ", which will change");
        }
        if (table.isEmpty() || read.isEmpty()) {
            return Optional.empty();
        }
        SortedMap<String, String> before = Inputs.parse(
                table.get().property(LakeProperties.CHECKED_AGAINST).orElse(""));
        String changed = Inputs.of(read, view, sql).entrySet().stream()
                .filter(entry -> !entry.getValue().equals(before.get(entry.getKey())))
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
        return changed.isEmpty() ? Optional.empty() : Optional.of(changed + ", which changed since");
    }

    private static String names(Set<TableName> tables) {
        return tables.stream().map(TableName::toString).sorted().collect(Collectors.joining(", "));
    }
}
