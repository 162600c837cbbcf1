package dev.lakesmith.lake.catalog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** Opens the SQLite files that keep state: for writing where that is possible, else for reading what is there. */
public final class SqliteFile {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private SqliteFile() {}

    /**
     * A connection in which the tables exist. In a folder that may not be written an existing file is opened for
     * reading alone, and writing fails with SQLITE_READONLY.
     *
     * @param schema makes the tables that are missing
     */
    public static Connection open(Path file, List<String> schema) throws SQLException {
        if (Files.exists(file) && !isWritable(file)) {
            return openForReading(file);
        }
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        Connection open = config.createConnection("jdbc:sqlite:" + file);
        try (Statement statement = open.createStatement()) {
            for (String table : schema) {
                statement.execute(table);
            }
        }
        return open;
    }

    private static boolean isWritable(Path file) {
        return Files.isWritable(file) && Files.isWritable(file.toAbsolutePath().getParent());
    }

    /**
     * SQLite wants to make its shared memory beside a WAL file even for reading, unless it is told that nobody writes;
     * beside a log that a writer left it must not be told so, or it would overlook the log.
     */
    private static Connection openForReading(Path file) throws SQLException {
        boolean log = Files.exists(file.resolveSibling(file.getFileName() + "-wal"));
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setOpenMode(SQLiteOpenMode.OPEN_URI);
        config.setBusyTimeout((int) PATIENCE.toMillis());
        return config.createConnection(
                "jdbc:sqlite:" + file.toAbsolutePath().toUri().toString().replace("file:///", "file:/")
                        + (log ? "?mode=ro" : "?immutable=1"));
    }

    /** What a transaction does. */
    public interface Work {
        void on(Connection connection) throws SQLException;
    }

    /**
     * Works in a transaction that begins as a writer, and takes it back when the work fails.
     *
     * @throws SQLException the first failure: SQLite takes a transaction back by itself when the disk is full, and that
     *     there is none any more says nothing
     */
    public static void transact(Connection connection, Work work) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            try {
                work.on(connection);
                statement.execute("COMMIT");
            } catch (SQLException | RuntimeException | Error failure) {
                try {
                    statement.execute("ROLLBACK");
                } catch (SQLException e) {
                    failure.addSuppressed(e);
                }
                throw failure;
            }
        }
    }

    /** What a user can do about a failure. */
    public static String advice(SQLException failure) {
        int code = failure.getErrorCode() & 0xff;
        if (code == SQLiteErrorCode.SQLITE_BUSY.code || code == SQLiteErrorCode.SQLITE_LOCKED.code) {
            return "another process has kept it locked for " + PATIENCE.toSeconds()
                    + " s: wait for that run to end, or end it, then try again; nothing was changed";
        } else if (code == SQLiteErrorCode.SQLITE_FULL.code || code == SQLiteErrorCode.SQLITE_IOERR.code) {
            return "check that the disk is not full and free some space, then run again; what was published stays as it"
                    + " is";
        } else if (code == SQLiteErrorCode.SQLITE_READONLY.code || code == SQLiteErrorCode.SQLITE_CANTOPEN.code) {
            return "this user may not write it or its folder: change the rights, or only read ('lakesmith query',"
                    + " 'tables', 'history')";
        }
        return "check that it is a SQLite file and that this user may write it";
    }
}
