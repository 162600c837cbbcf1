package dev.lakesmith.cli;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Sensitive;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.sql.ColumnLineage;
import dev.lakesmith.sql.ColumnOrigin;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The columns that are declared sensitive, and those whose values come from them. */
final class SensitiveColumns {

    private final Analysis analysis;
    private final Lineages lineages;

    /** By table and column in lower case, what is known of it. */
    private final Map<String, Found> found = new LinkedHashMap<>();

    private final List<TableName> unknown = new ArrayList<>();

    SensitiveColumns(Analysis analysis, Lineages lineages) {
        this.analysis = analysis;
        this.lineages = lineages;
    }

    /**
     * A column.
     *
     * @param kinds the word it is declared with, or those of the columns it is made of; none: it is declared so
     * @param from the columns it is made of that make it sensitive; empty for a declared one
     */
    private record Found(TableName table, String column, List<String> kinds, List<String> from) {}

    void print(RootCommand root) {
        analysis.project().sources().stream()
                .map(Source::streams)
                .flatMap(List::stream)
                .forEach(this::ofStream);
        analysis.models().forEach(this::ofModel);
        boolean json = root.options().json();
        found.values().removeIf(each -> each.kinds().isEmpty());
        if (found.isEmpty() && !json) {
            root.console()
                    .out()
                    .println(
                            "no column is declared sensitive; 'sensitive: email' at a column of a stream or a model does"
                                    + " it, and 'lakesmith crawl' proposes it");
        } else {
            Printing.print(root, rows(json));
        }
        if (!unknown.isEmpty() && !json) {
            root.console()
                    .err()
                    .println(root.console()
                            .palette()
                            .dim("note: not loaded yet, so that their columns cannot be followed: "
                                    + String.join(
                                            ", ",
                                            unknown.stream()
                                                    .map(TableName::toString)
                                                    .toList())));
        }
    }

    private Rows rows(boolean json) {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        for (Found each : found.values()) {
            rows.add(List.of(
                    each.table().toString(),
                    each.column(),
                    json ? each.kinds() : String.join(", ", each.kinds()),
                    json
                            ? each.from()
                            : each.from().isEmpty() ? "declared" : "from " + String.join(", ", each.from())));
        }
        return Rows.of(
                List.of(
                        new Column("table", "VARCHAR"),
                        new Column("column", "VARCHAR"),
                        new Column("sensitive", json ? "VARCHAR[]" : "VARCHAR"),
                        new Column(json ? "from" : "because", json ? "VARCHAR[]" : "VARCHAR")),
                rows);
    }

    private void ofStream(Stream stream) {
        declared(stream.bronze(), stream.columns());
    }

    private void declared(TableName table, List<ColumnContract> columns) {
        for (ColumnContract column : columns) {
            column.sensitive()
                    .ifPresent(kind -> found.put(
                            key(table, column.name()),
                            new Found(
                                    table,
                                    column.name(),
                                    kind == Sensitive.NONE ? List.of() : List.of(kind.word()),
                                    List.of())));
        }
    }

    /** Inputs come before the models that read them. */
    private void ofModel(AnalyzedModel model) {
        TableName table = model.model().name();
        declared(table, model.model().columns());
        if (model.columns().isEmpty()) {
            unknown.add(table);
            return;
        }
        for (ColumnLineage column : lineages.of(model)) {
            TreeSet<String> kinds = new TreeSet<>();
            List<String> from = new ArrayList<>();
            for (ColumnOrigin origin : column.origins()) {
                Found above = found.get(key(origin.table(), origin.column()));
                if (above != null && !above.kinds().isEmpty()) {
                    kinds.addAll(above.kinds());
                    from.add(origin.table() + "." + origin.column());
                }
            }
            if (!from.isEmpty()) {
                found.putIfAbsent(
                        key(table, column.column()), new Found(table, column.column(), List.copyOf(kinds), from));
            }
        }
    }

    private static String key(TableName table, String column) {
        return table + "." + column.toLowerCase(Locale.ROOT);
    }
}
