package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.VersionColumns;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.RowChange;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A table of versions as it is, and as its model wants it from now on. */
final class VersionTable {

    private final LakeTable table;
    private final Model model;
    private final List<Column> columns;
    private final Set<String> there;

    /** @param columns those it is to have */
    VersionTable(LakeTable table, Model model, List<Column> columns) {
        this.table = table;
        this.model = model;
        this.columns = columns;
        this.there = table.columns().stream().map(Column::name).collect(Collectors.toSet());
    }

    /** Gives a draft the columns and the layout. */
    void prepare(TableDraft draft) {
        if (isWrittenAnew()) {
            draft.replaceSchema(columns, model.layout());
        } else {
            draft.evolveTo(columns);
        }
    }

    /**
     * Whether every version is written again: files of another layout cannot stay, and those without
     * {@link VersionColumns#IS_DELETED} would say NULL where false is meant.
     */
    boolean isWrittenAnew() {
        return !table.layout().keepsFilesAs(model.layout()) || tellsDeletedFromNowOn();
    }

    private boolean tellsDeletedFromNowOn() {
        return !there.contains(VersionColumns.IS_DELETED)
                && columns.stream().map(Column::name).anyMatch(VersionColumns.IS_DELETED::equals);
    }

    /** The table's rows with the columns that it is to have, and one more. */
    String widened(String rows, String more) {
        return columns.stream()
                .map(column -> there.contains(column.name()) ? Identifiers.quote(column.name()) : missing(column))
                .collect(Collectors.joining(", ", "SELECT ", ", " + more + " FROM (" + rows + ")"));
    }

    private static String missing(Column column) {
        String value = column.name().equals(VersionColumns.IS_DELETED) ? "false" : "NULL";
        return "CAST(" + value + " AS " + column.type() + ") AS " + Identifiers.quote(column.name());
    }

    /** Writes these rows in place of all. */
    RowChange written(Session session, TableDraft draft, Progress progress, String kept, String result) {
        String names =
                columns.stream().map(column -> Identifiers.quote(column.name())).collect(Collectors.joining(", "));
        String rows = "SELECT " + names + " FROM (" + kept + ") UNION ALL SELECT " + names + " FROM " + result;
        return new RowChange.ReplaceAll(ParquetCopy.write(session, draft, rows, progress));
    }
}
