package dev.lakesmith.lake.catalog;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** The names of changes, each written in the transaction of its change. */
final class NamedChanges {

    /** For how long a name is kept; whoever asks again does so within minutes. */
    static final Duration REMEMBERED = Duration.ofDays(1);

    private static final String TABLE = "lakesmith_requests";

    private final CatalogRows rows;

    NamedChanges(CatalogRows rows) {
        this.rows = rows;
    }

    Optional<NamedChange> read(Connection connection, String id) throws SQLException {
        return rows
                .selectOwn(
                        connection,
                        row -> new NamedChange(row.getString(1), row.getString(2), row.getString(3)),
                        "SELECT id, request, answer FROM " + TABLE + " WHERE id = ?",
                        "",
                        id)
                .stream()
                .findFirst();
    }

    /**
     * Keeps a name.
     *
     * @throws NamedChange.Made when it is there already; then the transaction is to be taken back
     */
    void insert(Connection connection, NamedChange change) throws SQLException {
        if (read(connection, change.id()).isPresent()) {
            throw new NamedChange.Made(change.id());
        }
        // One that is still being committed is waited for; then this fails, is tried again, and finds it.
        rows.insertOwn(
                connection,
                TABLE,
                "id, request, answer, made_at",
                change.id(),
                change.request(),
                change.answer(),
                Instant.now().toString());
    }

    void forget(Connection connection) throws SQLException {
        rows.updateOwn(
                connection,
                "DELETE FROM " + TABLE + " WHERE made_at < ?",
                Instant.now().minus(REMEMBERED).toString());
    }
}
