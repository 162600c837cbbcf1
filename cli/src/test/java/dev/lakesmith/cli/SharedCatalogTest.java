package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.testkit.storage.S3Server;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** A lake in object storage whose catalog is on PostgreSQL: PyIceberg opens it there, and through our server. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class SharedCatalogTest {

    private static final String TOKEN = "the-token-of-the-writer";
    private static final String READ_TOKEN = "the-token-of-the-reader";

    private static final String DIRECTLY = """
        import sys
        from pyiceberg.catalog import load_catalog
        catalog = load_catalog("lakesmith", type="sql", uri=sys.argv[1], warehouse="s3://lake/shop", **eval(sys.argv[2]))
        print(sorted(catalog.list_namespaces()), sorted(catalog.list_tables("silver")), catalog.list_tables("gold"))
        rows = catalog.load_table("silver.sales").scan(row_filter="price > 2.00").to_arrow().sort_by("sale_id").to_pylist()
        print([(row["sale_id"], row["product"], str(row["price"])) for row in rows])
        """;

    private static final String THROUGH_THE_SERVER = """
        import sys
        import pyarrow as pa
        from pyiceberg.catalog import load_catalog
        from pyiceberg.types import IntegerType
        catalog = load_catalog("lakesmith", type="rest", uri=sys.argv[1], **eval(sys.argv[2]))
        lab = sys.argv[3]
        print(sorted(catalog.list_namespaces()), catalog.list_tables("gold"))
        print(catalog.load_table("gold.revenue_by_day").scan(row_filter="day = '2026-01-03'").to_arrow().to_pylist())
        catalog.create_namespace(lab)
        events = catalog.create_table(lab + ".events", schema=pa.schema([("id", pa.int64()), ("what", pa.string())]))
        events.append(pa.table({"id": [1, 2], "what": ["a", "b"]}))
        with events.update_schema() as change:
            change.add_column("n", IntegerType())
        events.append(pa.table({"id": [3], "what": ["c"], "n": pa.array([7], pa.int32())}))
        table = catalog.load_table(lab + ".events")
        print(table.location(), sorted(table.scan().to_arrow().to_pylist(), key=lambda row: row["id"]))
        print("s3.secret-access-key" in table.config)
        """;

    private static final String READ = """
        import sys
        from pyiceberg.catalog import load_catalog
        catalog = load_catalog("lakesmith", type="rest", uri=sys.argv[1], **eval(sys.argv[2]))
        print(len(catalog.load_table("silver.sales").scan().to_arrow()))
        try:
            catalog.create_namespace("lab")
        except Exception as e:
            print(type(e).__name__)
        """;

    @TempDir
    private static Path folder = Path.of("");

    private static S3Server storage;
    private static EmbeddedPostgres database;
    private static Path project;
    private static Map<String, String> environment;

    @BeforeAll
    static void run() throws IOException {
        storage = S3Server.start(Files.createDirectories(folder.resolve("s3"))).bucket("lake");
        database = EmbeddedPostgres.builder()
                .setOverrideWorkingDirectory(folder.toFile())
                .start();
        project = folder.resolve("till");
        environment = Map.of("KEY_ID", storage.accessKeyId(), "SECRET_KEY", storage.secretAccessKey());
        assertThat(Main.run(new Captured().piped(), Map.of(), "init", project.toString()))
                .isZero();
        Files.writeString(project.resolve("lakesmith.yml"), """
                name: till
                targets:
                  prod:
                    warehouse: s3://lake/shop
                    storage:
                      endpoint: %s
                      region: %s
                      path_style: true
                      access_key_id: ${env:KEY_ID}
                      secret_access_key: ${env:SECRET_KEY}
                    catalog: { type: postgres, url: "postgresql://postgres@localhost:%d/postgres" }
                """.formatted(
                        storage.endpoint(), storage.region(), database.getPort()));
        Captured run = new Captured();
        assertThat(Main.run(run.piped(), environment, "-p", project.toString(), "run"))
                .as(run.err())
                .isZero();
    }

    @AfterAll
    static void stop() throws IOException {
        database.close();
        storage.close();
    }

    /** What a client brings: keys of its own, and nothing about where the storage is. */
    private static String keys(String more) {
        return "{'s3.access-key-id': '" + storage.accessKeyId() + "', 's3.secret-access-key': '"
                + storage.secretAccessKey() + "'" + more + "}";
    }

    @Test
    void pyiceberg_reads_the_tables_of_a_run_from_the_database_itself() throws Exception {
        Python.require("psycopg2");
        String place = ", 's3.endpoint': '" + storage.endpoint() + "', 's3.region': '" + storage.region() + "'";
        assertThat(Python.printed(
                        DIRECTLY,
                        "postgresql+psycopg2://postgres@localhost:" + database.getPort() + "/postgres",
                        keys(place)))
                .contains("('gold',), ('landing',), ('quarantine',), ('silver',)] [('silver', 'sales')]"
                        + " [('gold', 'revenue_by_day')]")
                .contains("[(1, 'Espresso', '2.20'), (4, 'Cappuccino', '3.10'), (6, 'Tea', '2.50')]");
    }

    @Test
    void pyiceberg_reads_appends_and_evolves_through_the_server_with_its_own_keys_for_the_storage() throws Exception {
        try (Serving serving = new Serving(project, environment)) {
            assertThat(Python.printed(THROUGH_THE_SERVER, serving.uri(), keys(""), "open"))
                    .contains("('silver',)] [('gold', 'revenue_by_day')]")
                    .contains("'revenue': Decimal('13.50')")
                    .contains(
                            "s3://lake/shop/open/events [{'id': 1, 'what': 'a', 'n': None}, {'id': 2, 'what': 'b', 'n':"
                                    + " None}, {'id': 3, 'what': 'c', 'n': 7}]")
                    .endsWith("False\n");
            assertThat(serving.console().out() + serving.console().err())
                    .doesNotContain(storage.secretAccessKey())
                    .doesNotContain(storage.accessKeyId());
        }
        assertThat(answer("SELECT id, what, n FROM open.events ORDER BY id"))
                .isEqualTo("id,what,n\n1,a,\n2,b,\n3,c,7\n");
    }

    @Test
    void with_a_token_as_much_as_its_scope_allows() throws Exception {
        Path access = Files.writeString(
                folder.resolve("clients.yml"),
                "clients: { etl: { scope: write, token: " + "'${env:TOKEN}' }, bi: { token: '${env:READ_TOKEN}' } }");
        Map<String, String> more = new HashMap<>(environment);
        more.put("TOKEN", TOKEN);
        more.put("READ_TOKEN", READ_TOKEN);
        try (Serving serving = new Serving(project, more, "--access", access.toString())) {
            assertThat(Python.printed(THROUGH_THE_SERVER, serving.uri(), keys(", 'token': '" + TOKEN + "'"), "closed"))
                    .contains("{'id': 3, 'what': 'c', 'n': 7}]");
            assertThat(Python.printed(READ, serving.uri(), keys(", 'token': '" + READ_TOKEN + "'")))
                    .isEqualTo("5\nForbiddenError\n");
            assertThat(Python.printed(READ, serving.uri(), "{'token': '" + READ_TOKEN + "'}"))
                    .as("without keys for the storage")
                    .doesNotStartWith("5");
        }
    }

    /** The last one: it adds to what the others read. */
    @Test
    @Order(Integer.MAX_VALUE)
    void a_project_on_another_machine_runs_through_the_server() throws Exception {
        Path other = folder.resolve("other");
        assertThat(Main.run(new Captured().piped(), Map.of(), "init", other.toString()))
                .isZero();
        try (Serving serving = new Serving(project, environment, "--scope", "engine")) {
            Files.writeString(
                    other.resolve("lakesmith.yml"),
                    Files.readString(project.resolve("lakesmith.yml"))
                            .replaceFirst("catalog: .*", "catalog: { type: rest, uri: '" + serving.uri() + "' }"));
            String sales = "sale_id,sold_at,product,quantity,price\n";
            Files.writeString(
                    other.resolve("drop/sales-2026-02.csv"), sales + "900,2026-02-05 09:14:00,Espresso,2,2.20\n");
            Captured run = new Captured();
            assertThat(Main.run(run.piped(), environment, "-p", other.toString(), "run"))
                    .as(run.err())
                    .isZero();

            String revenue = "SELECT day, revenue FROM gold.revenue_by_day WHERE day > '2026-02-01'";
            assertThat(answer(project, revenue)).isEqualTo("day,revenue\n2026-02-05,4.40\n");
            assertThat(answer(other, revenue)).isEqualTo("day,revenue\n2026-02-05,4.40\n");
            assertThat(answer(project, "SELECT path FROM landing.till_sales ORDER BY path"))
                    .as("what the first run landed is landed once")
                    .isEqualTo("path\ndrop/sales-2026-01.csv\ndrop/sales-2026-02.csv\n");
            assertThat(serving.console().err()).contains("POST /catalog/v1/lakesmith/changes 204");
        }
        try (Stream<Path> objects = Files.walk(folder.resolve("s3/lake"))) {
            assertThat(objects.map(Path::toString)).noneMatch(object -> object.contains("/.lakesmith/"));
        }
    }

    private static String answer(String sql) {
        return answer(project, sql);
    }

    private static String answer(Path from, String sql) {
        Captured captured = new Captured();
        int code = Main.run(captured.piped(), environment, "-p", from.toString(), "query", sql, "--format", "csv");
        assertThat(code).as(captured.err()).isZero();
        return captured.out();
    }
}
