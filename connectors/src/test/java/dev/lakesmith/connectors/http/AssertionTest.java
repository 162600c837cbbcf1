package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.connectors.http.ApiServer.Asked;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that signs who it is gets access tokens. */
final class AssertionTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final ApiServer api = ApiServer.start();
    private final Reading reading;
    private final Path folder;
    private List<Asked> asked = List.of();

    AssertionTest(@TempDir Path folder) {
        this.folder = folder;
        this.reading = Reading.in(folder);
        api.answer(request -> request.path().equals("/token")
                ? Answer.ok("{\"access_token\":\"given\",\"expires_in\":3600}")
                : Answer.ok("[{\"id\":1}]"));
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private static KeyPair keys(String algorithm, int bits) throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
        generator.initialize(bits);
        return generator.generateKeyPair();
    }

    private static String pem(KeyPair keys) {
        String text = Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded());
        return "-----BEGIN PRIVATE KEY-----\n" + text.replace("\r", "") + "\n-----END PRIVATE KEY-----\n";
    }

    private void source(String auth) {
        reading.source("url: " + api.url(), "auth: " + auth, "streams: { things: { path: /things } }");
    }

    private void extract() {
        reading.extract("things");
        asked = api.asked();
    }

    private String form(String name) {
        String body = asked.stream()
                .filter(each -> each.path().equals("/token"))
                .map(Asked::body)
                .reduce((first, second) -> second)
                .orElseThrow();
        for (String each : body.split("&", -1)) {
            if (each.startsWith(name + "=")) {
                return URLDecoder.decode(each.substring(name.length() + 1), StandardCharsets.UTF_8);
            }
        }
        return "";
    }

    private static JsonNode part(String token, int number) throws IOException {
        return JSON.readTree(Base64.getUrlDecoder().decode(token.split("\\.", -1)[number]));
    }

    private static boolean isSigned(String token, String algorithm, KeyPair keys) throws GeneralSecurityException {
        int end = token.lastIndexOf('.');
        Signature signature = Signature.getInstance(algorithm);
        signature.initVerify(keys.getPublic());
        signature.update(token.substring(0, end).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(token.substring(end + 1)));
    }

    @Test
    void theClaimsAreSignedAndGivenForAToken() throws Exception {
        KeyPair keys = keys("RSA", 2048);
        reading.env("CRM_KEY", pem(keys).replace("\n", "\\n")).time("2026-03-01T12:00:00Z");
        source("{ type: jwt, token_url: \"" + api.url() + "/token\", issuer: me, subject: ann@example.com,"
                + " audience: https://login.example.com, private_key: '${env:CRM_KEY}', key_id: k1,"
                + " claims: { tenant: t }, scope: read, parameters: { format: json } }");

        extract();

        String token = form("assertion");
        assertThat(form("grant_type")).isEqualTo("urn:ietf:params:oauth:grant-type:jwt-bearer");
        assertThat(form("scope")).isEqualTo("read");
        assertThat(form("format")).isEqualTo("json");
        assertThat(form("client_id")).isEmpty();
        assertThat(part(token, 0)).isEqualTo(JSON.readTree("{\"alg\":\"RS256\",\"typ\":\"JWT\",\"kid\":\"k1\"}"));
        JsonNode claims = part(token, 1);
        assertThat(claims.get("iss").asText()).isEqualTo("me");
        assertThat(claims.get("sub").asText()).isEqualTo("ann@example.com");
        assertThat(claims.get("aud").asText()).isEqualTo("https://login.example.com");
        assertThat(claims.get("tenant").asText()).isEqualTo("t");
        assertThat(claims.get("iat").asLong()).isEqualTo(1_772_366_400L);
        assertThat(claims.get("exp").asLong()).isEqualTo(1_772_366_400L + 180);
        assertThat(isSigned(token, "SHA256withRSA", keys)).isTrue();
        assertThat(asked.get(asked.size() - 1).header("Authorization")).contains("Bearer given");
    }

    @Test
    void ellipticCurvesSignInTheirOwnForm() throws Exception {
        KeyPair keys = keys("EC", 256);
        Files.writeString(folder.resolve("ec.pem"), pem(keys));
        source("{ type: jwt, token_url: \"" + api.url() + "/token\", issuer: me, private_key_file: ec.pem,"
                + " algorithm: ES256 }");

        extract();

        assertThat(part(form("assertion"), 1).get("aud").asText()).isEqualTo(api.url() + "/token");
        assertThat(isSigned(form("assertion"), "SHA256withECDSAinP1363Format", keys))
                .isTrue();
    }

    @Test
    void aKeyFileOfGoogleSaysEverythingElse() throws Exception {
        KeyPair keys = keys("RSA", 2048);
        Files.writeString(
                folder.resolve("account.json"),
                JSON.createObjectNode()
                        .put("type", "service_account")
                        .put("client_email", "lake@project.iam.gserviceaccount.com")
                        .put("private_key_id", "abc")
                        .put("private_key", pem(keys))
                        .put("token_uri", api.url() + "/token")
                        .toString());
        source("{ type: google_service_account, key_file: account.json, scope: 'a b' }");

        extract();

        JsonNode claims = part(form("assertion"), 1);
        assertThat(claims.get("iss").asText()).isEqualTo("lake@project.iam.gserviceaccount.com");
        assertThat(claims.get("scope").asText()).isEqualTo("a b");
        assertThat(claims.get("aud").asText()).isEqualTo(api.url() + "/token");
        assertThat(form("scope")).isEmpty();
        assertThat(isSigned(form("assertion"), "SHA256withRSA", keys)).isTrue();
    }

    @Test
    void aServerOfOAuthTakesIt() throws Exception {
        try (OAuthServer server = new OAuthServer()) {
            reading.env("CRM_KEY", pem(keys("RSA", 2048)));
            source("{ type: jwt, token_url: \"" + server.tokenUrl() + "\", issuer: me, subject: ann,"
                    + " private_key: '${env:CRM_KEY}', scope: read }");

            extract();

            String sent = asked.get(0).header("Authorization").orElseThrow();
            assertThat(part(sent.substring("Bearer ".length()), 1).get("sub").asText())
                    .isEqualTo("ann");
        }
    }

    @Test
    void whatCannotSignIsToldAndNeverShown() throws Exception {
        String secret = pem(keys("EC", 256));
        reading.env("CRM_KEY", secret);
        String begin = "{ type: jwt, token_url: \"" + api.url() + "/token\", issuer: me, ";
        source(begin + "private_key: '${env:CRM_KEY}' }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("'private_key' is a private key of EC, but RS256 needs one of RSA");

        source(begin + "private_key: abc }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("'private_key' has no 'BEGIN PRIVATE KEY'; make one with: openssl pkcs8 -topk8"
                        + " -nocrypt -in key.pem");

        source(begin + "private_key_file: missing.pem }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("missing.pem cannot be read")
                .hasMessageContaining("name a file that this user may read");

        Files.writeString(folder.resolve("empty.json"), "{}");
        source("{ type: google_service_account, key_file: empty.json, scope: a }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("the file has no 'token_uri'; give the key file (JSON) that Google made");

        api.answer(request -> Answer.status(400, "{\"echo\":\"" + request.body() + "\"}"));
        source(begin + "private_key: '${env:CRM_KEY}', algorithm: ES256 }");
        assertThatThrownBy(() -> reading.extract("things"))
                .hasMessageContaining("assertion=***")
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("eyJ"));
    }
}
