package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.engine.CheckFinding;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs checks against the view {@code this} of a session: all that aggregates can tell in one scan. */
final class CheckRun {

    private final Session session;
    private final List<Column> columns;
    private final Map<Check, String> sqlOfChecks;

    /** What the common scan, or a query of its own, told of a check. */
    private record Found(long failing, Optional<String> measured) {}

    CheckRun(Session session, List<Column> columns, Map<Check, String> sqlOfChecks) {
        this.session = session;
        this.columns = columns;
        this.sqlOfChecks = sqlOfChecks;
    }

    List<CheckFinding> run(List<Check> checks) {
        Map<Check, Found> together = together(checks);
        List<CheckFinding> findings = new ArrayList<>();
        for (Check check : checks) {
            Found known = together.get(check);
            Found found = known != null ? known : alone(check);
            boolean shows = found.failing() > 0 && !(check.rule() instanceof Rule.OfTable);
            findings.add(new CheckFinding(
                    check, found.failing(), shows ? sample(failingRows(check)) : Optional.empty(), found.measured()));
        }
        return findings;
    }

    /** A query of the rows that do not pass. */
    String failingRows(Check check) {
        return CheckSql.failingRows(check, columns, sqlOfChecks.getOrDefault(check, ""));
    }

    private Map<Check, Found> together(List<Check> checks) {
        Map<Check, MeasureSql> asked = new LinkedHashMap<>();
        checks.forEach(check -> MeasureSql.of(check, columns).ifPresent(sql -> asked.put(check, sql)));
        if (asked.isEmpty()) {
            return Map.of();
        }
        String aggregates = asked.values().stream()
                .map(sql -> sql.failing() + ", " + sql.measured())
                .collect(Collectors.joining(", "));
        return session.query("SELECT " + aggregates + " FROM this", rows -> {
            rows.next();
            Map<Check, Found> result = new LinkedHashMap<>();
            int column = 1;
            for (Check check : asked.keySet()) {
                result.put(check, new Found(rows.getLong(column), Optional.ofNullable(rows.getString(column + 1))));
                column += 2;
            }
            return result;
        });
    }

    private Found alone(Check check) {
        String rows = failingRows(check);
        if (check.rule() instanceof Rule.Compare) {
            return session.query(CompareSql.summary(rows), counts -> {
                counts.next();
                return new Found(counts.getLong(2), Optional.ofNullable(counts.getString(1)));
            });
        }
        return new Found(session.number("SELECT count(*) FROM (" + rows + ")"), Optional.empty());
    }

    private Optional<String> sample(String rows) {
        return session.query(
                "SELECT CAST(to_json(_ls_sample) AS VARCHAR) FROM (" + rows + ") AS _ls_sample LIMIT 1",
                result -> result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty());
    }
}
