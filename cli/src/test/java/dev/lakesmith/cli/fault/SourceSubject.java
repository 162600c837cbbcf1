package dev.lakesmith.cli.fault;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/**
 * A project that reads a database and an API: rows by a cursor, whole tables, deleted rows by comparing keys, pages,
 * records of records, and parts that are read again. The database and what the API answers are files of the project.
 */
final class SourceSubject implements Subject {

    private static final int BATCHES = 5;
    private static final int PAGE = 20;

    private final Map<String, Path> projects = new ConcurrentHashMap<>();
    private final HttpServer server;

    SourceSubject() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "api");
            thread.setDaemon(true);
            return thread;
        }));
        server.start();
    }

    @Override
    public String name() {
        return "sources";
    }

    @Override
    public void create(Path folder) throws IOException {
        String name = String.valueOf(folder.getFileName());
        projects.put(name, folder);
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                "lakesmith.yml",
                "name: sources\ntargets:\n  dev: { warehouse: ./lake, threads: 2, memory: 512MB }\n"
                        + "maintenance: { small_files: 2, delete_files: 2, snapshots: 6 }\n");
        files.put("sources/db.yml", """
                connector: jdbc
                url: "jdbc:sqlite:shop.db"
                streams:
                  orders: { table: orders, cursor: changed, compare_keys: id }
                  events: { table: events, cursor: id }
                  prices: { table: prices }
                """);
        files.put("sources/api.yml", """
                connector: http
                url: "http://127.0.0.1:%d/%s"
                streams:
                  things:
                    path: /things
                    parameters: { since: "${bookmark}" }
                    pagination: { type: page, parameter: page, first: 1 }
                    cursor: changed
                    key: id
                  parts: { parent: { stream: things, records: changed }, path: "/things/${parent:id}/parts" }
                  rates: { path: /rates }
                """.formatted(server.getAddress().getPort(), name));
        files.put("models/silver/orders.sql", """
                /* lakesmith
                materialized: merge
                unique_key: id
                latest_by: changed
                delete_when: _deleted
                */
                SELECT CAST(id AS bigint) AS id, total, CAST(changed AS bigint) AS changed, _deleted
                FROM bronze.db_orders
                """);
        files.put("models/silver/things.sql", """
                /* lakesmith
                materialized: merge
                unique_key: id
                latest_by: changed
                */
                SELECT id, changed, price FROM bronze.api_things
                """);
        files.put(
                "models/gold/totals.sql",
                "SELECT o.id % 7 AS part, count(*) AS orders, CAST(sum(t.price) AS BIGINT) AS price FROM silver.orders AS o"
                        + " LEFT JOIN silver.things AS t ON t.id = o.id GROUP BY 1\n");
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
        sql(
                folder,
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, total TEXT, changed INTEGER)",
                "CREATE TABLE events (id INTEGER PRIMARY KEY, what TEXT)",
                "CREATE TABLE prices (id INTEGER PRIMARY KEY, price TEXT)",
                "CREATE TABLE batch (number INTEGER)");
    }

    @Override
    public List<Round> rounds() {
        List<Round> rounds = new ArrayList<>();
        for (int i = 1; i <= BATCHES; i++) {
            int batch = i;
            rounds.add(new Round("batch " + i, folder -> change(folder, batch), List.of("run")));
        }
        rounds.add(
                3,
                new Round(
                        "a part again",
                        folder -> sql(folder, "UPDATE orders SET total = total || ' late' WHERE changed = 2"),
                        List.of("extract", "-s", "bronze.db_orders", "--from", "2", "--to", "3")));
        rounds.add(4, new Round("after the part", folder -> {}, List.of("run")));
        rounds.add(new Round("upkeep", Ageing::everything, List.of("maintain")));
        rounds.add(new Round("last batch", folder -> change(folder, BATCHES + 1), List.of("run")));
        return rounds;
    }

    @Override
    public List<String> clockColumns(String table) {
        return table.startsWith("landing.") ? List.of("path", "bytes", "etag", "modified_at") : List.of("_source_file");
    }

    @Override
    public String idle() {
        return "run";
    }

    private static void change(Path folder, int batch) {
        int last = batch * 30;
        sql(
                folder,
                "INSERT INTO batch VALUES (" + batch + ")",
                "WITH RECURSIVE n (i) AS (SELECT " + (last - 29) + " UNION ALL SELECT i + 1 FROM n WHERE i < " + last
                        + ") INSERT INTO orders SELECT i, 'total ' || i, " + batch + " FROM n",
                "UPDATE orders SET total = total || '+', changed = " + batch + " WHERE id % 10 = " + batch,
                "DELETE FROM orders WHERE id % 13 = " + batch,
                "WITH RECURSIVE n (i) AS (SELECT " + (last - 29) + " UNION ALL SELECT i + 1 FROM n WHERE i < " + last
                        + ") INSERT INTO events SELECT i, 'event ' || i FROM n",
                "INSERT INTO prices VALUES (" + batch + ", 'price')",
                "UPDATE prices SET price = price || '.' WHERE id % 2 = " + batch % 2);
    }

    private static void sql(Path folder, String... statements) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (String each : statements) {
                statement.execute(each);
            }
            connection.commit();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot change the database of " + folder, e);
        }
    }

    /** Which batches the project has seen so far. */
    private static int batches(Path folder) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("shop.db"));
                Statement statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM batch")) {
            rows.next();
            return rows.getInt(1);
        } catch (SQLException e) {
            throw new IllegalStateException("cannot read the database of " + folder, e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String[] path = exchange.getRequestURI().getPath().split("/", -1);
            String query = String.valueOf(exchange.getRequestURI().getQuery());
            int batch = batches(projects.getOrDefault(path[1], Path.of("")));
            byte[] body = records(path, query, batch).getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static String records(String[] path, String query, int batch) {
        List<String> records = new ArrayList<>();
        if (path.length > 4) {
            for (int i = 0; i < Integer.parseInt(path[3]) % 4; i++) {
                records.add("{\"part\":" + i + "}");
            }
        } else if (path[2].equals("rates")) {
            for (int i = 0; i < 5; i++) {
                records.add("{\"currency\":\"c" + i + "\",\"rate\":" + (batch / 2 + i) + "}");
            }
        } else {
            int since = number(query, "since", 0);
            int skipped = (number(query, "page", 1) - 1) * PAGE;
            for (int id = 1; id <= batch * PAGE; id++) {
                int born = (id + PAGE - 1) / PAGE;
                // Every seventh changes in the batch after the one it came with.
                int changed = id % 7 == 0 && born < batch ? born + 1 : born;
                if (changed >= since && skipped-- <= 0 && records.size() < PAGE) {
                    records.add("{\"id\":" + id + ",\"changed\":" + changed + ",\"price\":" + id * changed + "}");
                }
            }
        }
        return "[" + String.join(",", records) + "]";
    }

    private static int number(String query, String name, int otherwise) {
        for (String each : query.split("&", -1)) {
            if (each.startsWith(name + "=")) {
                return Integer.parseInt(each.substring(name.length() + 1));
            }
        }
        return otherwise;
    }
}
