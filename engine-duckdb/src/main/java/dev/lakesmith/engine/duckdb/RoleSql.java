package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.engine.BuildRequest;
import dev.lakesmith.core.engine.BuildRequest.Reading;
import dev.lakesmith.core.project.Materialization;
import dev.lakesmith.core.role.Links;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Puts what a model's part adds around its query. */
final class RoleSql {

    private final Session session;
    private final BuildRequest request;
    private final LakeView view;

    RoleSql(Session session, BuildRequest request, LakeView view) {
        this.session = session;
        this.request = request;
        this.view = view;
    }

    /** The tables that must be readable for it, beside those of the query. */
    List<TableName> tables() {
        List<TableName> tables = new ArrayList<>(request.links().reads());
        if (request.model().role() instanceof Role.Fact fact) {
            fact.rowsOf().ifPresent(tables::add);
        }
        tables.removeIf(table ->
                request.links().optional().contains(table) && view.table(table).isEmpty());
        return tables;
    }

    /**
     * The query with the columns and rows of the part.
     *
     * @param query the model's own, perhaps with {@link RowOrigin#COLUMNS}
     * @param plain the model's own
     */
    String over(String query, String plain) {
        Role role = request.model().role();
        if (role instanceof Role.Dimension dimension) {
            List<Links.Mention> mentions = request.links().mentions().stream()
                    .filter(mention -> view.table(mention.fact()).isPresent())
                    .toList();
            return new DimensionSql(
                            dimension, session.columns(plain), request.columns(), mentions, kept(), session::columns)
                    .over(query);
        }
        if (role instanceof Role.Conformed conformed) {
            return ConformBuild.over(conformed, query);
        } else if (role instanceof Role.Golden golden) {
            return new GoldenSql(golden, session.columns(plain)).over(query);
        }
        return role instanceof Role.Fact
                ? new FactSql(request.links().lookups(), request.columns(), session::columns).over(query)
                : query;
    }

    /** A merge keeps the members it has. */
    private Optional<String> kept() {
        boolean merges = request.model().materialization() == Materialization.MERGE
                && !(request.reading() instanceof Reading.Rebuild);
        return merges
                ? view.table(request.model().name())
                        .map(table -> TableScan.of(session, table).sql())
                : Optional.empty();
    }

    /** The identities of the rows, where the model finds them. */
    Optional<ConformBuild> identities() {
        return request.model().role() instanceof Role.Conformed conformed
                ? Optional.of(new ConformBuild(session, request, view, conformed))
                : Optional.empty();
    }

    /** Whether rows of the result can be counted against rows of the input. */
    boolean keepsShape() {
        return !(request.model().role() instanceof Role.Golden)
                && (!(request.model().role() instanceof Role.Dimension dimension)
                        || dimension.versions().isEmpty());
    }

    /** How many rows the part made. */
    long made(String stage) {
        return request.model().role() instanceof Role.Dimension dimension
                ? session.number("SELECT count(*) FROM " + stage + " WHERE " + DimensionSql.isMade(dimension))
                : 0;
    }

    /** Tells how many rows were merged into others, and adds them to the drops. */
    long folded(String stage, Map<String, Long> drops) {
        if (!(request.model().role() instanceof Role.Golden golden)) {
            return 0;
        }
        long folded = session.number("SELECT coalesce(sum(" + Role.Golden.RECORDS + "), 0) - count(*) FROM " + stage);
        drops.put("merged by " + golden.key(), folded);
        return folded;
    }

    /** Refuses a fact that has more rows than the table whose rows it stands for. */
    void refuseFanOut(long rows) {
        if (!(request.model().role() instanceof Role.Fact fact) || fact.rowsOf().isEmpty()) {
            return;
        }
        TableName origin = fact.rowsOf().get();
        long most = session.number("SELECT count(*) FROM " + Identifiers.quote(origin));
        if (rows > most) {
            throw new LakesmithException(
                    ErrorCode.CONTRACT_BROKEN,
                    request.model().name() + ": its query gives " + rows + " rows, but " + origin
                            + ", of which each row"
                            + " gives one at most, has " + most + "; a join finds several partners for a row: join by"
                            + " a unique key, or aggregate the other side first");
        }
    }

    /** Tells of inferred members. */
    Optional<String> note(String stage) {
        if (!(request.model().role() instanceof Role.Dimension dimension)
                || dimension.calendar().isPresent()) {
            return Optional.empty();
        }
        long inferred = session.number(
                "SELECT count(*) FROM " + stage + " WHERE " + Identifiers.quote(Role.Dimension.INFERRED));
        return inferred == 0
                ? Optional.empty()
                : Optional.of(inferred + (inferred == 1 ? " member is" : " members are")
                        + " inferred: facts name what the dimension's query does not give (is_inferred)");
    }
}
