package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The catalog as a server, from its command line, and PyIceberg as its client. */
final class CatalogServeTest {

    private static final String SECRET = "the-secret-of-the-etl";
    private static final String TOKEN = "the-token-of-the-reader";

    private static final String OPEN = """
        import sys, datetime, decimal
        import pyarrow as pa
        from pyiceberg.catalog import load_catalog
        catalog = load_catalog("lakesmith", type="rest", uri=sys.argv[1], **eval(sys.argv[2]))
        """;

    private static final String WORK = OPEN + """
        print(sorted(catalog.list_namespaces()), catalog.list_tables("gold"))
        revenue = catalog.load_table("gold.revenue_by_day")
        print(revenue.scan(row_filter="day = '2026-01-03'").to_arrow().to_pylist())
        revenue.append(pa.Table.from_pylist([{"day": datetime.date(2026, 2, 1), "sales": 1, "revenue": decimal.Decimal("9.99")}],
            schema=revenue.schema().as_arrow()))
        catalog.create_namespace("lab")
        events = catalog.create_table("lab.events", schema=pa.schema([("id", pa.int64()), ("what", pa.string())]))
        events.append(pa.table({"id": [1, 2], "what": ["a", "b"]}))
        with events.update_schema() as change:
            from pyiceberg.types import IntegerType
            change.add_column("n", IntegerType())
        events.append(pa.table({"id": [3], "what": ["c"], "n": pa.array([7], pa.int32())}))
        print(sorted(catalog.load_table("lab.events").scan().to_arrow().to_pylist(), key=lambda row: row["id"]))
        catalog.rename_table("lab.events", "lab.happenings")
        catalog.create_table("lab.gone", schema=pa.schema([("id", pa.int64())]))
        catalog.drop_table("lab.gone")
        print(catalog.list_tables("lab"))
        """;

    private static final String EVOLVE = OPEN + """
        from pyiceberg.types import StringType
        sales = catalog.load_table("silver.sales")
        with sales.update_schema() as change:
            change.add_column("note", StringType())
        sales.append(pa.Table.from_pylist([{"sale_id": 77, "sold_at": datetime.datetime(2026, 1, 9), "product": "Z",
            "quantity": 1, "price": decimal.Decimal("1.00"), "note": "hi"}], schema=sales.schema().as_arrow()))
        print("evolved")
        """;

    private static final String READ = OPEN + """
        print(len(catalog.load_table("silver.sales").scan().to_arrow()))
        for attempt in (lambda: catalog.create_namespace("lab"), lambda: catalog.drop_table("silver.sales")):
            try:
                attempt()
                print("done")
            except Exception as e:
                print(type(e).__name__, e)
        """;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void pyiceberg_reads_writes_and_evolves_tables_and_the_next_run_tells_what_it_replaces() throws Exception {
        Path till = till();
        Serving stopped;
        try (Serving serving = new Serving(till, Map.of())) {
            stopped = serving;
            assertThat(serving.console().out()).doesNotContain("SECRET");
            String output = Python.printed(WORK, serving.uri(), "{}");
            assertThat(output)
                    .contains(
                            "('bronze',), ('gold',), ('landing',), ('quarantine',), ('silver',)] [('gold', 'revenue_by_day')]")
                    .contains("'revenue': Decimal('13.50')")
                    .contains(
                            "[{'id': 1, 'what': 'a', 'n': None}, {'id': 2, 'what': 'b', 'n': None}, {'id': 3, 'what': 'c',"
                                    + " 'n': 7}]")
                    .contains("[('lab', 'happenings')]");
        }
        assertThat(stopped.code()).isZero();
        assertThat(stopped.console().err())
                .contains(" - POST /catalog/v1/tables/rename 204 ")
                .endsWith("stopping\n");

        assertThat(answer(till, "SELECT id, what, n FROM lab.happenings ORDER BY id"))
                .isEqualTo("id,what,n\n1,a,\n2,b,\n3,c,7\n");
        assertThat(answer(till, "SELECT day, revenue FROM gold.revenue_by_day WHERE sales = 1"))
                .isEqualTo("day,revenue\n2026-02-01,9.99\n");

        Captured idle = new Captured();
        assertThat(idle.run(till, "run")).isZero();
        assertThat(idle.out() + idle.err()).contains("nothing new");
        Files.writeString(
                till.resolve("drop/sales-2026-02.csv"),
                "sale_id,sold_at,product,quantity,price\n900,2026-01-05 09:14:00,Espresso,2,2.20\n");
        Captured run = new Captured();
        assertThat(run.run(till, "run")).isZero();

        Matcher note = Pattern.compile("gold.revenue_by_day: another program wrote to it after Lakesmith last did, at"
                        + " \\S+; what it wrote is replaced now. --at (\\d+) reads the table as it is now")
                .matcher(run.out() + run.err());
        assertThat(note.find()).as(run.out() + run.err()).isTrue();
        assertThat(answer(till, "SELECT count(*) AS n FROM gold.revenue_by_day WHERE revenue = 9.99"))
                .isEqualTo("n\n0\n");
        assertThat(answer(
                        till,
                        "SELECT count(*) AS n FROM gold.revenue_by_day WHERE revenue = 9.99",
                        "--at",
                        note.group(1)))
                .isEqualTo("n\n1\n");
        Captured again = new Captured();
        assertThat(again.run(till, "run")).isZero();
        assertThat(again.out() + again.err()).contains("nothing new").doesNotContain("another program");
    }

