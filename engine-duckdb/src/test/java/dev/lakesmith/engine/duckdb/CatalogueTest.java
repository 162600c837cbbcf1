package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.connectors.jdbc.JdbcConnector;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.project.Source;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What databases say of their tables. */
final class CatalogueTest {

    private static final JdbcConnector CONNECTOR = new JdbcConnector();

    @TempDir
    private Path folder = Path.of("");

    private static void sql(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private List<Offer> offers(String yaml, String... pattern) throws IOException {
        try (Explorer explorer = explorer(yaml)) {
            return explorer.offers(Optional.of(List.of(pattern))
                    .filter(given -> !given.isEmpty())
                    .map(given -> given.get(0)));
        }
    }

    private String found(String yaml) throws IOException {
        try (Explorer explorer = explorer(yaml)) {
            return explorer.find(source(yaml).streams().get(0));
        }
    }

    private String connected(String yaml) throws IOException {
        try (Explorer explorer = explorer(yaml)) {
            return explorer.connect();
        }
    }

    private Explorer explorer(String yaml) throws IOException {
        return CONNECTOR.explore(source(yaml), folder);
    }

    private Source source(String yaml) throws IOException {
        Files.writeString(folder.resolve("lakesmith.yml"), "name: t\ntargets: { dev: { warehouse: ./lake } }\n");
        Files.createDirectories(folder.resolve("sources"));
        Files.writeString(folder.resolve("sources/db.yml"), "connector: jdbc\n" + yaml);
        return ProjectLoader.load(
                        new ProjectRequest(folder, Optional.empty(), Map.of(), Map.of(), List.of(CONNECTOR.spec())))
                .orThrow()
                .sources()
                .get(0);
    }

    private static Offer offer(List<Offer> offers, String title) {
        return offers.stream()
                .filter(offer -> offer.title().equals(title))
                .findFirst()
                .orElseThrow(() -> new AssertionError(title + " is not in " + offers));
    }

    @Test
    void tablesComeWithColumnsKeysAndThoseThatAreReadAlready() throws SQLException, IOException {
        String url = "jdbc:duckdb:" + folder.resolve("shop.duckdb");
        sql(
                url,
                "CREATE TABLE orders (id BIGINT, line INTEGER NOT NULL, total DECIMAL(9,2), updated_at TIMESTAMP,"
                        + " PRIMARY KEY (id, line))",
                "CREATE SCHEMA \"Sales\"",
                "CREATE VIEW \"Sales\".\"big orders\" AS SELECT * FROM orders",
                "INSERT INTO orders VALUES (1, 1, 1, NULL), (1, 2, 1, NULL)");
        String yaml = "url: \"" + url + "\"\nstreams: { o: { table: orders } }\n";

        List<Offer> offers = offers(yaml);

        assertThat(offers.stream().map(Offer::title)).containsExactly("Sales.big orders", "main.orders");
        Offer orders = offer(offers, "main.orders");
        assertThat(orders.name()).isEqualTo("orders");
        assertThat(orders.key()).containsExactly("id", "line");
        assertThat(orders.declared()).contains("o");
        assertThat(orders.size().records()).contains(2L);
        assertThat(orders.notes()).containsExactly("perhaps cursor: updated_at");
        assertThat(orders.columns().stream().map(column -> column.name() + " " + column.type()))
                .containsExactly("id BIGINT", "line INTEGER", "total DECIMAL(9,2)", "updated_at TIMESTAMP");
        assertThat(offer(offers, "Sales.big orders").name()).isEqualTo("sales_big_orders");
        assertThat(offers(yaml, "SALES.*")).hasSize(1);
        assertThat(offers(yaml, "orders")).hasSize(1);
    }

    @Test
    void whatAStreamReadsIsFoundOrToldToBeMissing() throws SQLException, IOException {
        String url = "jdbc:sqlite:" + folder.resolve("shop.sqlite");
        sql(url, "CREATE TABLE people (id INTEGER PRIMARY KEY, name TEXT)");
        String source = "url: \"" + url + "\"\nstreams: { p: { ";

        assertThat(found(source + "table: PEOPLE } }")).isEqualTo("table people, 2 columns");
        assertThat(found(source + "query: SELECT 1 AS one } }")).isEqualTo("query p, 1 column");
        assertThatThrownBy(() -> found(source + "table: peopel } }"))
                .hasMessageContaining("has no table or view peopel")
                .hasMessageContaining("did you mean 'people'?");
        assertThatThrownBy(() -> found(source + "table: people, cursor: nam } }"))
                .hasMessageContaining("people has no column nam for the cursor; did you mean 'name'?");
    }

    @Test
    void aSampleHasTheFirstRowsOnly() throws SQLException, IOException {
        String url = "jdbc:sqlite:" + folder.resolve("shop.sqlite");
        sql(
                url,
                "CREATE TABLE people (id INTEGER, name TEXT)",
                "INSERT INTO people VALUES (1, 'Ann'), (2, NULL), (3, 'C')");
        String yaml = "url: \"" + url + "\"\nstreams: { p: { table: people } }\n";
        try (Explorer explorer = explorer(yaml)) {
            Sample sample = explorer.sample(source(yaml).streams().get(0), 2).orElseThrow();

            assertThat(sample.columns()).extracting(column -> column.name()).containsExactly("id", "name");
            assertThat(sample.rows()).containsExactly(List.of("1", "Ann"), Arrays.asList("2", null));
        }
    }

    @Test
    void aRealServerTellsSizesAndLeavesItsOwnTablesOut() throws IOException, SQLException {
        try (EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setOverrideWorkingDirectory(folder.resolve("pg").toFile())
                        .start();
                Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA sales");
            statement.execute("CREATE TABLE sales.orders (id int PRIMARY KEY, total numeric)");
            statement.execute("INSERT INTO sales.orders SELECT n, n FROM generate_series(1, 1000) n");
            statement.execute("ANALYZE");
            String yaml = "url: jdbc:postgresql://localhost:" + server.getPort() + "/postgres\nuser: postgres\n";

            List<Offer> offers = offers(yaml);
            String answered = connected(yaml);

            assertThat(answered).startsWith("PostgreSQL 18");
            assertThat(offers.stream().map(Offer::title)).containsExactly("sales.orders");
            assertThat(offers.get(0).size().records()).contains(1000L);
            assertThat(offers.get(0).size().bytes().orElseThrow()).isGreaterThan(10_000);
            assertThat(offers.get(0).key()).containsExactly("id");
            assertThat(offers.get(0).notes())
                    .containsExactly("total has numbers of any length, which no table type holds; landed as text");
            assertThatThrownBy(() -> connected(
                            "url: jdbc:postgresql://localhost:" + server.getPort() + "/nothing\nuser: postgres\n"))
                    .hasMessageContaining("database \"nothing\" does not exist");
        }
    }
}
