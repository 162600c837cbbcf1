package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.SourceFailure;
import java.sql.SQLException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTransientException;
import java.util.Optional;
import java.util.Set;

/** What databases' errors mean for those who try again, by the classes of the SQL standard's states. */
final class SqlFailures {

    /**
     * Connection, serialization and deadlock, too few resources, a server that is shut down or just starting, trouble
     * of its system.
     */
    private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

    /** A statement that somebody cancelled or that took too long would take as long again. */
    private static final String CANCELLED = "57014";

    /** PostgreSQL: somebody else held the lock for longer than {@code lock_timeout}. */
    private static final String LOCKED = "55P03";

    private SqlFailures() {}

    static SourceFailure of(SourceFailure.Extent extent, String message, SQLException e) {
        String state = Optional.ofNullable(e.getSQLState()).orElse("");
        boolean passing = e instanceof SQLTransientException
                || e instanceof SQLRecoverableException
                || state.equals(LOCKED)
                || (PASSING.contains(state.length() < 2 ? "" : state.substring(0, 2)) && !state.equals(CANCELLED));
        return passing ? SourceFailure.retryable(extent, message, e) : SourceFailure.fatal(extent, message, e);
    }
}
