package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.lake.PartitionTerm;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * By which columns of a model the rows can be found that a change of its inputs touches: those of its unique key or of
 * its partitions that depend on single input rows, in every input that changed.
 *
 * @param terms of the key
 * @param ofInputs for each input, the SQL expressions over its rows that give the terms
 */
record AffectedKeys(List<PartitionTerm> terms, Map<TableName, List<String>> ofInputs) {

    AffectedKeys {
        terms = List.copyOf(terms);
        ofInputs = Map.copyOf(ofInputs);
    }

    /** Empty when there is no such column. */
    static AffectedKeys of(
            Model model,
            Query query,
            List<Column> columns,
            Set<TableName> changed,
            SqlAnalyzer sql,
            Map<String, String> parameterTypes) {
        Map<String, Column> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        sql.columns(query, parameterTypes).forEach(column -> given.put(column.name(), column));
        Map<String, Column> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        columns.forEach(column -> kept.put(column.name(), column));
        Map<PartitionTerm, Map<TableName, String>> usable = new LinkedHashMap<>();
        for (PartitionTerm term : candidates(model)) {
            Column column = given.get(term.column());
            // A key that is cast or filled on its way into the table is not the value that the inputs' rows give.
            if (column == null || !column.equals(kept.get(term.column())) || changesValues(model, column)) {
                continue;
            }
            Map<TableName, String> reached = sql.reach(query, parameterTypes, column);
            if (reached.keySet().containsAll(changed)) {
                usable.put(term, reached);
            }
        }
        Set<TableName> inputs = new LinkedHashSet<>();
        usable.values().forEach(reached -> inputs.addAll(reached.keySet()));
        inputs.removeIf(input -> usable.values().stream().anyMatch(reached -> !reached.containsKey(input)));
        Map<TableName, List<String>> ofInputs = new LinkedHashMap<>();
        for (TableName input : inputs) {
            List<String> expressions = new ArrayList<>();
            usable.forEach((term, reached) -> expressions.add(term.sql("(" + reached.get(input) + ")")));
            ofInputs.put(input, expressions);
        }
        return new AffectedKeys(List.copyOf(usable.keySet()), ofInputs);
    }

    private static boolean changesValues(Model model, Column column) {
        return model.columns().stream()
                .anyMatch(contract -> contract.name().equalsIgnoreCase(column.name())
                        && contract.missing().changesValues());
    }

    private static List<PartitionTerm> candidates(Model model) {
        return model.materialization() == Materialization.PARTITION
                ? model.layout().partitionBy()
                : model.uniqueKey().stream()
                        .map(column -> new PartitionTerm(PartitionTerm.Transform.IDENTITY, column))
                        .toList();
    }

    boolean isEmpty() {
        return terms.isEmpty();
    }

    /** The SQL expressions over the table's own rows. */
    List<String> ofTable() {
        return terms.stream()
                .map(term -> term.sql(Identifiers.quote(term.column())))
                .toList();
    }

    String names() {
        return String.join(", ", terms.stream().map(PartitionTerm::toString).toList());
    }
}
