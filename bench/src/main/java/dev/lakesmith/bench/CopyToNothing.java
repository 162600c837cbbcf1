package dev.lakesmith.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;

/** {@code COPY … TO STDOUT} of a table of PostgreSQL, thrown away: the least that reading it can take. */
public final class CopyToNothing {

    private CopyToNothing() {}

    /**
     * Reads a table.
     *
     * @param args a JDBC URL, the table, and how many connections read it, each a range of its pages
     */
    public static void main(String[] args) throws SQLException, ExecutionException, InterruptedException {
        String table = args[1];
        int connections = Integer.parseInt(args[2]);
        long pages = pages(args[0], table);
        ExecutorService readers = Executors.newFixedThreadPool(connections);
        try {
            List<Future<Long>> running = new ArrayList<>();
            for (int part = 0; part < connections; part++) {
                String copy = "COPY (SELECT * FROM %s WHERE ctid >= '(%d,0)' AND ctid < '(%d,0)') TO STDOUT"
                        .formatted(table, pages * part / connections, pages * (part + 1) / connections);
                running.add(readers.submit(() -> read(args[0], copy)));
            }
            long rows = 0;
            for (Future<Long> each : running) {
                rows += each.get();
            }
            System.out.println(rows + " rows");
        } finally {
            readers.shutdown();
        }
    }

    private static long pages(String url, String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(
                        "SELECT pg_relation_size('" + table + "'::regclass) / current_setting('block_size')::bigint")) {
            result.next();
            return result.getLong(1);
        }
    }

    private static long read(String url, String copy) throws SQLException, IOException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return connection.unwrap(PGConnection.class).getCopyAPI().copyOut(copy, OutputStream.nullOutputStream());
        }
    }
}
