package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.engine.QueryExplanation;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.ScanFile;
import dev.lakesmith.sql.ConditionText;
import dev.lakesmith.sql.FixedTime;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.ParameterUse;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.ScanConditions;
import dev.lakesmith.sql.ScanInputs;
import dev.lakesmith.vocabulary.Condition;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What of its tables a query reads: the files that can hold a row that its result depends on, and some columns. */
final class Pruning {

    /** So many files of one table on the local disk are read sooner than thought about. */
    static final long FEW_FILES = 4;

    /** Every file of every table. */
    static final Pruning NONE = new Pruning(Map.of(), Map.of(), Optional.empty(), "");

    private final Map<TableName, Condition> conditions;
    private final Map<TableName, Set<String>> columns;
    private final Optional<FixedTime> time;
    private final String whyNot;

    private Pruning(
            Map<TableName, Condition> conditions,
            Map<TableName, Set<String>> columns,
            Optional<FixedTime> time,
            String whyNot) {
        this.conditions = Map.copyOf(conditions);
        this.columns = Map.copyOf(columns);
        this.time = time;
        this.whyNot = whyNot;
    }

    /**
     * What is known of a query's rows before it runs.
     *
     * @param time what the clock says while it runs, when that is settled
     */
    static Pruning of(
            ScanConditions scans,
            Query query,
            List<Parameter> parameters,
            ReadInputs inputs,
            Optional<FixedTime> time) {
        if (inputs.tables().values().stream().noneMatch(Pruning::isWorthIt)) {
            return NONE;
        }
        boolean asksForTime = Stream.concat(
                        Stream.of(query.sql()), inputs.views().stream().map(Map.Entry::getValue))
                .anyMatch(FixedTime::mayBeAskedBy);
        Optional<FixedTime> held =
                asksForTime ? time.or(() -> Optional.of(new FixedTime(Instant.now()))) : Optional.empty();
        try {
            String sql = valued(query, parameters);
            ScanInputs all = new ScanInputs(inputs.columns(), inputs.views(), held);
            boolean inParts = inputs.tables().values().stream().anyMatch(LakeTable::mayBeRemote);
            return new Pruning(scans.of(sql, all), inParts ? scans.columns(sql, all) : Map.of(), held, "");
        } catch (LakesmithException e) {
            return new Pruning(Map.of(), Map.of(), Optional.empty(), String.valueOf(e.getMessage()));
        }
    }

    private static String valued(Query query, List<Parameter> parameters) {
        Map<String, String> values = parameters.stream()
                .collect(Collectors.toMap(
                        Parameter::name,
                        parameter -> "CAST("
                                + parameter.value().map(Identifiers::literal).orElse("NULL") + " AS "
                                + parameter.type() + ")"));
        values.keySet()
                .retainAll(query.parameters().stream().map(ParameterUse::name).toList());
        return query.render(values);
    }

    /** Whether finding out which files are needed costs less than reading all of them may. */
    private static boolean isWorthIt(LakeTable table) {
        return table.fileCount() > FEW_FILES || table.mayBeRemote();
    }

    /** With every column, where others than the query read the same tables. */
    Pruning ofAllColumns() {
        return new Pruning(conditions, Map.of(), time, whyNot);
    }

    /** The columns that are read; empty when any may be. */
    Optional<Set<String>> columns(TableName name) {
        return Optional.ofNullable(columns.get(name));
    }

    /** What the clock must say while the query runs. */
    Optional<FixedTime> time() {
        return time;
    }

    /** What is read of a table. */
    QueryExplanation.Reading reading(TableName name, LakeTable table) {
        List<ScanFile> all = table.files();
        List<ScanFile> needed = files(name, table);
        Condition condition = condition(name);
        String why = needed.size() < all.size() || all.isEmpty()
                ? ""
                : !isWorthIt(table)
                        ? "few files on the local disk are always read"
                        : !whyNot.isEmpty()
                                ? whyNot
                                : condition instanceof Condition.Anything
                                        ? "the query tells nothing of its rows that files could be left out by"
                                        : "each file can hold such rows";
        return new QueryExplanation.Reading(name, amount(needed), amount(all), ConditionText.of(condition), why);
    }

    private static QueryExplanation.Amount amount(List<ScanFile> files) {
        return new QueryExplanation.Amount(
                files.size(), files.stream().mapToLong(ScanFile::bytes).sum(), sum(files));
    }

    /** Why no table's rows are known; empty when they are, or when nobody asked. */
    String whyNot() {
        return whyNot;
    }

    /** What all rows of a table have in common that matter; a condition that each row meets when nothing is known. */
    Condition condition(TableName name) {
        return conditions.getOrDefault(name, Condition.ANYTHING);
    }

    /** The files to read. */
    List<ScanFile> files(TableName name, LakeTable table) {
        return isWorthIt(table) ? table.filesMatching(condition(name)) : table.files();
    }

    /** How many rows the files hold that are not read; empty when only reading them tells. */
    OptionalLong rowsLeftOut(TableName name, LakeTable table) {
        List<ScanFile> all = table.files();
        return all.stream().allMatch(ScanFile::isCounted) && all.stream().noneMatch(table::isRegistered)
                ? OptionalLong.of(sum(all) - sum(files(name, table)))
                : OptionalLong.empty();
    }

    private static long sum(List<ScanFile> files) {
        return files.stream().mapToLong(ScanFile::rows).sum();
    }
}
