package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.engine.CheckOutcome;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Runs checks against the view {@code this} of a session: those that look at single rows in one scan. */
final class CheckRun {

    private final Session session;
    private final List<Column> columns;
    private final Map<Check, String> sqlOfChecks;

    CheckRun(Session session, List<Column> columns, Map<Check, String> sqlOfChecks) {
        this.session = session;
        this.columns = columns;
        this.sqlOfChecks = sqlOfChecks;
    }

    List<CheckOutcome> run(List<Check> checks) {
        List<Check> single = checks.stream().filter(CheckRun::looksAtSingleRows).toList();
        Map<Check, Long> failing = new HashMap<>(countTogether(single));
        List<CheckOutcome> outcomes = new ArrayList<>();
        for (Check check : checks) {
            String rows = CheckSql.failingRows(check, columns, sqlOfChecks.getOrDefault(check, ""));
            Long known = failing.get(check);
            long count = known != null ? known : session.number("SELECT count(*) FROM (" + rows + ")");
            outcomes.add(new CheckOutcome(check, count, count == 0 ? Optional.empty() : sample(rows)));
        }
        return outcomes;
    }

    private static boolean looksAtSingleRows(Check check) {
        return !(check.rule() instanceof Rule.Unique) && !(check.rule() instanceof Rule.Sql);
    }

    private Map<Check, Long> countTogether(List<Check> checks) {
        if (checks.isEmpty()) {
            return Map.of();
        }
        String counts = checks.stream()
                .map(check -> "count(*) FILTER (WHERE "
                        + check.where().map(where -> "(" + where + ") AND ").orElse("")
                        + CheckSql.failsRow(check, columns) + ")")
                .collect(Collectors.joining(", "));
        return session.query("SELECT " + counts + " FROM this", rows -> {
            rows.next();
            Map<Check, Long> result = new HashMap<>();
            for (int i = 0; i < checks.size(); i++) {
                result.put(checks.get(i), rows.getLong(i + 1));
            }
            return result;
        });
    }

    private Optional<String> sample(String rows) {
        return session.query(
                "SELECT CAST(to_json(f) AS VARCHAR) FROM (" + rows + ") AS f LIMIT 1",
                result -> result.next() ? Optional.ofNullable(result.getString(1)) : Optional.empty());
    }
}
