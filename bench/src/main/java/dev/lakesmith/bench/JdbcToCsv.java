package dev.lakesmith.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What is written by hand where nothing better is there: a loop over a result that writes CSV. */
public final class JdbcToCsv {

    private JdbcToCsv() {}

    /**
     * Writes a table.
     *
     * @param args a JDBC URL, the table, and the file
     */
    public static void main(String[] args) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(args[0]);
                BufferedWriter csv = Files.newBufferedWriter(Path.of(args[2]))) {
            // PostgreSQL's driver keeps every row in memory without both of these.
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.setFetchSize(5_000);
                ResultSet result = statement.executeQuery("SELECT * FROM " + args[1]);
                int columns = result.getMetaData().getColumnCount();
                while (result.next()) {
                    for (int i = 1; i <= columns; i++) {
                        String value = result.getString(i);
                        csv.append(i == 1 ? "" : ",");
                        if (value != null) {
                            csv.append('"').append(value.replace("\"", "\"\"")).append('"');
                        }
                    }
                    csv.append('\n');
                }
            }
        }
    }
}
