package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.plan.SqlPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words what fails while a model's query runs: the file, the value, and what can be done about it here. */
final class ModelFailure {

    private static final Pattern KIND =
            Pattern.compile("\\A(Conversion|Out of Range|Invalid Input|Invalid Type|Mismatch Type) Error: ");

    /** How DuckDB says that a value is not of a type. */
    private static final List<Pattern> UNFIT = List.of(
            Pattern.compile(
                    "Could not convert string ['\"](?<value>.*)['\"] to (?<type>[A-Z][A-Z0-9_]*(\\([0-9, ]+\\))?)"),
            Pattern.compile("(?<type>date|time|timestamp) field [^:\"]*: \"(?<value>[^\"]*)\""),
            Pattern.compile("with value (?<value>\\S+) can't be cast .* destination type (?<type>[A-Z0-9]+)"));

    private static final Pattern COLUMN = Pattern.compile("when casting from source column (?<column>.+)\\z");

    private static final Map<String, String> DUCKDB_NAMES =
            Map.of("INT8", "TINYINT", "INT16", "SMALLINT", "INT32", "INTEGER", "INT64", "BIGINT", "BOOL", "BOOLEAN");

    private ModelFailure() {}

    private record Unfit(String value, String type) {}

    /** The failure as the model's author can follow it; one that the SQL is not to blame for stays as it is. */
    static LakesmithException of(Model model, LakesmithException failure) {
        Matcher kind = KIND.matcher(failure.message());
        if (failure.code() != ErrorCode.SQL_RUNTIME || !kind.find()) {
            return failure;
        }
        String message = failure.message().substring(kind.end());
        Matcher named = COLUMN.matcher(message);
        String column = named.find() ? named.group("column") : "";
        String told = unfit(message)
                .map(unfit -> worded(unfit, column))
                .orElse(message + "; mend the expression, or leave such rows out with WHERE");
        int offset = column.isEmpty() ? -1 : castOf(column, model.sql());
        return new LakesmithException(failure.code(), SqlPlaces.at(model, offset) + ": " + told, failure);
    }

    private static Optional<Unfit> unfit(String message) {
        for (Pattern pattern : UNFIT) {
            Matcher found = pattern.matcher(message);
            if (found.find()) {
                String type = found.group("type").toUpperCase(Locale.ROOT);
                return Optional.of(new Unfit(found.group("value"), DUCKDB_NAMES.getOrDefault(type, type)));
            }
        }
        return Optional.empty();
    }

    private static String worded(Unfit unfit, String column) {
        return (column.isEmpty() ? "" : column + ": ") + "'" + unfit.value() + "' is not "
                + ExactCast.described(unfit.type())
                + "; to send such rows to quarantine, leave the cast out and declare the type of the resulting column"
                + " in the header, as in columns: { "
                + (column.isEmpty() ? "amount" : column) + ": { type: \""
                + unfit.type().toLowerCase(Locale.ROOT) + "\" } }; TRY_CAST in place of CAST or :: gives NULL";
    }

    /** Where the column is cast; where it is first named, when no cast is found; else -1. */
    private static int castOf(String column, String sql) {
        String name = "(?i)(?<!\\w)\"?" + Pattern.quote(column) + "\"?(?!\\w)";
        for (String pattern : List.of(name + "\\s*::", "(?<=CAST\\()\\s*(\\w+\\.)?" + name, name)) {
            Matcher found = Pattern.compile(pattern, Pattern.CASE_INSENSITIVE).matcher(sql);
            if (found.find()) {
                return found.start();
            }
        }
        return -1;
    }
}
