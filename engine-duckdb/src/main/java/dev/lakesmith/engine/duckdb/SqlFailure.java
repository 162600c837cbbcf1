package dev.lakesmith.engine.duckdb;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.sql.SQLException;
import java.util.Locale;

/** Words DuckDB's run-time errors for users. */
final class SqlFailure {

    private SqlFailure() {}

    static LakesmithException of(SQLException e) {
        String message = String.valueOf(e.getMessage());
        String first = message.lines().findFirst().orElse(message);
        String lower = first.toLowerCase(Locale.ROOT);
        if (lower.contains("interrupt")) {
            return new LakesmithException(ErrorCode.INTERRUPTED, "cancelled", e);
        }
        if (lower.contains("out of memory")) {
            return new LakesmithException(
                    ErrorCode.SQL_RUNTIME,
                    first + "; raise 'memory' of the target in lakesmith.yml, or lower 'threads'",
                    e);
        }
        return new LakesmithException(ErrorCode.SQL_RUNTIME, first, e);
    }
}
