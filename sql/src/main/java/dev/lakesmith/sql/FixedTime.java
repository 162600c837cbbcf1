package dev.lakesmith.sql;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A clock that stands still. DuckDB's own cannot be set, but a session's macros come before the functions of the same
 * names.
 *
 * @param moment in whole microseconds, as DuckDB's own; what is finer is cut off
 */
public record FixedTime(Instant moment) {

    private static final List<String> ZONED =
            List.of("now", "current_timestamp", "get_current_timestamp", "transaction_timestamp");
    private static final List<String> LOCAL = List.of("current_localtimestamp");
    private static final List<String> DATES = List.of("current_date", "today");
    private static final List<String> ZONED_TIMES = List.of("current_time", "get_current_time");
    private static final List<String> TIMES = List.of("current_localtime");

    /** {@code localtime} and {@code localtimestamp} are other words for functions above. */
    private static final Pattern MENTION = Pattern.compile(
            Stream.of(ZONED, LOCAL, DATES, ZONED_TIMES, TIMES, List.of("localtime", "localtimestamp", "age"))
                    .flatMap(List::stream)
                    .collect(Collectors.joining("|", "(?i)\\b(", ")\\b")));

    public FixedTime {
        moment = moment.truncatedTo(ChronoUnit.MICROS);
    }

    /** Whether a query may ask for the time; a column or a text with such a word in it counts too. */
    public static boolean mayBeAskedBy(String sql) {
        return MENTION.matcher(sql).find();
    }

    /** Statements after which every reading of the clock in a session, which runs in UTC, says the moment. */
    public List<String> macros() {
        LocalDateTime local = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
        List<String> macros = new ArrayList<>();
        macros.addAll(saying(ZONED, "TIMESTAMP WITH TIME ZONE", moment.toString()));
        macros.addAll(saying(LOCAL, "TIMESTAMP", local.toString()));
        macros.addAll(saying(DATES, "DATE", local.toLocalDate().toString()));
        macros.addAll(saying(ZONED_TIMES, "TIME WITH TIME ZONE", local.toLocalTime() + "+00"));
        macros.addAll(saying(TIMES, "TIME", local.toLocalTime().toString()));
        String midnight =
                literal("TIMESTAMP", local.toLocalDate().atStartOfDay().toString());
        macros.add("CREATE MACRO age(t) AS system.main.age(" + midnight + ", t), (a, b) AS system.main.age(a, b)");
        return macros;
    }

    private static List<String> saying(List<String> functions, String type, String value) {
        return functions.stream()
                .map(function -> "CREATE MACRO " + Identifiers.quote(function) + "() AS " + literal(type, value))
                .toList();
    }

    private static String literal(String type, String value) {
        return "CAST(" + Identifiers.literal(value) + " AS " + type + ")";
    }
}
