package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.core.connector.Sample;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The first rows of a query, as the database writes them. */
final class FirstRows {

    private FirstRows() {}

    static Sample of(Connection connection, String query, int most) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setMaxRows(most);
            statement.setFetchSize(most);
            try (ResultSet result = statement.executeQuery(query)) {
                ResultSetMetaData about = result.getMetaData();
                List<String> columns = new ArrayList<>();
                for (int i = 1; i <= about.getColumnCount(); i++) {
                    columns.add(about.getColumnLabel(i));
                }
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
