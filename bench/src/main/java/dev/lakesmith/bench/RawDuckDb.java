package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.regex.Pattern;

/** Runs statements in plain DuckDB, in a process of their own: the limit that Lakesmith is held against. */
public final class RawDuckDb {

    private static final Pattern SEPARATOR = Pattern.compile(";;");

    private RawDuckDb() {}

    /**
     * Runs the statements.
     *
     * @param args a file of statements, separated by {@code ;;}
     */
    public static void main(String[] args) throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            for (String sql : SEPARATOR.split(Files.readString(Path.of(args[0])), -1)) {
                if (!sql.isBlank()) {
                    statement.execute(sql);
                }
            }
        }
    }
}
