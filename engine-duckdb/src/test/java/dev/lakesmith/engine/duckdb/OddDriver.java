package dev.lakesmith.engine.duckdb;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.concurrent.Semaphore;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** A driver that never connects, in the way that its URL says. */
public final class OddDriver implements Driver {

    private static final String URL = "jdbc:odd:";

    /** A permit for each connection that waits. */
    static final Semaphore WAITING = new Semaphore(0);

    /** Takes what ends the waiting. */
    static final Semaphore ENOUGH = new Semaphore(0);

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        String password = properties.getProperty("password");
        return switch (url.substring(URL.length())) {
            case "linkage" -> throw new NoClassDefFoundError("org/odd/Missing");
            case "assertion" -> throw new AssertionError(password + " is no password");
            case "runtime" -> throw new IllegalStateException(password + " is no password");
            case "overflow" -> throw new StackOverflowError();
            case "silent" -> throw new SQLException();
            case "forever" -> {
                WAITING.release();
                ENOUGH.acquireUninterruptibly();
                yield null;
            }
            default -> null;
        };
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(URL);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public Logger getParentLogger() {
        return Logger.getLogger("odd");
    }
}
