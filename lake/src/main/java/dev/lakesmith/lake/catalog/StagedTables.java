package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** The table that says what is staged on branches. Other engines do not look at it. */
final class StagedTables {

    private static final String COLUMNS =
            "branch, table_namespace, table_name, metadata_location, base_location, iceberg_type, audited";
    private static final String OF_A_BRANCH = " FROM lakesmith_branches WHERE branch = ?";

    private final CatalogRows rows;

    StagedTables(CatalogRows rows) {
        this.rows = rows;
    }

    List<Pointer> read(Connection connection, String branch) throws SQLException {
        return read(connection, branch, "");
    }

    /** What a branch holds, until this transaction ends. */
    List<Pointer> lock(Connection connection, String branch) throws SQLException {
        return read(connection, branch, " ORDER BY table_namespace, table_name" + rows.locking());
    }

    private List<Pointer> read(Connection connection, String branch, String end) throws SQLException {
        return rows.selectOwn(
                connection,
                row -> new Pointer(
                        new TableName(row.getString(1), row.getString(2)),
                        PublishedTables.kind(row.getString(5)),
                        row.getString(3),
                        Optional.ofNullable(row.getString(4)),
                        row.getInt(6) == 1),
                "SELECT table_namespace, table_name, metadata_location, base_location, iceberg_type, audited"
                        + OF_A_BRANCH,
                end,
                branch);
    }

    List<String> branches(Connection connection) throws SQLException {
        return rows.selectOwn(
                connection,
                row -> row.getString(1),
                "SELECT DISTINCT branch FROM lakesmith_branches WHERE branch IS NOT NULL",
                " ORDER BY branch");
    }

    void put(Connection connection, String branch, Pointer pointer) throws SQLException {
        TableName name = pointer.name();
        rows.updateOwn(
                connection,
                "DELETE" + OF_A_BRANCH + " AND table_namespace = ? AND table_name = ?",
                branch,
                name.schema(),
                name.name());
        rows.insertOwn(
                connection,
                "lakesmith_branches",
                COLUMNS,
                branch,
                name.schema(),
                name.name(),
                pointer.metadata(),
                pointer.base().orElse(null),
                pointer.kind().name(),
                pointer.audited() ? "1" : "0");
    }

    /** Forgets a branch, and says how many tables it held. */
    int remove(Connection connection, String branch) throws SQLException {
        return rows.updateOwn(connection, "DELETE" + OF_A_BRANCH, branch);
    }
}
