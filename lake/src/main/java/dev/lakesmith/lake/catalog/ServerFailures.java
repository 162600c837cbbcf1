package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** What the failures of database servers mean, by the classes of the SQL standard's states. */
final class ServerFailures {

    private static final Set<String> BROKEN = Set.of("57P01", "57P02", "57P03", "57P05");
    /** PostgreSQL: somebody else held a lock for longer than {@code lock_timeout}. */
    private static final String LOCKED = "55P03";
    /** MariaDB and MySQL: the same. */
    private static final int LOCK_WAIT_TIMEOUT = 1205;

    private static final Duration CONTENTION = Duration.ofSeconds(10);
    private static final Duration RESTART = Duration.ofSeconds(30);
    private static final Duration STRANGER = Duration.ofSeconds(2);

    private static final int TOO_MANY_CONNECTIONS = 1040;

    private final String server;

    ServerFailures(String server) {
        this.server = server;
    }

    /** Whether a row with this key was there. */
    static boolean isDuplicate(SQLException e) {
        return stateClass(e).equals("23");
    }

    /** Whether the connection is of no use any more; what was being committed may have arrived. */
    static boolean isBroken(SQLException e) {
        return stateClass(e).equals("08")
                || BROKEN.contains(state(e))
                || e instanceof SQLRecoverableException
                || e instanceof SQLNonTransientConnectionException
                || e instanceof SQLTransientConnectionException;
    }

    /** Whether others were in the way. */
    private static boolean isContention(SQLException e) {
        // A row of the same key: somebody made it meanwhile, and that it is there is seen the next time.
        return stateClass(e).equals("40")
                || isDuplicate(e)
                || state(e).equals(LOCKED)
                || e.getErrorCode() == LOCK_WAIT_TIMEOUT;
    }

    /**
     * For how long it is worth to try again.
     *
     * @param known whether the server was reached before
     */
    static Duration worthWaiting(SQLException e, boolean known) {
        if (isContention(e)) {
            return CONTENTION;
        } else if (isBroken(e) || stateClass(e).equals("53") || e.getErrorCode() == TOO_MANY_CONNECTIONS) {
            return known ? RESTART : STRANGER;
        }
        return Duration.ZERO;
    }

    /** Words a failure. */
    LakesmithException told(SQLException e) {
        String said = Optional.ofNullable(e.getMessage()).map(String::strip).orElse("a failure without a word");
        if (isContention(e)) {
            return new LakesmithException(
                    ErrorCode.LAKE_CONFLICT,
                    "others kept the catalog " + server + " busy for too long (" + said
                            + "); nothing was changed, run again",
                    e);
        }
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "the catalog " + server + " cannot be read or written: " + said + "; " + advice(e),
                e);
    }

    private static String advice(SQLException e) {
        if (stateClass(e).equals("28") || e.getErrorCode() == 1045) {
            return "check 'user' and 'password' of the target's catalog";
        } else if (state(e).equals("42501") || e.getErrorCode() == 1142 || e.getErrorCode() == 1044) {
            return "this user lacks the right: the catalog's tables are made by the first write, and each run reads and"
                    + " writes them";
        } else if (state(e).equals("3D000") || e.getErrorCode() == 1049) {
            return "make the database, or name another one in 'url'";
        } else if (stateClass(e).equals("22")) {
            return "a name or location is longer than the column that holds it; shorten the warehouse's location, or widen"
                    + " that column";
        } else if (state(e).equals("08001") && String.valueOf(e.getMessage()).contains("No suitable driver")) {
            return "its JDBC driver is missing on the class path";
        } else if (isBroken(e)) {
            return "check 'url' of the target's catalog, and that the server runs and takes connections from here; a change"
                    + " that was under way has arrived whole or not at all, and the next run sees which";
        }
        return "nothing was changed";
    }

    private static String state(SQLException e) {
        return Optional.ofNullable(e.getSQLState()).orElse("");
    }

    private static String stateClass(SQLException e) {
        String state = state(e);
        return state.length() < 2 ? "" : state.substring(0, 2);
    }
}
