package dev.lakesmith.engine.duckdb;

import dev.lakesmith.sql.Identifiers;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A clock that stands still. DuckDB's own cannot be set, but a session's macros come before the functions of the same
 * names.
 */
record FixedTime(Instant moment) {

    private static final List<String> ZONED =
            List.of("now", "current_timestamp", "get_current_timestamp", "transaction_timestamp");
    private static final List<String> LOCAL = List.of("current_localtimestamp");
    private static final List<String> DATES = List.of("current_date", "today");
    private static final List<String> TIMES = List.of("current_time", "get_current_time", "current_localtime");

    /** Every reading of the clock in this session, which runs in UTC, says the moment from now on. */
    void holdIn(Session session) {
        LocalDateTime local = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
        say(session, ZONED, "TIMESTAMP WITH TIME ZONE", moment.toString());
        say(session, LOCAL, "TIMESTAMP", local.toString());
        say(session, DATES, "DATE", local.toLocalDate().toString());
        say(session, TIMES, "TIME", local.toLocalTime().toString());
        String midnight =
                literal("TIMESTAMP", local.toLocalDate().atStartOfDay().toString());
        session.execute("CREATE MACRO age(t) AS system.main.age(" + midnight + ", t), (a, b) AS system.main.age(a, b)");
    }

    private static void say(Session session, List<String> functions, String type, String value) {
        for (String function : functions) {
            session.execute("CREATE MACRO " + Identifiers.quote(function) + "() AS " + literal(type, value));
        }
    }

    private static String literal(String type, String value) {
        return "CAST(" + Identifiers.literal(value) + " AS " + type + ")";
    }
}
