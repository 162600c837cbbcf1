package dev.lakesmith.engine.duckdb;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words DuckDB's run-time errors for users. */
final class SqlFailure {

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!])\\s+");
    private static final Pattern CONFIGURES = Pattern.compile("\\bSET\\b|PRAGMA|ALLOW_|\\bsetting\\b");

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
        if (lower.contains("no space left")) {
            return new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    first + "; the disk of the warehouse or of .lakesmith/work is full: free some space and run again,"
                            + " what was published stays as it is",
                    e);
        }
        return new LakesmithException(ErrorCode.SQL_RUNTIME, followable(first), e);
    }

    /** Without advice to configure DuckDB, which nobody here can do. */
    private static String followable(String message) {
        return Arrays.stream(SENTENCE_END.split(message))
                .filter(sentence -> !CONFIGURES.matcher(sentence).find())
                .collect(Collectors.joining(" "));
    }
}
