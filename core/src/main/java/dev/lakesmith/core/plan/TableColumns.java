package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.VersionColumns;
import dev.lakesmith.core.project.Versioning;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The columns a model's table has: what its query gives, with declared types where there are any. */
public final class TableColumns {

    /** What engines call their own columns while they build a table. */
    private static final String RESERVED = "_ls_";

    private TableColumns() {}

    /**
     * Binds the query against what the analyser knows.
     *
     * @throws SqlException at a place of the query
     * @throws LakesmithException for types that cannot be stored, reserved names and columns that come twice
     */
    public static List<Column> of(Model model, Query query, SqlAnalyzer sql, Map<String, String> parameterTypes) {
        List<Column> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Column given : sql.tableColumns(query, parameterTypes)) {
            if (!names.add(given.name().toLowerCase(Locale.ROOT))) {
                throw new LakesmithException(
                        ErrorCode.SQL_BINDING,
                        "the query gives two columns named '" + given.name() + "'; give one of them another name with"
                                + " AS");
            }
            if (given.name().toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
                throw new LakesmithException(
                        ErrorCode.SQL_BINDING,
                        "the query gives a column named '" + given.name() + "'; names that begin with " + RESERVED
                                + " are the program's own, so give it another name with AS");
            }
            Optional<String> declared = model.columns().stream()
                    .filter(each -> each.name().equalsIgnoreCase(given.name()))
                    .findFirst()
                    .flatMap(ColumnContract::type);
            Column wanted = declared.isPresent()
                    ? new Column(given.name(), canonical(given.name(), declared.get(), sql))
                    : given;
            Column kept = ColumnTypes.storable(wanted);
            if (model.materialization() == Materialization.VIEW
                    && !kept.type().equals(ColumnTypes.storable(given).type())) {
                throw new LakesmithException(
                        ErrorCode.VALUE_INVALID,
                        "column '" + given.name() + "' is declared " + kept.type()
                                + ", but the query of this view gives "
                                + given.type()
                                + "; a view keeps no rows it could quarantine: cast in the query, or make"
                                + " it a table");
            }
            columns.add(kept);
        }
        model.versioning().ifPresent(versioning -> addVersions(columns, names, versioning));
        return RoleColumns.with(model, columns);
    }

    private static void addVersions(List<Column> columns, Set<String> names, Versioning versioning) {
        List<Column> all = VersionColumns.with(columns, versioning);
        for (Column added : all.subList(columns.size(), all.size())) {
            if (!names.add(added.name())) {
                throw new LakesmithException(
                        ErrorCode.SQL_BINDING,
                        "the query gives a column named '" + added.name() + "', which every snapshot adds itself; give"
                                + " it another name with AS");
            }
        }
        columns.addAll(List.copyOf(all.subList(columns.size(), all.size())));
    }

    /** A declared type as DuckDB writes it: {@code int} becomes {@code INTEGER}. */
    public static String canonical(String column, String type, SqlAnalyzer sql) {
        try {
            return sql.canonicalType(type);
        } catch (SqlException e) {
            throw new LakesmithException(
                    ErrorCode.TYPE_UNSUPPORTED,
                    "column '" + column + "' is declared as '" + type + "', which is not a SQL type; write for"
                            + " example BIGINT, DECIMAL(18,2), VARCHAR, DATE, TIMESTAMP",
                    e);
        }
    }
}
