package dev.lakesmith.engine.duckdb;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of {@code examples/apis} are sound, and extract what a server gives that answers as the services document. */
final class ApiExamplesTest {

    private static final Path EXAMPLES = Path.of("..", "examples", "apis");

    private final Workbench bench;
    private final HttpServer server;
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private volatile Function<Call, String> answers = call -> "";

    /** A request. */
    private record Call(HttpExchange exchange, String path, String query, String body) {

        String page(String first, String... others) {
            for (int i = others.length - 2; i >= 0; i -= 2) {
                if ((query + body).contains(others[i])) {
                    return others[i + 1];
                }
            }
            return first;
        }
    }

    ApiExamplesTest(@TempDir Path folder) throws IOException {
        System.setProperty("sun.net.httpserver.nodelay", "true");
        this.bench = Workbench.in(folder).time("2024-01-04T12:00:00Z");
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            try (exchange) {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                String query = String.valueOf(exchange.getRequestURI().getQuery());
                Call call = new Call(exchange, exchange.getRequestURI().getPath(), query, body);
                asked.add(exchange.getRequestMethod() + " " + exchange.getRequestURI()
                        + (body.isEmpty() ? "" : " " + body));
                byte[] answer = answers.apply(call).getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().add("Content-Type", "application/json; charset=utf-8");
                exchange.sendResponseHeaders(answer.length == 0 ? 404 : 200, answer.length == 0 ? -1 : answer.length);
                exchange.getResponseBody().write(answer);
            }
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Copies an example, with the local server in the place of the service. */
    private void example(String name, String source, String... replacements) throws IOException {
        String text = Files.readString(EXAMPLES.resolve(name));
        for (int i = 0; i < replacements.length; i += 2) {
            assertThat(text).contains(replacements[i]);
            text = text.replace(replacements[i], replacements[i + 1]);
        }
        bench.file("sources/" + source + ".yml", text.replaceAll("\\$\\{env:([A-Z0-9_]+)}", "the-$1"));
    }

    private List<String> tables() {
        List<String> planned = new ArrayList<>(bench.planned());
        planned.removeIf(step -> !step.startsWith("extract"));
        return planned.stream()
                .map(step -> step.replaceAll("extract landing\\.(\\w+): .*", "$1"))
                .sorted()
                .toList();
    }

    private List<String> counts(String source) {
        return tables().stream()
                .map(table -> table.replace(source + "_", "") + " "
                        + bench.rows("SELECT count(*) FROM bronze." + table).get(0))
                .toList();
    }

    @Test
    void everyExampleHasItsTest() throws IOException {
        try (var files = Files.list(EXAMPLES)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".yml")))
                    .containsExactlyInAnyOrder(
                            "github.yml",
                            "stripe.yml",
                            "hubspot.yml",
                            "salesforce.yml",
                            "salesforce_bulk.yml",
                            "google-analytics.yml");
        }
    }

    @Test
    void github() throws IOException {
        example("github.yml", "github", "https://api.github.com", url(), "${env:GITHUB_REPO}", "acme/shop");
        answers = call -> {
            assertThat(call.exchange().getRequestHeaders().getFirst("Authorization"))
                    .isEqualTo("Bearer the-GITHUB_TOKEN");
            String path = call.path().replace("/repos/acme/shop", "");
            if (path.equals("/issues") && !call.query().contains("page=2")) {
                call.exchange()
                        .getResponseHeaders()
                        .add("Link", "<" + url() + "/repos/acme/shop/issues?per_page=100&page=2>; rel=\"next\"");
                return "[{\"id\":1,\"number\":7,\"updated_at\":\"2024-01-02T03:04:05Z\",\"user\":{\"login\":\"ann\"}}]";
            }
            return switch (path) {
                case "/issues" -> "[{\"id\":2,\"number\":8,\"updated_at\":\"2024-01-02T03:04:06Z\"}]";
                case "/issues/comments" -> "[{\"id\":11,\"body\":\"hi\",\"updated_at\":\"2024-01-03T00:00:00Z\"}]";
                case "/pulls" ->
                    "[{\"id\":22,\"number\":8,\"updated_at\":\"2024-01-02T00:00:00Z\"},"
                            + "{\"id\":21,\"number\":5,\"updated_at\":\"2024-01-01T00:00:00Z\"}]";
                case "/pulls/8/reviews" -> "[{\"id\":31,\"state\":\"APPROVED\"}]";
                case "/commits" -> "[{\"sha\":\"abc\",\"commit\":{\"committer\":{\"date\":\"2024-01-01T00:00:00Z\"}}}]";
                case "/stargazers" -> "[{\"starred_at\":\"2024-01-01T00:00:00Z\",\"user\":{\"login\":\"bea\"}}]";
                default -> "";
            };
        };
        bench.run();
        assertThat(counts("github"))
                .containsExactly("comments 1", "commits 1", "issues 2", "pulls 2", "reviews 1", "stargazers 1");
        assertThat(bench.rows("SELECT _parent_number, state FROM bronze.github_reviews"))
                .containsExactly("8|APPROVED");
        asked.clear();
        bench.run();
        assertThat(asked)
                .contains("GET /repos/acme/shop/issues?state=all&sort=updated&direction=asc&per_page=100"
                        + "&since=2024-01-02T03%3A04%3A06Z")
                .noneMatch(each -> each.contains("/reviews"));
        assertThat(counts("github"))
                .containsExactly("comments 1", "commits 1", "issues 2", "pulls 2", "reviews 1", "stargazers 1");
    }

    @Test
    void stripe() throws IOException {
        example("stripe.yml", "stripe", "https://api.stripe.com/v1", url() + "/v1");
        answers = call -> switch (call.path()) {
            case "/v1/events", "/v1/customers", "/v1/invoices", "/v1/subscriptions", "/v1/charges" ->
                call.page(
                        "{\"object\":\"list\",\"has_more\":true,\"data\":[{\"id\":\"x_2\",\"created\":1704240000}]}",
                        "starting_after=x_2",
                        "{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"x_1\",\"created\":1704150000}]}");
            default ->
                call.path().matches("/v1/invoices/x_[12]/lines")
                        ? "{\"object\":\"list\",\"has_more\":false,\"data\":[{\"id\":\"il\",\"amount\":5}]}"
                        : "";
        };
        bench.run();
        List<String> counts =
                List.of("charges 2", "customers 2", "events 2", "invoice_lines 2", "invoices 2", "subscriptions 2");
        assertThat(counts("stripe")).isEqualTo(counts);
        assertThat(asked).contains("GET /v1/charges?limit=100&created%5Bgte%5D=1704067200&created%5Blt%5D=1704369600");
        asked.clear();
        answers = call -> "{\"has_more\":false,\"data\":[{\"id\":\"x_2\",\"created\":1704240000}]}";
        bench.time("2024-01-04T12:00:00Z").run();
        assertThat(asked).contains("GET /v1/customers?limit=100&created%5Bgte%5D=1704240000");
        assertThat(counts("stripe")).contains("customers 2", "events 2", "invoices 2", "invoice_lines 2");
    }

    @Test
    void hubspot() throws IOException {
        example("hubspot.yml", "hubspot", "https://api.hubapi.com", url());
        answers = call -> call.page(
                "{\"results\":[{\"id\":\"1\",\"properties\":{\"email\":\"a@example.com\","
                        + "\"hs_lastmodifieddate\":\"2024-01-01T00:00:00.000Z\"},"
                        + "\"updatedAt\":\"2024-01-01T00:00:00.000Z\"}],\"paging\":{\"next\":{\"after\":\"NT\","
                        + "\"link\":\"?after=NT\"}}}",
                "NT",
                "{\"results\":[{\"id\":\"2\",\"properties\":{\"hs_lastmodifieddate\":\"2024-01-02T00:00:00.000Z\"},"
                        + "\"updatedAt\":\"2024-01-02T00:00:00.000Z\"}]}");
        bench.run();
        assertThat(counts("hubspot"))
                .containsExactly("companies 2", "contacts 2", "contacts_archived 2", "deals 2", "owners 2");
        assertThat(asked)
                .anyMatch(each -> each.startsWith("POST /crm/v3/objects/companies/search {\"limit\":100,\"properties\"")
                        && each.contains("\"value\":1136073600000"))
                .anyMatch(each -> each.contains("{\"limit\":100,\"after\":\"NT\""));
        asked.clear();
        bench.run();
        assertThat(asked).anyMatch(each -> each.contains("\"operator\":\"GTE\",\"value\":1704153600000"));
        assertThat(counts("hubspot")).contains("companies 2", "contacts 2", "deals 2");
    }

    @Test
    void salesforce() throws IOException {
        example("salesforce.yml", "salesforce", "${env:SALESFORCE_URL}", url());
        answers = call -> {
            if (call.path().equals("/services/oauth2/token")) {
                assertThat(call.body()).contains("grant_type=client_credentials", "client_secret=the-SALESFORCE");
                return "{\"access_token\":\"00D!AQ\",\"instance_url\":\"x\",\"token_type\":\"Bearer\",\"issued_at\":\"1\"}";
            }
            assertThat(call.exchange().getRequestHeaders().getFirst("Authorization"))
                    .isEqualTo("Bearer 00D!AQ");
            return call.path().endsWith("/queryAll")
                    ? "{\"totalSize\":2,\"done\":false,\"nextRecordsUrl\":\"/services/data/v60.0/query/01g-2000\","
                            + "\"records\":[{\"attributes\":{\"type\":\"X\"},\"Id\":\"1\",\"IsDeleted\":false,"
                            + "\"SystemModstamp\":\"2024-01-01T00:00:00.000+0000\"}]}"
                    : "{\"totalSize\":2,\"done\":true,\"records\":[{\"attributes\":{\"type\":\"X\"},\"Id\":\"2\","
                            + "\"IsDeleted\":true,\"SystemModstamp\":\"2024-01-02T00:00:00.000+0000\"}]}";
        };
        bench.run();
        assertThat(counts("salesforce")).containsExactly("accounts 2", "contacts 2", "opportunities 2");
        assertThat(bench.rows("SELECT Id, IsDeleted FROM bronze.salesforce_accounts ORDER BY Id"))
                .containsExactly("1|false", "2|true");
        assertThat(asked.stream().filter(each -> each.contains("oauth2"))).hasSize(1);
        asked.clear();
        bench.run();
        assertThat(asked).anyMatch(each -> each.contains("SystemModstamp%20%3E%3D%202024-01-01T23%3A55%3A00.000Z"));
        assertThat(counts("salesforce")).containsExactly("accounts 2", "contacts 2", "opportunities 2");
    }

    @Test
    void salesforceBulk() throws IOException {
        example(
                "salesforce_bulk.yml",
                "bulk",
                "${env:SALESFORCE_URL}",
                url(),
                "maxRecords: 50000",
                "maxRecords: 1",
                "state: state",
                "state: state\n      first_wait: 10ms");
        answers = call -> {
            String path = call.path().replace("/services/data/v60.0/jobs/query", "");
            if (call.path().equals("/services/oauth2/token")) {
                return "{\"access_token\":\"00D!AQ\",\"token_type\":\"Bearer\",\"issued_at\":\"1\"}";
            }
            boolean events = call.body().contains("FROM Event") || path.startsWith("/750E");
            if (path.isEmpty()) {
                return "{\"id\":\"" + (events ? "750E" : "750A") + "\",\"state\":\"UploadComplete\"}";
            }
            if (!path.endsWith("/results")) {
                return "{\"id\":\"" + path.substring(1) + "\",\"state\":\"JobComplete\"}";
            }
            boolean first = call.page("1", "locator=MTAwMDA", "2").equals("1");
            call.exchange().getResponseHeaders().add("Sforce-NumberOfRecords", "1");
            call.exchange().getResponseHeaders().add("Sforce-Locator", first ? "MTAwMDA" : "null");
            if (events) {
                return "\"Id\",\"CreatedDate\"\n\"" + (first ? "E1" : "E2") + "\",\"2024-01-03T00:00:00.000Z\"\n";
            }
            return "\"Id\",\"Name\",\"Industry\",\"IsDeleted\",\"SystemModstamp\"\n"
                    + (first
                            ? "\"001\",\"Acme, \"\"the\nsmith\"\"\",\"\",\"false\",\"2024-01-01T00:00:00.000Z\"\n"
                            : "\"002\",\"Bolt\",\"Trade\",\"true\",\"2024-01-02T00:00:00.000Z\"\n");
        };
        bench.run();
        assertThat(counts("bulk")).containsExactly("accounts 2", "events 2");
        assertThat(bench.rows("SELECT Id, Name, Industry, IsDeleted, SystemModstamp, typeof(Id), typeof(SystemModstamp)"
                        + " FROM bronze.bulk_accounts ORDER BY Id"))
                .containsExactly(
                        "001|Acme, \"the\nsmith\"||false|2024-01-01T00:00:00.000Z|VARCHAR|VARCHAR",
                        "002|Bolt|Trade|true|2024-01-02T00:00:00.000Z|VARCHAR|VARCHAR");
        assertThat(asked)
                .contains("DELETE /services/data/v60.0/jobs/query/750A")
                .anyMatch(each -> each.startsWith("POST /services/data/v60.0/jobs/query {\"operation\":\"queryAll\"")
                        && each.contains("Event WHERE CreatedDate >= 2024-01-01T00:00:00.000Z AND CreatedDate <"
                                + " 2024-01-04T12:00:00.000Z"));
        asked.clear();
        bench.time("2024-01-05T12:00:00Z").run();
        assertThat(asked)
                .anyMatch(each -> each.startsWith("POST") && each.contains(">= 2024-01-01T23:55:00.000Z"))
                .anyMatch(each -> each.startsWith("POST") && each.contains("CreatedDate >= 2024-01-03T12:00:00.000Z"));
        assertThat(counts("bulk")).containsExactly("accounts 2", "events 2");
    }

    @Test
    void googleAnalytics() throws IOException, GeneralSecurityException {
        KeyPairGenerator keys = KeyPairGenerator.getInstance("RSA");
        keys.initialize(2048);
        String key = Base64.getEncoder()
                .encodeToString(keys.generateKeyPair().getPrivate().getEncoded());
        bench.file("the-GOOGLE_APPLICATION_CREDENTIALS", """
            {"type":"service_account","client_email":"lake@p.iam.gserviceaccount.com","private_key_id":"1",
            "private_key":"-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n","token_uri":"%s/token"}
            """.formatted(key, url()));
        example(
                "google-analytics.yml",
                "ga4",
                "https://analyticsdata.googleapis.com",
                url(),
                "limit: 10000",
                "limit: 2",
                "size: 10000",
                "size: 2");
        answers = call -> {
            if (call.path().equals("/token")) {
                return "{\"access_token\":\"ya29\",\"expires_in\":3599,\"token_type\":\"Bearer\"}";
            }
            String day = call.body().replaceAll(".*\"startDate\":\"([^\"]*)\".*", "$1");
            String row = "{\"dimensionValues\":[{\"value\":\"" + day
                    + "\"},{\"value\":\"/%s\"}],\"metricValues\":[{\"value\":" + "\"%d\"}]}";
            boolean first = call.body().contains("\"offset\":0");
            return "{\"dimensionHeaders\":[{\"name\":\"date\"}],\"rows\":["
                    + (first ? row.formatted("a", 1) + "," + row.formatted("b", 2) : row.formatted("c", 3))
                    + "],\"rowCount\":3,\"kind\":\"analyticsData#runReport\"}";
        };
        bench.run();
        assertThat(counts("ga4")).containsExactly("pages_by_day 9", "traffic_by_day 9");
        assertThat(asked)
                .anyMatch(each -> each.startsWith("POST /v1beta/properties/the-GA4_PROPERTY:runReport")
                        && each.contains("[{\"startDate\":\"2024-01-02\",\"endDate\":\"2024-01-02\"}]")
                        && each.contains("\"limit\":2,\"offset\":2"));

        // A day without rows, and the last three again.
        answers = call -> "{\"kind\":\"analyticsData#runReport\",\"access_token\":\"ya30\"}";
        bench.time("2024-01-05T12:00:00Z").run();
        assertThat(counts("ga4")).containsExactly("pages_by_day 9", "traffic_by_day 9");
        assertThat(asked).anyMatch(each -> each.contains("\"startDate\":\"2024-01-04\""));
    }
}
