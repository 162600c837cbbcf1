package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.connectors.http.ApiServer.Asked;
import dev.lakesmith.core.connector.Extraction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An API learns who asks, and nobody else does. */
final class HttpAuthTest {

    private static final String SECRET = "s3cr3t+Value/9";

    private final ApiServer api = ApiServer.start();
    private final Reading reading;

    HttpAuthTest(@TempDir Path folder) {
        this.reading = Reading.in(folder).env("CRM_SECRET", SECRET);
        api.answer(request -> Answer.ok("[{\"id\":1}]"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void source(String auth) {
        reading.source("url: " + api.url(), "auth: " + auth, "streams: { things: { path: /things } }");
    }

    private Asked asked() {
        reading.extract("things");
        List<Asked> asked = api.asked();
        return asked.get(asked.size() - 1);
    }

    @Test
    void tokensKeysAndPasswordsGoWhereTheyBelong() {
        source("{ type: bearer, token: '${env:CRM_SECRET}' }");
        assertThat(asked().header("Authorization")).contains("Bearer " + SECRET);

        source("{ type: api_key, key: '${env:CRM_SECRET}', header: X-Key }");
        assertThat(asked().header("X-Key")).contains(SECRET);

        source("{ type: api_key, key: '${env:CRM_SECRET}', parameter: api_key }");
        assertThat(asked().parameter("api_key")).isEqualTo(SECRET);

        source("{ type: basic, user: ann, password: '${env:CRM_SECRET}' }");
        String both = Base64.getEncoder().encodeToString(("ann:" + SECRET).getBytes(StandardCharsets.UTF_8));
        assertThat(asked().header("Authorization")).contains("Basic " + both);
    }

    @Test
    void secretsAreInNoMessageAndNoPath() {
        for (String auth : List.of(
                "{ type: api_key, key: '${env:CRM_SECRET}', parameter: api_key }",
                "{ type: bearer, token: '${env:CRM_SECRET}' }",
                "{ type: basic, user: ann, password: '${env:CRM_SECRET}' }")) {
            reading.source(
                    "url: " + api.url(),
                    "auth: " + auth,
                    "streams: { things: { path: '/${env:CRM_SECRET}/x', parameters: { k: '${env:CRM_SECRET}' },",
                    "   records: data, pagination: { type: next_link, next: next } } }");
            // An API that repeats what it was told, also in its links.
            api.answer(request -> Answer.status(
                    request.query().containsKey("again") ? 400 : 200,
                    "{\"data\":[{\"id\":1}],\"you\":\"" + request.query() + request.headers()
                            + "\",\"next\":\"/x?again=1&k=" + "s3cr3t%2BValue%2F9&api_key=s3cr3t%2BValue%2F9\"}"));
            assertThatThrownBy(() -> reading.extract("things"))
                    .hasMessageContaining("GET " + api.url() + "/x?again=1&k=***")
                    .hasMessageContaining("answered with status 400")
                    .message()
                    .doesNotContain("?k=s3cr3t", "s3cr3t%2BValue%2F9&api");
            api.answer(request -> Answer.ok("{\"data\":[{\"id\":1}]}"));
            Extraction extraction = reading.extract("things");
            if (!extraction.files().isEmpty()) {
                assertThat(extraction.files().get(0).path()).isEqualTo(api.url() + "/***/x");
            }
        }
    }

    @Test
    void requestsAreSigned() throws Exception {
        reading.time("2026-03-01T12:00:00Z");
        reading.source(
                "url: " + api.url(),
                "auth:",
                "  type: signature",
                "  secret: '${env:CRM_SECRET}'",
                "  text: \"${timestamp:epoch}.${method}.${path}.${query}.${body}\"",
                "  header: X-Signature",
                "  prefix: sha256=",
                "  headers: { X-Time: '${timestamp:epoch}', X-Key: key-1 }",
                "streams: { things: { path: /things, parameters: { a: 'b c' }, body: { n: 1 } } }");
        Asked asked = asked();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        byte[] signature = mac.doFinal("1772366400.POST./things.a=b%20c.{\"n\":1}".getBytes(StandardCharsets.UTF_8));
        assertThat(asked.header("X-Signature"))
                .contains("sha256=" + HexFormat.of().formatHex(signature));
        assertThat(asked.header("X-Time")).contains("1772366400");
        assertThat(asked.header("X-Key")).contains("key-1");
    }

    @Test
    void accessTokensAreKeptUntilTheyEndAndRenewedWhenTheyAreRefused() throws Exception {
        try (OAuthServer oauth = new OAuthServer()) {
            source("{ type: oauth2, token_url: \"" + oauth.tokenUrl()
                    + "\", client_id: me, client_secret: '${env:CRM_SECRET}', scope: read }");
            String first = asked().header("Authorization").orElseThrow();
            assertThat(first).startsWith("Bearer ey");
            assertThat(asked().header("Authorization")).contains(first);

            reading.time("2026-03-01T13:00:01Z");
            String second = asked().header("Authorization").orElseThrow();
            assertThat(second).isNotEqualTo(first);

            api.answer(request ->
                    request.header("Authorization").filter(second::equals).isPresent()
                            ? Answer.status(401, "{}")
                            : Answer.ok("[{\"id\":2}]"));
            assertThat(asked().header("Authorization").orElseThrow()).isNotEqualTo(second);

            api.answer(request -> Answer.status(
                    401, "{\"token\":\"" + request.header("Authorization").orElseThrow() + "\"}"));
            assertThatThrownBy(() -> reading.extract("things"))
                    .hasMessageContaining("answered with status 401: {\"token\":\"Bearer ***\"}; check 'auth'");
        }
    }

    @Test
    void aRefreshTokenIsGivenForAccessTokens() throws Exception {
        try (OAuthServer oauth = new OAuthServer()) {
            source("{ type: oauth2, token_url: \"" + oauth.tokenUrl() + "\", client_id: me, refresh_token: '"
                    + oauth.refreshToken() + "', credentials_in: body }");
            assertThat(asked().header("Authorization").orElseThrow()).startsWith("Bearer ey");

            source("{ type: oauth2, token_url: \"" + oauth.tokenUrl()
                    + "\", client_id: me, refresh_token: unknown, credentials_in: body }");
            assertThatThrownBy(() -> reading.extract("things"))
                    .hasMessageContaining("source api: POST " + oauth.tokenUrl() + " answered with status 4")
                    .hasMessageContaining("invalid_grant");
        }
    }

    @Test
    void aTokenServerThatRefusesIsTold() {
        api.answer(request -> request.path().equals("/token")
                ? Answer.status(400, "{\"error\":\"invalid_client\",\"got\":\"" + request.body() + "\"}")
                : Answer.ok("[]"));
        source("{ type: oauth2, token_url: \"" + api.url() + "/token\", client_id: me, client_secret:"
                + " '${env:CRM_SECRET}', credentials_in: body }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessage("source api: POST " + api.url() + "/token answered with status 400:"
                        + " {\"error\":\"invalid_client\",\"got\":\"grant_type=client_credentials&client_id=me"
                        + "&client_secret=***\"}; check 'parameters', 'body' and 'auth'");

        api.answer(request -> Answer.ok("{\"token\":\"x\"}"));
        source("{ type: oauth2, token_url: \"" + api.url() + "/token\", client_id: me }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessage("source api: POST " + api.url()
                        + "/token answered without an 'access_token'; check 'token_url'");
    }
}
