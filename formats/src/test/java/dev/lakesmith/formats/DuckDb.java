package dev.lakesmith.formats;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.duckdb.DuckDBConnection;
import org.jspecify.annotations.Nullable;

/** The engine whose agreement with the scanners is tested. */
final class DuckDb implements AutoCloseable {

    private final Connection connection;

    private DuckDb(Connection connection) {
        this.connection = connection;
    }

    /** A session of the one database all tests share, because opening one takes long. */
    static DuckDb session() throws SQLException {
        return new DuckDb(((DuckDBConnection) Shared.DATABASE).duplicate());
    }

    /** Opened when first asked for, closed by the end of the process. */
    private static final class Shared {

        private static final Connection DATABASE = open();

        private static Connection open() {
            try {
                return DriverManager.getConnection("jdbc:duckdb:");
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** What a direct read of landed text gives. */
    record Direct(List<List<@Nullable String>> rows, long rejects) {}

    List<List<@Nullable String>> normalised(Path path, int columns) throws SQLException {
        return rows("SELECT * FROM read_csv('" + path + "', auto_detect=false, header=false, delim=',', quote='\"', "
                + "escape='\"', new_line='\\n', nullstr='', allow_quoted_nulls=false, null_padding=false, strict_mode=true, "
                + "parallel=false, max_line_size=140000000, columns=" + types(columns) + ")");
    }

    Direct direct(Path path, CsvLayout layout, List<String> nulls) throws SQLException {
        execute("DROP TABLE IF EXISTS reject_errors");
        execute("DROP TABLE IF EXISTS reject_scans");
        List<List<@Nullable String>> rows = rows("SELECT * FROM read_csv('" + path
                + "', auto_detect=false, header=false, "
                + "delim=" + literal(layout.delimiter()) + ", quote="
                + layout.quote().map(DuckDb::literal).orElse("''")
                + ", escape=" + layout.escape().map(DuckDb::literal).orElse("''") + ", nullstr="
                + nulls.stream().map(text -> "'" + text + "'").collect(Collectors.joining(", ", "[", "]"))
                + ", allow_quoted_nulls=false, null_padding=false, strict_mode=true, store_rejects=true, skip="
                + layout.headerLines() + ", columns=" + types(layout.columns().size()) + ")");
        long rejects = Long.parseLong(
                String.valueOf(rows("SELECT count(*) FROM reject_errors").get(0).get(0)));
        return new Direct(rows, rejects);
    }

    private static String literal(Character character) {
        return "'" + (character == '\'' ? "''" : String.valueOf(character)) + "'";
    }

    private static String types(int columns) {
        return IntStream.rangeClosed(1, columns)
                .mapToObj(n -> "'c" + n + "': 'VARCHAR'")
                .collect(Collectors.joining(", ", "{", "}"));
    }

    List<List<@Nullable String>> rows(String sql) throws SQLException {
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                @Nullable String[] row = new String[columns];
                for (int i = 0; i < columns; i++) {
                    row[i] = result.getString(i + 1);
                }
                rows.add(Arrays.asList(row));
            }
        }
        return rows;
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
