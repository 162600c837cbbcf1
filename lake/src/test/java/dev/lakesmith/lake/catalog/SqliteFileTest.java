package dev.lakesmith.lake.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;

/** The state files are written where that is possible and read where it is not. */
final class SqliteFileTest {

    private static final List<String> SCHEMA = List.of("CREATE TABLE IF NOT EXISTS t (n INTEGER)");

    @TempDir
    private Path folder = Path.of("");

    @Test
    void a_file_in_a_folder_that_may_not_be_written_is_read() throws SQLException {
        Path file = folder.resolve("a b#c.db");
        try (Connection connection = SqliteFile.open(file, SCHEMA);
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO t VALUES (42)");
        }
        assertThat(file.toFile().setWritable(false) && folder.toFile().setWritable(false))
                .isTrue();
        // A superuser may write everything.
        assumeThat(Files.isWritable(folder)).isFalse();
        try (Connection connection = SqliteFile.open(file, SCHEMA);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT n FROM t")) {
            assertThat(rows.getInt(1)).isEqualTo(42);
            assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES (43)"))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(SqliteFile.advice(e))
                            .contains("may not write"));
        } finally {
            assertThat(folder.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void each_failure_that_a_user_can_mend_has_its_advice() {
        assertThat(SqliteFile.advice(failure(SQLiteErrorCode.SQLITE_BUSY))).contains("wait for that run to end");
        assertThat(SqliteFile.advice(failure(SQLiteErrorCode.SQLITE_FULL))).contains("free some space");
        assertThat(SqliteFile.advice(failure(SQLiteErrorCode.SQLITE_NOTADB))).contains("that it is a SQLite file");
    }

    @Test
    void a_transaction_that_sqlite_took_back_by_itself_still_says_why() throws SQLException {
        try (Connection connection = SqliteFile.open(folder.resolve("full.db"), SCHEMA);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = 10");

            assertThatThrownBy(() -> SqliteFile.transact(
                            connection,
                            open -> statement.execute(
                                    "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s LIMIT 100000)"
                                            + " INSERT INTO t SELECT n FROM s")))
                    .isInstanceOfSatisfying(SQLException.class, e -> assertThat(SqliteFile.advice(e))
                            .contains("free some space"));

            SqliteFile.transact(connection, open -> statement.execute("INSERT INTO t VALUES (1)"));
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
                assertThat(rows.getInt(1)).isEqualTo(1);
            }
        }
    }

    private static SQLException failure(SQLiteErrorCode code) {
        return new SQLException(code.message, "", code.code);
    }
}
