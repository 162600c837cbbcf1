package dev.lakesmith.lake.catalog;

import java.sql.Connection;
import java.sql.SQLException;

/** The database that a catalog's tables are in. Thread-safe: one piece of work at a time. */
interface Database extends AutoCloseable {

    /** What is read, in one statement or of several moments. */
    interface Reading<T> {
        T from(Connection connection) throws SQLException;
    }

    /** What is changed; it may be asked for again when it was taken back. */
    interface Change {
        void on(Connection connection) throws SQLException;
    }

    /** Whether several catalogs share it, so that every row says whose it is. */
    boolean isShared();

    /** Whether there is anything to read yet. */
    boolean exists();

    /**
     * Reads.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_UNREADABLE
     */
    <T> T read(Reading<T> reading);

    /**
     * Changes in one transaction, exactly once.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_UNREADABLE; LAKE_CONFLICT when others were in the way for
     *     too long
     */
    void change(Change change);

    @Override
    void close();
}
