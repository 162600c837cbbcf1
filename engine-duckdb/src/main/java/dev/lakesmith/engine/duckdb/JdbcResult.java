package dev.lakesmith.engine.duckdb;

import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rows of a DuckDB statement, with the session and instance that must live as long. */
final class JdbcResult implements QueryResult {

    private final PreparedStatement statement;
    private final ResultSet rows;
    private final List<Column> columns;
    private final List<AutoCloseable> owned;

    /**
     * Runs the statement.
     *
     * @param owned closed with the result, in this order
     */
    JdbcResult(Session session, String sql, List<AutoCloseable> owned) {
        this.owned = List.copyOf(owned);
        try {
            this.statement = session.prepared(sql);
            this.rows = statement.executeQuery();
            this.columns = columns(rows.getMetaData());
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    private static List<Column> columns(ResultSetMetaData metadata) throws SQLException {
        List<Column> columns = new ArrayList<>();
        for (int i = 1; i <= metadata.getColumnCount(); i++) {
            columns.add(new Column(metadata.getColumnName(i), metadata.getColumnTypeName(i)));
        }
        return List.copyOf(columns);
    }

    @Override
    public List<Column> columns() {
        return columns;
    }

    @Override
    public Optional<List<@Nullable Object>> next() {
        try {
            if (!rows.next()) {
                return Optional.empty();
            }
            List<@Nullable Object> row = new ArrayList<>();
            for (int i = 1; i <= columns.size(); i++) {
                row.add(JavaValues.of(rows, i, columns.get(i - 1).type()));
            }
            return Optional.of(Collections.unmodifiableList(row));
        } catch (SQLException e) {
            throw SqlFailure.of(e);
        }
    }

    @Override
    public void close() {
        try {
            rows.close();
            statement.close();
            for (AutoCloseable each : owned) {
                each.close();
            }
        } catch (Exception e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "a query cannot be closed: " + e.getMessage(), e);
        }
    }
}