    @Test
    void pyiceberg_comes_with_a_secret_or_a_token() throws Exception {
        Path till = till();
        Path access = Files.writeString(folder.resolve("clients.yml"), """
            clients:
              etl: { scope: write, secret: "${env:ETL_SECRET}" }
              bi: { token: "${file:bi.token}" }
            """);
        Files.writeString(folder.resolve("bi.token"), TOKEN + "\n");
        try (Serving serving =
                new Serving(till, Map.of("ETL_SECRET", SECRET), "--access", access.toString(), "--host", "127.0.0.1")) {
            String uri = serving.uri();
            assertThat(serving.console().out()).contains("credential=\"etl:SECRET\"");
            String credential =
                    "{'credential': 'etl:%s', 'oauth2-server-uri': '%s/v1/oauth/tokens'}".formatted(SECRET, uri);
            assertThat(Python.printed(WORK, uri, credential)).contains("[('lab', 'happenings')]");
            assertThat(Python.printed(READ, uri, "{'token': '" + TOKEN + "'}"))
                    .contains(
                            "ForbiddenError ForbiddenException: the client bi has the scope read; this needs the scope write")
                    .doesNotContain("done");
            assertThat(Python.printed(READ, uri, "{'token': 'some-token-or-other'}"))
                    .contains("UnauthorizedError");
            assertThat(Python.printed(READ, uri, "{}")).contains("UnauthorizedError");
            assertThat(serving.console().out() + serving.console().err())
                    .contains(" etl GET /catalog/v1/config 200 ")
                    .contains(" bi DELETE /catalog/v1/namespaces/silver/tables/sales 403 ")
                    .doesNotContain(SECRET)
                    .doesNotContain(TOKEN);
        }
    }

    @Test
    void columns_and_rows_that_another_program_gave_a_merged_table_go_with_a_note() throws Exception {
        Path till = till();
        try (Serving serving = new Serving(till, Map.of())) {
            assertThat(Python.printed(EVOLVE, serving.uri(), "{}")).contains("evolved");
        }
        assertThat(answer(till, "SELECT product, note FROM silver.sales WHERE sale_id = 77"))
                .isEqualTo("product,note\nZ,hi\n");
        Files.writeString(
                till.resolve("drop/sales-2026-02.csv"),
                "sale_id,sold_at,product,quantity,price\n900,2026-01-05 09:14:00,Espresso,2,2.20\n");
        Captured run = new Captured();

        assertThat(run.run(till, "run")).isZero();

        assertThat(run.out() + run.err())
                .contains("silver.sales: another program wrote to it after Lakesmith last did")
                .contains("what it wrote is replaced now");
        assertThat(answer(till, "DESCRIBE silver.sales")).doesNotContain("note");
        assertThat(answer(till, "SELECT count(*) AS n FROM silver.sales WHERE sale_id IN (77, 900)"))
                .isEqualTo("n\n1\n");
    }

    @Test
    void views_of_other_programs_are_read_in_our_dialect_alone_and_read_nothing_but_the_lake() throws Exception {
        Path till = till();
        try (Serving serving = new Serving(till, Map.of())) {
            String uri = serving.uri();
            view(
                    uri,
                    "cheap",
                    Map.of("spark", "SELECT `x` FROM t", "duckdb", "SELECT product FROM silver.sales WHERE price < 2"));
            view(uri, "sparky", Map.of("spark", "SELECT product FROM sales"));
            view(uri, "prying", Map.of("duckdb", "SELECT content AS product FROM read_text('/etc/hostname')"));
        }
        assertThat(answer(till, "SELECT DISTINCT product FROM silver.cheap")).isEqualTo("product\nCroissant\n");
        Captured sparky = new Captured();
        assertThat(sparky.run(till, "query", "FROM silver.sparky")).isEqualTo(1);
        assertThat(sparky.err())
                .contains("the view silver.sparky was made by another program, with a query in spark alone");
        Captured prying = new Captured();
        assertThat(prying.run(till, "query", "FROM silver.prying")).isEqualTo(2);
        assertThat(prying.err()).contains("read_text is not allowed");
        assertThat(new Captured().run(till, "tables")).isZero();
        assertThat(new Captured().run(till, "maintain")).isZero();
    }

