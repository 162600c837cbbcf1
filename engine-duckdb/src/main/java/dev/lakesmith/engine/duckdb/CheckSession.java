package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.engine.CheckFinding;
import dev.lakesmith.core.engine.CheckRequest;
import dev.lakesmith.core.engine.StoredFailures;
import dev.lakesmith.lake.Branch;
import dev.lakesmith.lake.ColumnTypes;
import dev.lakesmith.lake.TableDraft;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.sql.Query;
import dev.lakesmith.sql.TableReference;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/** A session in which a table is {@code this}, and the tables that its checks read have their names. */
final class CheckSession {

    private final Session session;
    private final CheckRequest request;
    private final CheckRun run;

    private CheckSession(Session session, CheckRequest request, CheckRun run) {
        this.session = session;
        this.request = request;
        this.run = run;
    }

    static CheckSession in(
            Session session, CheckRequest request, Function<String, Query> parser, Session.Dependencies dependencies) {
        List<TableName> needed = new ArrayList<>(List.of(request.table()));
        Map<Check, String> queries = new HashMap<>();
        for (Check check : request.checks()) {
            needed.addAll(CheckTables.of(check));
            if (check.rule() instanceof Rule.Sql rule) {
                Query query = parser.apply(rule.query());
                query.tables().stream()
                        .map(TableReference::name)
                        .filter(name -> !name.equals(TableReference.THIS))
                        .forEach(needed::add);
                queries.put(check, Rendered.sql(query));
            }
        }
        session.define(needed, dependencies);
        session.bind(request.parameters());
        session.execute("CREATE VIEW this AS SELECT * FROM " + Identifiers.quote(request.table()));
        List<Column> columns = session.columns("SELECT * FROM this");
        return new CheckSession(session, request, new CheckRun(session, columns, queries));
    }

    List<CheckFinding> findings() {
        return run.run(request.checks());
    }

    /** Writes the failing rows of the only check. */
    StoredFailures failures(StoredFailures.Stamp stamp, Branch into) {
        Check check = request.checks().get(0);
        String rows = stored(run.failingRows(check), stamp);
        List<Column> columns =
                session.columns(rows).stream().map(ColumnTypes::storable).toList();
        TableDraft draft = into.draft(StoredFailures.tableFor(request.table(), check), columns);
        draft.replaceSchema(columns, TableLayout.PLAIN);
        return new StoredFailures(draft, ParquetCopy.write(session, draft, rows, Silent.PROGRESS));
    }

    /** The rows in types that a table can hold, and under names that leave room for those of the stamp. */
    private String stored(String rows, StoredFailures.Stamp stamp) {
        Map<String, String> own = new LinkedHashMap<>();
        own.put("_run_id", Identifiers.literal(stamp.runId()));
        own.put(
                "_checked_at",
                "CAST(" + Identifiers.literal(stamp.checkedAt().toString()) + " AS TIMESTAMP WITH TIME ZONE)");
        List<String> select = new ArrayList<>();
        for (Column column : session.columns("SELECT * FROM (" + rows + ")")) {
            String name = Identifiers.quote(column.name());
            String value = ColumnTypes.isStorable(column) ? name : "CAST(" + name + " AS VARCHAR)";
            boolean taken = own.containsKey(column.name().toLowerCase(Locale.ROOT));
            select.add(value + " AS " + (taken ? Identifiers.quote(column.name() + "_of_row") : name));
        }
        own.forEach((name, value) -> select.add(value + " AS " + Identifiers.quote(name)));
        return "SELECT " + String.join(", ", select) + " FROM (" + rows + ")";
    }
}
