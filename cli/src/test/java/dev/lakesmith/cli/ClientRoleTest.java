package dev.lakesmith.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials for files that clients of the catalog get, from a role of which STS gives sessions. */
final class ClientRoleTest {

    private static final String STS = "aws.endpointUrlSts";
    private static final String READER = "the-token-of-the-reader";
    private static final String WRITER = "the-token-of-the-writer";
    private static final String VENDED = "vended-credentials";

    private static final String WORK = """
        import sys
        import pyarrow as pa
        from pyiceberg.catalog import load_catalog
        catalog = load_catalog("lakesmith", type="rest", uri=sys.argv[1], token=sys.argv[2])
        print(len(catalog.load_table("silver.sales").scan().to_arrow()))
        catalog.create_namespace("lab")
        events = catalog.create_table("lab.events", schema=pa.schema([("id", pa.int64())]))
        events.append(pa.table({"id": [1, 2]}))
        print(catalog.load_table("lab.events").scan().to_arrow().to_pylist())
        """;

    @TempDir
    private static Path folder = Path.of("");

    private static final List<String> ASKED = new CopyOnWriteArrayList<>();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private static S3Server storage;
    private static HttpServer sts;
    private static Path project;
    private static Path access;
    private static Map<String, String> environment;

    @BeforeAll
    static void run() throws IOException {
        storage = S3Server.start(Files.createDirectories(folder.resolve("s3"))).bucket("lake");
        sts = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sts.createContext("/", ClientRoleTest::assumed);
        sts.start();
        System.setProperty(STS, "http://127.0.0.1:" + sts.getAddress().getPort());
        environment = Map.of(
                "KEY_ID",
                storage.accessKeyId(),
                "SECRET_KEY",
                storage.secretAccessKey(),
                "READER",
                READER,
                "WRITER",
                WRITER);
        project = folder.resolve("till");
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
                    catalog: { type: sqlite, path: ./catalog.db }
                  dev: { warehouse: ./lake }
                """.formatted(storage.endpoint(), storage.region()));
        access = Files.writeString(folder.resolve("clients.yml"), """
                clients:
                  bi: { token: "${env:READER}" }
                  etl: { scope: write, token: "${env:WRITER}" }
                credentials: { role_arn: "arn:aws:iam::123456789012:role/clients", external_id: acme, lifetime: 30m }
                """);
        Captured run = new Captured();
        assertThat(Main.run(run.piped(), environment, "-p", project.toString(), "run"))
                .as(run.err())
                .isZero();
    }

    /** The session's keys are the only ones that the storage knows. */
    private static void assumed(HttpExchange exchange) throws IOException {
        String form = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        ASKED.add(URLDecoder.decode(form, StandardCharsets.UTF_8));
        boolean refused = form.contains("customers");
        String answer = refused
                ? "<ErrorResponse><Error><Code>AccessDenied</Code><Message>no</Message></Error></ErrorResponse>"
                : """
                <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
                <AccessKeyId>%s</AccessKeyId><SecretAccessKey>%s</SecretAccessKey>
                <SessionToken>the-session</SessionToken><Expiration>%s</Expiration>
                </Credentials></AssumeRoleResult></AssumeRoleResponse>
                """.formatted(
                                storage.accessKeyId(),
                                storage.secretAccessKey(),
                                Instant.now().plus(Duration.ofMinutes(30)));
        byte[] body = answer.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "text/xml");
        exchange.sendResponseHeaders(refused ? 403 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterAll
    static void stop() {
        System.clearProperty(STS);
        sts.stop(0);
        storage.close();
    }

    private static HttpResponse<String> get(String uri, String token, String... headers) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(uri)).header("Authorization", "Bearer " + token);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void a_client_gets_keys_for_the_table_it_loads_and_for_what_its_scope_allows() throws Exception {
        try (Serving serving = new Serving(project, environment, "--access", access.toString())) {
            String sales = serving.uri() + "/v1/namespaces/silver/tables/sales";
            ASKED.clear();
            HttpResponse<String> unasked = get(sales, READER);
            assertThat(unasked.body()).doesNotContain("secret-access-key").doesNotContain("storage-credentials\":[{");
            assertThat(unasked.headers().firstValue("ETag")).isPresent();
            assertThat(ASKED).isEmpty();

            HttpResponse<String> asked = get(sales, READER, "X-Iceberg-Access-Delegation", "remote-signing," + VENDED);
            assertThat(asked.body())
                    .contains("\"prefix\":\"s3://lake/shop/silver/sales/\"")
                    .contains("\"s3.session-token\":\"the-session\"")
                    .contains(
                            "\"client.refresh-credentials-endpoint\":\"v1/namespaces/silver/tables/sales/credentials\"");
            assertThat(asked.headers().firstValue("ETag")).isEmpty();
            assertThat(get(
                                    sales,
                                    READER,
                                    "X-Iceberg-Access-Delegation",
                                    VENDED,
                                    "If-None-Match",
                                    unasked.headers().firstValue("ETag").orElseThrow())
                            .statusCode())
                    .as("keys end, whether the table changes or not")
                    .isEqualTo(200);
            assertThat(get(sales + "/credentials", READER).body())
                    .contains("\"storage-credentials\":[{\"prefix\":\"s3://lake/shop/silver/sales/\"");
            assertThat(ASKED)
                    .as("given once more while they hold")
                    .singleElement()
                    .asString()
                    .contains("RoleSessionName=lakesmith-bi")
                    .contains("DurationSeconds=1800")
                    .contains("ExternalId=acme")
                    .contains("[\"s3:GetObject\"],\"Resource\":[\"arn:aws:s3:::lake/shop/silver/sales/*\"]")
                    .doesNotContain("Put");

            get(sales + "/credentials", WRITER);
            get(serving.uri() + "/v1/namespaces/landing/tables/till_sales/credentials", WRITER);
            assertThat(ASKED).hasSize(3);
            assertThat(ASKED.get(1)).contains("lakesmith-etl").contains("\"s3:PutObject\"");
            assertThat(ASKED.get(2)).contains("lake/shop/landing/till_sales/*").doesNotContain("Put");
            assertThat(get(serving.uri() + "/v1/config", READER).body())
                    .contains("GET /v1/{prefix}/namespaces/{namespace}/tables/{table}/credentials");
            assertThat(serving.console().out() + serving.console().err())
                    .doesNotContain(storage.secretAccessKey())
                    .doesNotContain("the-session");
        }
    }

    @Test
    void pyiceberg_needs_no_keys_of_its_own() throws Exception {
        try (Serving serving = new Serving(project, environment, "--access", access.toString())) {
            assertThat(Python.printed(WORK, serving.uri(), WRITER)).isEqualTo("5\n[{'id': 1}, {'id': 2}]\n");
        }
    }

    @Test
    void a_role_that_is_refused_takes_nobody_the_table() throws Exception {
        try (Serving serving = new Serving(project, environment, "--access", access.toString())) {
            String customers = serving.uri() + "/v1/namespaces/lab2/tables";
            for (String body : List.of("{\"namespace\":[\"lab2\"]}", """
                    {"name":"customers","schema":{"type":"struct","fields":
                      [{"id":1,"name":"id","type":"long","required":true}]}}""")) {
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(body.contains("customers") ? customers : serving.uri() + "/v1/namespaces"))
                        .headers(
                                "Authorization",
                                "Bearer " + WRITER,
                                "Content-Type",
                                "application/json",
                                "X-Iceberg-Access-Delegation",
                                VENDED)
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build();
                HttpResponse<String> made = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
                assertThat(made.statusCode()).as(made.body()).isEqualTo(200);
            }
            assertThat(get(customers + "/customers", READER, "X-Iceberg-Access-Delegation", VENDED)
                            .statusCode())
                    .isEqualTo(200);
            HttpResponse<String> refused = get(customers + "/customers/credentials", READER);
            assertThat(refused.statusCode()).isEqualTo(503);
            assertThat(refused.body()).contains("the server's log says why");
        }
    }

    @Test
    void without_a_role_nobody_gets_keys() throws Exception {
        Path plain = Files.writeString(folder.resolve("plain.yml"), "clients: { bi: { token: '${env:READER}' } }");
        try (Serving serving = new Serving(project, environment, "--access", plain.toString())) {
            String sales = serving.uri() + "/v1/namespaces/silver/tables/sales";
            assertThat(get(sales, READER, "X-Iceberg-Access-Delegation", VENDED).body())
                    .contains("\"s3.endpoint\"")
                    .doesNotContain("secret-access-key")
                    .doesNotContain(storage.secretAccessKey());
            assertThat(get(sales + "/credentials", READER).statusCode()).isEqualTo(404);
        }
    }

    @Test
    void roles_that_could_not_be_are_told() throws IOException {
        refused("prod", "clients: {}", "'clients' is empty");
        String clients = "clients: { bi: { token: '${env:READER}' } }\ncredentials: ";
        refused("prod", clients + "{ role_arn: lake }", "is no role");
        refused("prod", clients + "{ role_arn: 'arn:aws:iam::1:role/x', lifetime: 5m }", "from 15m to 12h");
        refused("dev", clients + "{ role_arn: 'arn:aws:iam::1:role/x' }", "are for warehouses in S3");
    }

    private static void refused(String target, String file, String message) throws IOException {
        Path own = Files.writeString(folder.resolve("wrong.yml"), file);
        Captured captured = new Captured();
        int code = Main.run(
                captured.piped(),
                environment,
                "-p",
                project.toString(),
                "--target",
                target,
                "catalog",
                "serve",
                "--port",
                "0",
                "--access",
                own.toString());
        assertThat(code).as(captured.out()).isEqualTo(2);
        assertThat(captured.err()).contains(message);
    }
}