    private static void view(String uri, String name, Map<String, String> queries)
            throws IOException, InterruptedException {
        String representations = queries.entrySet().stream()
                .map(query -> "{\"type\":\"sql\",\"dialect\":\"" + query.getKey() + "\",\"sql\":\"" + query.getValue()
                        + "\"}")
                .collect(Collectors.joining(","));
        String body =
                "{\"name\":\"" + name + "\",\"schema\":{\"type\":\"struct\",\"schema-id\":0,\"fields\":[{\"id\":1,"
                        + "\"name\":\"product\",\"type\":\"string\",\"required\":false}]},\"view-version\":{\"version-id\":1,"
                        + "\"timestamp-ms\":1770000000000,\"schema-id\":0,\"summary\":{},\"default-namespace\":[\"silver\"],"
                        + "\"representations\":[" + representations + "]},\"properties\":{}}";
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(uri + "/v1/namespaces/silver/views"))
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString(body))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void mistakes_of_the_command_line_and_of_the_access_file_are_told() throws IOException {
        Path till = till();
        refused(till, "the catalog would be open to everybody who reaches 0.0.0.0", "--host", "0.0.0.0");
        refused(till, "--port must be from 0 to 65535, got 70000", "--port", "70000");
        refused(till, "--tls-cert and --tls-key go together", "--tls-cert", "x.pem");
        refused(till, "the access file nowhere.yml cannot be read", "--access", "nowhere.yml");
        refused(till, "x.pem cannot be used for TLS: it cannot be read", "--tls-cert", "x.pem", "--tls-key", "x.key");
        Path access = folder.resolve("clients.yml");
        Files.writeString(
                access, "clients: { a: { secret: short }, b: { scope: all, token: 0123456789abcdef }, 'c:d': {} }");
        refused(
                till,
                List.of(
                        "'***' has 5 characters; it needs 16 or more",
                        "'scope' must be one of read, write, engine",
                        "the client name 'c:d' cannot be a client's id",
                        "a client needs one of the keys secret, token"),
                "--access",
                access.toString());
    }

    @Test
    void what_travels_is_encrypted_when_there_is_a_certificate() throws Exception {
        Path till = till();
        KeyStore store = certificate();
        Path certificate = folder.resolve("server.pem");
        Path key = folder.resolve("server.key");
        Files.writeString(
                certificate, pem("CERTIFICATE", store.getCertificate("server").getEncoded()));
        Key secret = store.getKey("server", "changeit".toCharArray());
        Files.writeString(key, pem("PRIVATE KEY", secret.getEncoded()));
        try (Serving serving =
                new Serving(till, Map.of(), "--tls-cert", certificate.toString(), "--tls-key", key.toString())) {
            String uri = serving.uri();
            assertThat(uri).startsWith("https://127.0.0.1:");
            HttpResponse<String> answer = HttpClient.newBuilder()
                    .sslContext(trusting(store))
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(uri + "/v1/namespaces"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("[\"gold\"]");
        }
        Files.writeString(key, pem("RSA PRIVATE KEY", secret.getEncoded()));
        refused(
                till,
                "server.key cannot be used for TLS: it holds no unencrypted private key in PKCS 8; 'openssl pkcs8",
                "--tls-cert",
                certificate.toString(),
                "--tls-key",
                key.toString());
    }

    private KeyStore certificate() throws IOException, GeneralSecurityException, InterruptedException {
        Path file = folder.resolve("server.p12");
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=ip:127.0.0.1,dns:localhost",
                        "-validity",
                        "2",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        file.toString(),
                        "-storepass",
                        "changeit")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor()).isZero();
        return KeyStore.getInstance(file.toFile(), "changeit".toCharArray());
    }

    private static SSLContext trusting(KeyStore store) throws GeneralSecurityException, IOException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", store.getCertificate("server"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    private static String pem(String what, byte[] bytes) {
        return "-----BEGIN " + what + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes) + "\n-----END " + what + "-----\n";
    }

    private Path till() {
        Path till = folder.resolve("till");
        assertThat(Main.run(new Captured().piped(), Map.of(), "init", till.toString()))
                .isZero();
        assertThat(new Captured().run(till, "run")).isZero();
        return till;
    }

    private static void refused(Path project, String message, String... options) {
        refused(project, List.of(message), options);
    }

    private static void refused(Path project, List<String> messages, String... options) {
        Captured console = new Captured();
        String[] arguments = Stream.concat(Stream.of("catalog", "serve"), Arrays.stream(options))
                .toArray(String[]::new);
        assertThat(console.run(project, arguments)).isEqualTo(2);
        assertThat(console.err()).contains(messages);
    }

    private static String answer(Path project, String sql, String... options) {
        Captured console = new Captured();
        String[] arguments = Stream.concat(Stream.of("query", sql, "--format", "csv"), Arrays.stream(options))
                .toArray(String[]::new);
        assertThat(console.run(project, arguments)).as(console.err()).isZero();
        return console.out();
    }
}
