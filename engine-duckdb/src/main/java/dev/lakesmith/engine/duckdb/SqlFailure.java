package dev.lakesmith.engine.duckdb;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words DuckDB's run-time errors for users. */
final class SqlFailure {

    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!])\\s+");
    private static final Pattern CONFIGURES = Pattern.compile("\\bSET\\b|PRAGMA|ALLOW_|\\bsetting\\b");

    private static final Pattern FOLDER_TOO_LONG =
            Pattern.compile("_ls_part_[0-9]+=((?:%..|[^%/]){1,40})[^/]*\".*File name too long");

    /** What DuckDB says of a file that a list names and that is not there: it goes on to look for a folder. */
    private static final Pattern GONE = Pattern.compile("Cannot access file \"(.+)/\\*\\*/\\*\\.parquet\"");

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
        Matcher folder = FOLDER_TOO_LONG.matcher(first);
        if (folder.find()) {
            return new LakesmithException(
                    ErrorCode.SQL_RUNTIME,
                    "a value by which the table is partitioned is too long to name a folder, which 255 bytes can: it"
                            + " begins with '" + URLDecoder.decode(folder.group(1), StandardCharsets.UTF_8)
                            + "'; partition by something shorter, such as left(…, 50)",
                    e);
        }
        Matcher gone = GONE.matcher(first);
        if (gone.find()) {
            return new LakesmithException(
                    ErrorCode.SQL_RUNTIME,
                    "the file " + gone.group(1) + " is not there any more, or may not be read; if a stream reads it in"
                            + " place, put it back, or take all files as they are now with lakesmith run --full-refresh",
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
