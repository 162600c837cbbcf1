package dev.lakesmith.server.iceberg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.Lake;
import dev.lakesmith.server.http.Listening;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.rest.RESTCatalog;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may come, and for what. */
final class AccessTest {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final String NAMESPACE = "{\"namespace\":[\"silver\"]}";

    private final Watch clock = new Watch();

    @TempDir
    private Path folder = Path.of("");

    private Served served = Served.openly(Path.of("unused"));

    /** A clock that is set by hand. */
    private static final class Watch extends Clock {

        private volatile Instant now = Instant.parse("2026-05-01T10:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }

    @BeforeEach
    void serve() {
        served.close();
        served = Served.toClients(folder.resolve("lake"), clock);
    }

    @AfterEach
    void stop() {
        served.close();
    }

    @Test
    void icebergs_client_gets_a_token_for_its_secret() throws IOException {
        try (RESTCatalog catalog = served.client(
                "credential", "etl:" + Served.WRITER, "oauth2-server-uri", served.server.uri() + "/v1/oauth/tokens")) {
            catalog.createNamespace(Namespace.of("silver"));
            catalog.createTable(TableIdentifier.of("silver", "people"), Served.SCHEMA);
            assertThat(catalog.listTables(Namespace.of("silver"))).hasSize(1);
        }
        assertThat(served.log)
                .anyMatch(line -> line.contains(" etl POST /catalog/v1/namespaces 200 "))
                .noneMatch(line -> line.contains(Served.WRITER));
        assertThatThrownBy(() -> served.client(
                        "credential",
                        "etl:another-long-secret-",
                        "oauth2-server-uri",
                        served.server.uri() + "/v1/oauth/tokens"))
                .isInstanceOf(NotAuthorizedException.class)
                .hasMessageContaining("the client id or its secret is wrong");
    }

    @Test
    void a_token_that_is_configured_is_taken_as_it_is() throws IOException {
        try (RESTCatalog writer = served.client("token", Served.WRITE_TOKEN);
                RESTCatalog reader = served.client("token", Served.READ_TOKEN)) {
            writer.createNamespace(Namespace.of("silver"));
            writer.createTable(TableIdentifier.of("silver", "people"), Served.SCHEMA);

            assertThat(reader.loadTable(TableIdentifier.of("silver", "people"))
                            .schema()
                            .asStruct())
                    .isEqualTo(Served.SCHEMA.asStruct());
            assertThatThrownBy(() -> reader.dropTable(TableIdentifier.of("silver", "people")))
                    .isInstanceOf(ForbiddenException.class)
                    .hasMessageContaining("the client bi has the scope read; this needs the scope write");
            assertThatThrownBy(() -> reader.createNamespace(Namespace.of("gold")))
                    .isInstanceOf(ForbiddenException.class);
            assertThatThrownBy(() -> reader.loadTable(TableIdentifier.of("silver", "people"))
                            .updateProperties()
                            .set("a", "b")
                            .commit())
                    .isInstanceOf(ForbiddenException.class);
            assertThat(writer.tableExists(TableIdentifier.of("silver", "people")))
                    .isTrue();
        }
    }

    @Test
    void who_shows_nothing_or_something_wrong_is_refused() {
        for (String[] header : List.of(
                new String[] {},
                new String[] {"Authorization", "Bearer wrong"},
                new String[] {"Authorization", "Bearer "},
                new String[] {"Authorization", Served.WRITE_TOKEN},
                new String[] {"Authorization", "Bearer " + Served.WRITER},
                new String[] {"Authorization", basic("etl", Served.WRITER)})) {
            HttpResponse<String> answer = served.get("/v1/namespaces", header);
            assertThat(answer.statusCode()).as(List.of(header).toString()).isEqualTo(401);
            assertThat(answer.body()).contains("\"type\":\"NotAuthorizedException\",\"code\":401");
            assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        }
        assertThat(served.get("/v1/config").statusCode()).isEqualTo(401);
        assertThat(served.post("/v1/namespaces", NAMESPACE).statusCode()).isEqualTo(401);
    }

    @Test
    void tokens_end_and_are_exchanged() {
        String token =
                token("grant_type=client_credentials&client_id=etl&client_secret=" + Served.WRITER + "&scope=catalog");
        assertThat(served.get("/v1/namespaces", "Authorization", "Bearer " + token)
                        .statusCode())
                .isEqualTo(200);

        clock.now = clock.now.plus(Duration.ofMinutes(59));
        String exchanged = token("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token="
                + token + "&subject_token_type=urn%3Aietf%3Aparams%3Aoauth%3Atoken-type%3Aaccess_token");
        clock.now = clock.now.plus(Duration.ofMinutes(2));

        HttpResponse<String> late = served.get("/v1/namespaces", "Authorization", "Bearer " + token);
        assertThat(late.statusCode()).isEqualTo(419);
        assertThat(late.body()).contains("AuthenticationTimeoutException").contains("the token is too old");
        assertThat(served.get("/v1/namespaces", "Authorization", "Bearer " + exchanged)
                        .statusCode())
                .isEqualTo(200);
        assertThat(served.post(
                                "/v1/oauth/tokens",
                                "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Atoken-exchange&subject_token="
                                        + token,
                                "Content-Type",
                                FORM)
                        .statusCode())
                .isEqualTo(401);
        HttpResponse<String> basic = served.post(
                "/v1/oauth/tokens",
                "grant_type=client_credentials",
                "Content-Type",
                FORM,
                "Authorization",
                basic("etl", Served.WRITER));
        assertThat(basic.statusCode()).isEqualTo(200);
        assertThat(basic.body()).contains("\"expires_in\":3600").contains("\"scope\":\"write\"");
        assertThat(basic.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void a_wrong_secret_and_an_unknown_grant_are_told_as_oauth_tells_them() {
        HttpResponse<String> wrong = served.post(
                "/v1/oauth/tokens",
                "grant_type=client_credentials&client_id=bi&client_secret=" + Served.WRITER,
                "Content-Type",
                FORM);
        assertThat(wrong.statusCode()).isEqualTo(401);
        assertThat(wrong.body()).contains("\"error\":\"invalid_client\"").doesNotContain(Served.WRITER);
        HttpResponse<String> unknown =
                served.post("/v1/oauth/tokens", "grant_type=password&username=x", "Content-Type", FORM);
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("\"error\":\"unsupported_grant_type\"");
    }

    @Test
    void nobody_listens_beyond_this_machine_without_authentication() {
        try (Lake lake = Lake.at(folder.resolve("other"))) {
            assertThatThrownBy(() -> CatalogServer.start(
                            lake,
                            new Listening("0.0.0.0", 0, Optional.empty(), 1000, line -> {}),
                            new CatalogServer.Settings(
                                    List.of(),
                                    Client.Scope.WRITE,
                                    CatalogServer.Settings.External.REFUSED,
                                    List.of(),
                                    Map.of(),
                                    Optional.empty()),
                            Clock.systemUTC()))
                    .isInstanceOf(LakesmithException.class)
                    .hasMessageContaining("open to everybody who reaches 0.0.0.0")
                    .hasMessageContaining("--access FILE");
        }
    }

    private String token(String form) {
        HttpResponse<String> answer = served.post("/v1/oauth/tokens", form, "Content-Type", FORM);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body().replaceFirst(".*\"access_token\":\"([^\"]+)\".*", "$1");
    }

    private static String basic(String id, String secret) {
        return "Basic " + Base64.getEncoder().encodeToString((id + ":" + secret).getBytes(StandardCharsets.UTF_8));
    }
}
