package dev.lakesmith.bench;

import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One project, with its lake in S3, as a server on this machine has it, and on the local disk. */
final class StorageFigures implements AutoCloseable {

    private static final String BUCKET = "lake";
    private static final String TABLE = "silver.orders";
    private static final String PARTS = "silver.orders_in_parts";
    private static final int PART = 421;

    private static final String SUM = "SELECT country, CAST(ordered_at AS DATE) AS day, status, count(*) AS orders,"
            + " sum(quantity * price) AS revenue FROM " + TABLE + " GROUP BY ALL";

    private static final String TWO_COLUMNS = "SELECT country, max(quantity) FROM " + TABLE + " GROUP BY country";

    private static final String POINT =
            "SELECT price FROM " + PARTS + " WHERE part = " + PART + " AND order_id = 1000" + PART;

    private final Workplace place;
    private final TimedProgram program;
    private final Path project;
    private final Path cache;
    private final Path objects;
    private @Nullable S3Server server;

    StorageFigures(Workplace place, TimedProgram program) {
        this.place = place;
        this.program = program;
        this.project = place.path("project-storage");
        this.cache = project.resolve("cache");
        this.objects = place.path("objects");
    }

    List<Figure> all() {
        return List.of(
                figure(
                        "s3-load",
                        "CSV to bronze, the lake in S3",
                        Contender.Preparation.NONE,
                        Optional.empty(),
                        "run",
                        "--full-refresh",
                        "--select",
                        "bronze.shop_orders"),
                figure(
                        "s3-query",
                        "Sums over all orders in S3, with a warm cache",
                        Contender.Preparation.NONE,
                        Optional.of(new Figure.Goal(
                                "at most 1.1 x wall",
                                result -> result.ratio(Result.Round::limit, Cost::wallSeconds)
                                                .orElse(Double.MAX_VALUE)
                                        <= 1.1)),
                        "query",
                        SUM),
                figure(
                        "s3-query-cold",
                        "The same with an empty cache",
                        this::emptyCache,
                        Optional.empty(),
                        "query",
                        SUM),
                figure(
                        "s3-columns",
                        "Two of twelve columns in S3, with an empty cache",
                        this::emptyCache,
                        Optional.of(fetching(0.1, TABLE)),
                        "query",
                        TWO_COLUMNS),
                figure(
                        "s3-point",
                        "One order of a table of 1,000 files in S3, with an empty cache",
                        this::emptyCache,
                        Optional.of(fetching(0.01, PARTS)),
                        "query",
                        POINT));
    }

    private Figure figure(
            String name,
            String description,
            Contender.Preparation before,
            Optional<Figure.Goal> goal,
            String... command) {
        return Figure.against(
                name,
                description,
                this::prepare,
                new Contender(before, onTarget("s3", command)),
                "the same on the local disk",
                new Contender(Contender.Preparation.NONE, onTarget("local", command)),
                goal);
    }

    /** Of what the last command fetched into its empty cache, metadata and all. */
    private Figure.Goal fetching(double share, String table) {
        return new Figure.Goal(
                "fetches at most %.0f %% of the table's bytes".formatted(share * 100),
                result -> fetched() <= share * bytes(objects.resolve(BUCKET).resolve(table.replace('.', '/'))));
    }

    private List<String> onTarget(String target, String... command) {
        List<String> all = new ArrayList<>(place.lakesmith("-p", project.toString(), "--target", target));
        all.addAll(List.of(command));
        return all;
    }

    private void emptyCache() throws IOException {
        Workplace.remove(cache);
    }

    /** Both lakes, and a cache in which there is what the query reads. */
    private void prepare() throws IOException {
        if (server != null) {
            return;
        }
        S3Server started = S3Server.start(Files.createDirectories(objects)).bucket(BUCKET);
        server = started;
        Path orders = place.path("orders.csv");
        Orders.writeCsv(orders, place.dataBytes());
        file("secret", started.secretAccessKey());
        file("lakesmith.yml", """
                name: storage
                targets:
                  local: { warehouse: ./lake, memory: %1$s, threads: %2$d }
                  s3:
                    warehouse: s3://%3$s
                    memory: %1$s
                    threads: %2$d
                    storage:
                      endpoint: %4$s
                      region: %5$s
                      path_style: true
                      access_key_id: %6$s
                      secret_access_key: ${file:secret}
                    catalog: { type: sqlite, path: ./s3-catalog.db }
                    cache: { folder: ./cache }
                """.formatted(
                Workplace.MEMORY, place.cores(), BUCKET, started.endpoint(), started.region(), started.accessKeyId()));
        file("sources/shop.yml", """
                connector: files
                streams:
                  orders: { path: '%s', format: csv }
                """.formatted(orders));
        file("models/silver/orders.sql", "SELECT " + columns() + " FROM bronze.shop_orders\n");
        file("models/silver/orders_in_parts.sql", """
                /* lakesmith
                partition_by: [part]
                */
                SELECT CAST(order_id %% 1000 AS INTEGER) AS part, * FROM %s
                """.formatted(TABLE));
        program.run(onTarget("local", "run"));
        program.run(onTarget("s3", "run"));
        program.run(onTarget("s3", "query", SUM));
    }

    private static String columns() {
        List<String> columns = new ArrayList<>();
        Orders.TYPES.forEach((name, type) -> columns.add("CAST(" + name + " AS " + type + ") AS " + name));
        return String.join(", ", columns);
    }

    private void file(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** What is in the cache; of files with holes what their lists name. */
    private long fetched() {
        try (Stream<Path> lists = Files.walk(cache)) {
            long bytes = bytes(cache.resolve("files"));
            for (Path list :
                    lists.filter(file -> file.toString().endsWith(".list")).toList()) {
                for (String line : Files.readAllLines(list)) {
                    String[] range = line.split(" ", 3);
                    bytes += Long.parseLong(range[1]) - Long.parseLong(range[0]);
                }
            }
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
