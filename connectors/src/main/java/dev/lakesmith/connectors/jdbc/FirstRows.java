package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.vocabulary.Column;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first rows of a query, as the database writes them. */
final class FirstRows {

    private FirstRows() {}

    /** @param columns of the query, in its order */
    static Sample of(Connection connection, String query, List<Column> columns, int most) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(most);
            statement.setFetchSize(most);
            try (ResultSet result = statement.executeQuery(query)) {
                List<List<@Nullable String>> rows = new ArrayList<>();
                // Not every driver keeps to the most rows.
                while (rows.size() < most && result.next()) {
                    List<@Nullable String> row = new ArrayList<>();
                    for (int i = 1; i <= columns.size(); i++) {
                        row.add(result.getString(i));
                    }
                    rows.add(row);
                }
                return new Sample(columns, rows);
            }
        }
    }
}
