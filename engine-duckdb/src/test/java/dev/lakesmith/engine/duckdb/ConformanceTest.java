package dev.lakesmith.engine.duckdb;

import dev.lakesmith.connectors.files.FilesConnector;
import dev.lakesmith.connectors.jdbc.JdbcConnector;
import dev.lakesmith.connectors.singer.SingerConnector;
import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.sql.SqlAnalyzer;
import dev.lakesmith.testkit.connector.ConnectorConformance;
import dev.lakesmith.testkit.connector.NoRows;
import dev.lakesmith.testkit.connector.SampleSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The connectors, held against what every connector must do. */
final class ConformanceTest {

    private static final String SECRET = "correct-horse-battery";

    private static EmbeddedPostgres server;
    private static int databases;

    @BeforeAll
    static void start(@TempDir Path folder) throws IOException {
        server = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .start();
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    private static void sql(String url, String... statements) {
        if (url.startsWith("jdbc:h2:")) {
            H2.sql(url, statements);
            return;
        }
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void append(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Records as text in landed files. */
    private abstract static class OfText implements SampleSource {

        @Override
        public RecordFiles records(Path folder) {
            return new NoRows();
        }

        @Override
        public List<Long> ids(Path landedFile) {
            try (var lines = Files.lines(landedFile)) {
                return lines.filter(line -> !line.equals("id"))
                        .map(line -> Long.valueOf(line.replaceAll("\\D+", "")))
                        .toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Nested
    final class OfFiles extends ConnectorConformance {

        @Override
        protected SampleSource sample(Path folder) {
            return new OfText() {

                private int files;

                @Override
                public Connector connector() {
                    return new FilesConnector();
                }

                @Override
                public String yaml() {
                    return "connector: files\nstreams: { s: { path: 'drop/*.csv', format: csv } }\n";
                }

                @Override
                public void add(long first, int count) {
                    append(
                            folder.resolve("drop/part-%05d.csv".formatted(++files)),
                            LongStream.range(first, first + count)
                                    .mapToObj(Long::toString)
                                    .collect(Collectors.joining("\n", "id\n", "\n")));
                }

                @Override
                public List<Mistake> mistakes() {
                    return List.of(new Mistake(
                            "folder", yaml().replace("drop/", "dorp/"), "does not exist; the nearest that does is"));
                }

                @Override
                public String secret() {
                    return "";
                }

                @Override
                public Set<Promise> promises() {
                    return Set.of(Promise.ORDER, Promise.ONLY_NEW);
                }
            };
        }
    }

    @Nested
    final class OfTaps extends ConnectorConformance {

        @Override
        protected SampleSource sample(Path folder) {
            append(folder.resolve("tap/s"), "");
            append(
                    folder.resolve("tap/catalog.json"),
                    "{\"streams\": [{\"tap_stream_id\": \"s\", \"stream\": \"s\", \"schema\": {\"properties\":"
                            + " {\"id\": {\"type\": \"string\"}}}, \"metadata\": [{\"breadcrumb\": [],"
                            + " \"metadata\": {\"replication-key\": \"id\"}}]}]}");
            append(folder.resolve("tap/script"), "!since s id\n");
            append(folder.resolve("bad/catalog.json"), Sample.read(folder.resolve("tap/catalog.json")));
            append(folder.resolve("bad/script"), "!secret password\n!exit 1\n");
            return new OfText() {

                @Override
                public Connector connector() {
                    return new SingerConnector();
                }

                @Override
                public String yaml() {
                    return "connector: singer\ncommand: " + ScriptedTap.command(folder.resolve("tap"))
                            + "\nconfig: { password: " + SECRET + " }\nstreams: { s: {} }\n";
                }

                @Override
                public void add(long first, int count) {
                    append(
                            folder.resolve("tap/s"),
                            LongStream.range(first, first + count)
                                    .mapToObj("{\"id\": \"%09d\"}\n"::formatted)
                                    .collect(Collectors.joining()));
                }

                @Override
                public List<Mistake> mistakes() {
                    return List.of(
                            new Mistake(
                                    "executable",
                                    "connector: singer\ncommand: no-such-tap\nstreams: { s: {} }\n",
                                    "cannot be started"),
                            new Mistake("stream", yaml().replace("{ s:", "{ ss:"), "did you mean 's'?"),
                            new Mistake(
                                    "field", yaml().replace("s: {}", "s: { fields: [idd] }"), "did you mean 'id'?"));
                }

                @Override
                public String secret() {
                    return SECRET;
                }

                @Override
                public Set<Promise> promises() {
                    return Set.of(Promise.ORDER, Promise.ONLY_NEW);
                }
            };
        }
    }

    /** Reads a small file. */
    private static final class Sample {
        static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Rows that this engine writes. */
    private abstract static class OfRows extends ConnectorConformance {

        private final List<AutoCloseable> open = new ArrayList<>();

        abstract String url(Path folder);

        abstract String keys();

        abstract List<SampleSource.Mistake> mistakes(String yaml);

        @Override
        protected SampleSource sample(Path folder) {
            String url = url(folder);
            sql(url, "CREATE TABLE records (id BIGINT NOT NULL, text VARCHAR(50))");
            SqlAnalyzer parser = SqlAnalyzer.open();
            Lake lake = Lake.at(folder.resolve("lake"));
            DuckDbEngine engine =
                    DuckDbEngine.of(new DuckDbSettings(256L << 20, 2, folder.resolve("spill")), lake, parser);
            open.add(engine);
            open.add(parser);
            open.add(lake);
            return new SampleSource() {

                @Override
                public Connector connector() {
                    return new JdbcConnector();
                }

                @Override
                public String yaml() {
                    return "connector: jdbc\nurl: \"" + url + "\"\n" + keys()
                            + "streams: { s: { table: records, cursor: id } }\n";
                }

                @Override
                public void add(long first, int count) {
                    String rows = url.startsWith("jdbc:h2:")
                            ? "SELECT x, 'some text of a record' FROM SYSTEM_RANGE(" + first + ", "
                                    + (first + count - 1) + ")"
                            : "";
                    sql(
                            url,
                            !rows.isEmpty()
                                    ? "INSERT INTO records " + rows
                                    : "INSERT INTO records WITH RECURSIVE n(id) AS (SELECT " + first
                                            + " UNION ALL SELECT id + 1 FROM n WHERE id < " + (first + count - 1)
                                            + ") SELECT id, 'some text of a record' FROM n");
                }

                @Override
                public RecordFiles records(Path target) {
                    return engine.recordFiles(target);
                }

                @Override
                public List<Long> ids(Path landedFile) {
                    List<Long> ids = new ArrayList<>();
                    try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                            Statement statement = connection.createStatement();
                            ResultSet rows = statement.executeQuery(
                                    "SELECT id::BIGINT FROM read_parquet('" + landedFile + "')")) {
                        while (rows.next()) {
                            ids.add(rows.getLong(1));
                        }
                        return ids;
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                }

                @Override
                public List<Mistake> mistakes() {
                    return OfRows.this.mistakes(yaml());
                }

                @Override
                public String secret() {
                    return SECRET;
                }

                @Override
                public Set<Promise> promises() {
                    return Set.of(Promise.ONLY_NEW);
                }
            };
        }

        @AfterEach
        void close() throws Exception {
            for (AutoCloseable each : open) {
                each.close();
            }
        }
    }

    @Nested
    final class OfSqlite extends OfRows {

        @Override
        String url(Path folder) {
            return "jdbc:sqlite:" + folder.resolve("records.sqlite");
        }

        @Override
        String keys() {
            return "";
        }

        @Override
        List<SampleSource.Mistake> mistakes(String yaml) {
            return List.of(
                    new SampleSource.Mistake("file", yaml.replace("records.sqlite", "recs/x.sqlite"), "cannot connect"),
                    new SampleSource.Mistake(
                            "table", yaml.replace("table: records", "table: record"), "did you mean 'records'?"),
                    new SampleSource.Mistake("column", yaml.replace("cursor: id", "cursor: idd"), "no column idd"));
        }
    }

    /** Of a database that is a file. */
    private abstract static class OfAFile extends OfRows {

        @Override
        String keys() {
            return "";
        }

        @Override
        List<SampleSource.Mistake> mistakes(String yaml) {
            return List.of(
                    new SampleSource.Mistake("file", yaml.replace("/records.", "/recs/x."), "cannot connect"),
                    new SampleSource.Mistake(
                            "table", yaml.replace("table: records", "table: record"), "did you mean 'records'?"),
                    new SampleSource.Mistake("column", yaml.replace("cursor: id", "cursor: idd"), "no column idd"));
        }
    }

    @Nested
    final class OfDuckDb extends OfAFile {

        @Override
        String url(Path folder) {
            return "jdbc:duckdb:" + folder.resolve("records.duckdb");
        }
    }

    @Nested
    final class OfForeignDriver extends OfAFile {

        @Override
        String url(Path folder) {
            H2.bring(folder);
            return "jdbc:h2:" + folder.resolve("records.h2") + ";IFEXISTS=FALSE;LAZY_QUERY_EXECUTION=1";
        }

        @Override
        List<SampleSource.Mistake> mistakes(String yaml) {
            return List.of(
                    new SampleSource.Mistake(
                            "file", yaml.replace("IFEXISTS=FALSE", "IFEXISTS=TRUE;X=1"), "cannot connect"),
                    new SampleSource.Mistake(
                            "table", yaml.replace("table: records", "table: record"), "did you mean 'RECORDS'?"),
                    new SampleSource.Mistake("column", yaml.replace("cursor: id", "cursor: idd"), "no column idd"));
        }
    }

    @Nested
    final class OfPostgres extends OfRows {

        @Override
        String url(Path folder) {
            String name = "records_" + ++databases;
            sql(server.getJdbcUrl("postgres", "postgres"), "CREATE DATABASE " + name);
            return server.getJdbcUrl("postgres", name);
        }

        @Override
        String keys() {
            return "password: " + SECRET + "\n";
        }

        @Override
        List<SampleSource.Mistake> mistakes(String yaml) {
            return List.of(
                    new SampleSource.Mistake(
                            "port", yaml.replace(":" + server.getPort(), ":1"), "check host, port and that the server"),
                    new SampleSource.Mistake("host", yaml.replace("localhost", "no-such-host.invalid"), "no-such-host"),
                    new SampleSource.Mistake("user", yaml.replace("user=postgres", "user=nobody"), "nobody"),
                    new SampleSource.Mistake(
                            "schema", yaml.replace("table: records", "table: sales.records"), "sales.records"),
                    new SampleSource.Mistake(
                            "table", yaml.replace("table: records", "table: record"), "did you mean 'records'?"),
                    new SampleSource.Mistake("column", yaml.replace("cursor: id", "cursor: idd"), "no column idd"));
        }
    }
}
