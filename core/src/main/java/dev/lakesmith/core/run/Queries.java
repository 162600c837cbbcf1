package dev.lakesmith.core.run;

import dev.lakesmith.core.engine.QueryExplanation;
import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.engine.ResultFormat;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.StoredView;
import dev.lakesmith.sql.ParameterUse;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.SqlException;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Users' queries: gated, bound against the lake's tables for good errors, then run. */
public final class Queries {

    private final Workspace workspace;
    private final Supplier<LakeView> views;

    private Queries(Workspace workspace, Supplier<LakeView> views) {
        this.workspace = workspace;
        this.views = views;
    }

    /**
     * Queries over what is published, or was at a moment, or over a branch.
     *
     * @param moment as for {@link LakeTable#at}
     * @param branch a branch that holds something
     */
    public static Queries of(Workspace workspace, Optional<String> moment, Optional<String> branch) {
        requireBranch(workspace, branch);
        Supplier<LakeView> base = () -> viewOf(workspace, branch);
        return new Queries(workspace, () -> moment.<LakeView>map(at -> new PastView(base.get(), at))
                .orElseGet(base));
    }

    /**
     * What is published, or with a branch that holds something laid over it.
     *
     * @throws LakesmithException USAGE when there is no such branch
     */
    public static LakeView view(Workspace workspace, Optional<String> branch) {
        requireBranch(workspace, branch);
        return viewOf(workspace, branch);
    }

    private static LakeView viewOf(Workspace workspace, Optional<String> branch) {
        return branch.isPresent()
                ? workspace.lake().branch(branch.get()).view()
                : workspace.lake().published();
    }

    private static void requireBranch(Workspace workspace, Optional<String> branch) {
        branch.ifPresent(name -> {
            List<String> branches = workspace.lake().branches();
            if (!branches.contains(name)) {
                throw new LakesmithException(
                        ErrorCode.USAGE,
                        "there is no branch '" + name + "'" + Nearest.hint(name, branches) + "; branches are "
                                + branches);
            }
        });
    }

    /** Every table and view with its columns. */
    public SortedMap<TableName, List<Column>> tables() {
        LakeView view = views.get();
        SortedMap<TableName, List<Column>> tables = new TreeMap<>();
        for (TableName name : view.names()) {
            tables.put(name, columns(name, view));
        }
        return tables;
    }

    private static List<Column> columns(TableName name, LakeView view) {
        return view.view(name)
                .map(StoredView::columns)
                .or(() -> view.table(name).map(LakeTable::columns))
                .orElse(List.of());
    }

    /** Runs a query, or answers {@code DESCRIBE table}, {@code DESCRIBE query} and {@code SHOW TABLES}. */
    public QueryResult run(String sql) {
        LakeView view = views.get();
        if (Description.asksForTables(sql)) {
            return Description.of(
                    List.of("table", "kind"),
                    view.names().stream()
                            .map(name ->
                                    List.of(name.toString(), view.view(name).isPresent() ? "view" : "table"))
                            .toList());
        }
        Optional<String> described = Description.described(sql);
        if (described.isPresent()) {
            return Description.ofColumns(columnsOf(described.get(), view));
        }
        return workspace.engine().query(checked(sql, view).sql(), parameters(), view);
    }

    /** Which files a query would read, and why. */
    public QueryExplanation explain(String sql) {
        LakeView view = views.get();
        return workspace.engine().explain(checked(sql, view).sql(), parameters(), view);
    }

    /** Runs a query into a file and returns the number of rows. */
    public long export(String sql, ResultFormat format, Path file) {
        LakeView view = views.get();
        return workspace.engine().export(checked(sql, view).sql(), parameters(), view, format, file);
    }

    private List<Parameter> parameters() {
        return workspace.project().parameters();
    }

    private Query checked(String sql, LakeView view) {
        synchronized (workspace.sql()) {
            try {
                SortedSet<TableName> names = view.names();
                workspace.sql().suggest(names);
                Query query = workspace.sql().parse(sql);
                for (TableReference reference : query.tables()) {
                    if (!names.contains(reference.name())) {
                        throw new SqlException(
                                ErrorCode.TABLE_UNKNOWN,
                                "there is no table " + reference.name() + " in the lake"
                                        + Nearest.hint(
                                                reference.name().toString(),
                                                names.stream()
                                                        .map(TableName::toString)
                                                        .toList()),
                                reference.offset(),
                                reference.length());
                    }
                    workspace.sql().declare(reference.name(), columns(reference.name(), view));
                }
                requireValues(query);
                workspace.sql().columns(query, workspace.project().parameterTypes());
                return query;
            } catch (SqlException e) {
                throw new LakesmithException(e.code(), placed(sql, e), e);
            }
        }
    }

    private List<Column> columnsOf(String sql, LakeView view) {
        synchronized (workspace.sql()) {
            Query query = checked(sql, view);
            return workspace.sql().columns(query, workspace.project().parameterTypes());
        }
    }

    private void requireValues(Query query) {
        for (ParameterUse use : query.parameters()) {
            boolean missing = parameters().stream()
                    .anyMatch(each ->
                            each.name().equals(use.name()) && each.value().isEmpty());
            if (missing) {
                throw new SqlException(
                        ErrorCode.PARAMETER_INVALID,
                        "$" + use.name() + " has no value; give --var " + use.name() + "=…",
                        use.offset(),
                        use.length());
            }
        }
    }

    private static String placed(String sql, SqlException e) {
        if (e.offset() < 0) {
            return e.message();
        }
        String before = sql.substring(0, Math.min(e.offset(), sql.length()));
        long line = before.chars().filter(c -> c == '\n').count() + 1;
        int column = before.length() - before.lastIndexOf('\n');
        return "line " + line + ", column " + column + ": " + e.message();
    }

    /** Tables as they were; views keep their present query. */
    private record PastView(LakeView base, String moment) implements LakeView {

        @Override
        public SortedSet<TableName> names() {
            return base.names();
        }

        @Override
        public Optional<LakeTable> table(TableName name) {
            return base.table(name).map(table -> table.at(moment));
        }

        @Override
        public Optional<StoredView> view(TableName name) {
            return base.view(name);
        }
    }
}
