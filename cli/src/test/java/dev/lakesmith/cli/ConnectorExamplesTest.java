package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.lakesmith.core.project.ConnectorSpec;
import dev.lakesmith.core.project.LoadedProject;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the connectors' pages are sources that can be read, and most of them are. */
final class ConnectorExamplesTest {

    private static final Path PAGES =
            Path.of(System.getProperty("repository.root", ".."), "docs", "reference", "connectors");
    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");
    private static final Map<String, String> ENVIRONMENT =
            Map.of("DROP_PASSWORD", "a-password", "SHOP_TOKEN", "a-token", "GITHUB_TOKEN", "a-token");

    @TempDir
    private Path project = Path.of("");

    @BeforeEach
    void aProject() throws IOException {
        write("lakesmith.yml", "name: shop\ntargets: { dev: { warehouse: ./lake } }\n");
    }

    private Path write(String name, String text) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.toAbsolutePath().getParent());
        return Files.writeString(file, text);
    }

    private static List<String> examples(String connector) throws IOException {
        return EXAMPLE.matcher(Files.readString(PAGES.resolve(connector + ".md")))
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** Reads the first example's source, changed so that it finds what the test made. */
    private void run(String connector, UnaryOperator<String> changed) throws IOException {
        write("sources/example.yml", changed.apply(examples(connector).get(0)));
        ask("run");
    }

    private String ask(String... arguments) {
        Captured captured = new Captured();
        assertThat(captured.run(project, arguments)).as(captured.err()).isZero();
        return captured.out();
    }

    private String query(String sql) {
        return ask("query", sql, "--format", "csv").replace("\r", "");
    }

    @Test
    void every_example_is_a_source_without_mistakes() throws IOException {
        for (ConnectorSpec connector : OpenProject.specs()) {
            List<String> examples = examples(connector.name());
            assertThat(examples).as(connector.name()).isNotEmpty();
            for (String example : examples) {
                write("sources/example.yml", example);
                LoadedProject loaded = ProjectLoader.load(
                        new ProjectRequest(project, Optional.empty(), Map.of(), ENVIRONMENT, OpenProject.specs()));
                assertThat(loaded.diagnostics()).as(example).isEmpty();
                assertThat(loaded.orThrow().sources().get(0).connector()).isEqualTo(connector.name());
            }
        }
    }

    @Test
    void the_example_of_files_reads_files() throws IOException {
        Path packed = write("drop/contacts/a.csv.gz", "");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("id,name\n1,Ann\n2,Bea\n".getBytes(StandardCharsets.UTF_8));
        }
        FileTime rested = FileTime.from(Instant.parse("2026-01-31T08:00:00Z"));
        for (String name : List.of("drop/orders/2026/a.json", "drop/old-orders.json", "drop/orders/b-test.json")) {
            Files.setLastModifiedTime(write(name, "{\"data\": {\"items\": [{\"id\": 1}]}}"), rested);
        }

        run("files", UnaryOperator.identity());
        assertThat(query("SELECT id, name FROM bronze.example_contacts ORDER BY id"))
                .isEqualTo("id,name\n1,Ann\n2,Bea\n");
        assertThat(query("SELECT _source_file FROM bronze.example_orders ORDER BY ALL"))
                .isEqualTo("_source_file\ndrop/old-orders.json\ndrop/orders/2026/a.json\n");
    }

    @Test
    void the_example_of_databases_reads_one() throws IOException, SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + project.resolve("shop.db"));
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE customers (id INTEGER, name TEXT)");
            statement.execute("INSERT INTO customers VALUES (1, 'Ann')");
            statement.execute("CREATE TABLE orders (id INTEGER, total REAL, updated_at TEXT)");
            statement.execute("INSERT INTO orders VALUES (1, 50, '2026-01-31'), (2, 150, '2026-02-01')");
        }

        run("jdbc", text -> text.replace("shop.db", project.resolve("shop.db").toString()));
        assertThat(query("SELECT name FROM bronze.example_customers")).isEqualTo("name\nAnn\n");
        assertThat(query("SELECT id FROM bronze.example_orders ORDER BY id")).isEqualTo("id\n1\n2\n");
        assertThat(query("SELECT id FROM bronze.example_large_orders")).isEqualTo("id\n2\n");
    }

    @Test
    void the_example_of_apis_reads_one() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                boolean known =
                        "Bearer a-token".equals(exchange.getRequestHeaders().getFirst("Authorization"));
                MatchResult path = Pattern.compile("/v1/orders(/7/lines)?")
                        .matcher(exchange.getRequestURI().getPath())
                        .results()
                        .findFirst()
                        .orElseThrow();
                byte[] body = (path.group(1) == null
                                ? "{\"data\": [{\"id\": 7, \"updated_at\": \"2026-01-31T08:00:00Z\"}], \"paging\": {}}"
                                : "[{\"sku\": \"A-1\"}, {\"sku\": \"B-2\"}]")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(known ? 200 : 401, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort();
            run("http", text -> text.replace("https://api.example.com", url).replace("${env:SHOP_TOKEN}", "a-token"));
            assertThat(query("SELECT id FROM bronze.example_orders")).isEqualTo("id\n7\n");
            assertThat(query("SELECT _parent_id, sku FROM bronze.example_order_lines ORDER BY sku"))
                    .isEqualTo("_parent_id,sku\n7,A-1\n7,B-2\n");
        } finally {
            server.stop(0);
        }
    }
}
