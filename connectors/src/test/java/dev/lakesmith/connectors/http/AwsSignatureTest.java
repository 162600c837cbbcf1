package dev.lakesmith.connectors.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.connectors.http.ApiServer.Answer;
import dev.lakesmith.connectors.http.ApiServer.Asked;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that works out the signature of what arrived, as AWS does, takes each request. */
final class AwsSignatureTest {

    private static final String KEY = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    private static final Pattern AUTHORIZATION =
            Pattern.compile("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/(\\d{8})/([\\w-]+)/([\\w-]+)/aws4_request,"
                    + " SignedHeaders=([\\w;-]+), Signature=([0-9a-f]{64})");

    private final ApiServer api = ApiServer.start();
    private final Reading reading;

    AwsSignatureTest(@TempDir Path folder) {
        this.reading = Reading.in(folder).env("SECRET", KEY).env("TOKEN", "IQoJb3JpZ2luX2VjEXAMPLETOKEN");
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private void source(String service, String more, String... streams) {
        List<String> lines = new ArrayList<>(List.of(
                "url: " + api.url() + "/prod",
                "auth: { type: aws_sigv4, region: eu-central-1, service: " + service
                        + ", access_key_id: AKIDEXAMPLE, secret_access_key: '${env:SECRET}'" + more + " }",
                "streams:"));
        lines.addAll(List.of(streams));
        reading.source(lines.toArray(new String[0]));
    }

    /** What is wrong with a request; empty: it is signed with the key. */
    private static Optional<String> refusal(Asked request) {
        Matcher parts = AUTHORIZATION.matcher(request.header("authorization").orElse(""));
        if (!parts.matches()) {
            return Optional.of("IncompleteSignature");
        }
        String time = request.header("x-amz-date").orElse("");
        TreeSet<String> signed = new TreeSet<>(List.of(parts.group(4).split(";")));
        boolean whole = signed.contains("host")
                && request.headers().keySet().stream()
                        .filter(name -> name.startsWith("x-amz-") || name.equals("content-type"))
                        .allMatch(signed::contains);
        String bodyHash = HexFormat.of().formatHex(sha256(request.body()));
        if (!whole
                || !time.startsWith(parts.group(1))
                || !request.header("x-amz-content-sha256").equals(Optional.of(bodyHash))) {
            return Optional.of("SignatureDoesNotMatch: headers");
        }
        StringBuilder headers = new StringBuilder();
        for (String name : signed) {
            headers.append(name)
                    .append(':')
                    .append(request.header(name).orElse("").trim().replaceAll(" +", " "))
                    .append('\n');
        }
        int question = request.target().indexOf('?');
        String path = question < 0 ? request.target() : request.target().substring(0, question);
        String canonical = request.method() + "\n"
                + encoded(parts.group(3).equals("s3") ? URLDecoder.decode(path, StandardCharsets.UTF_8) : path)
                        .replace("%2F", "/")
                + "\n"
                + (question < 0 ? "" : query(request.target().substring(question + 1))) + "\n"
                + headers + "\n" + parts.group(4) + "\n" + bodyHash;
        String scope = parts.group(1) + "/" + parts.group(2) + "/" + parts.group(3) + "/aws4_request";
        byte[] key = ("AWS4" + KEY).getBytes(StandardCharsets.UTF_8);
        for (String part : scope.split("/", -1)) {
            key = mac(key, part);
        }
        String expected = HexFormat.of()
                .formatHex(mac(
                        key,
                        "AWS4-HMAC-SHA256\n" + time + "\n" + scope + "\n"
                                + HexFormat.of().formatHex(sha256(canonical))));
        return expected.equals(parts.group(5)) ? Optional.empty() : Optional.of("SignatureDoesNotMatch: " + canonical);
    }

    private static String query(String raw) {
        TreeSet<String> sorted = new TreeSet<>();
        for (String each : raw.split("&", -1)) {
            String[] pair = each.split("=", 2);
            sorted.add(encoded(URLDecoder.decode(pair[0], StandardCharsets.UTF_8)) + "="
                    + encoded(URLDecoder.decode(pair[1], StandardCharsets.UTF_8)));
        }
        return String.join("&", sorted);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Answer verified(Asked request, String answer) {
        return refusal(request)
                .map(why -> Answer.status(403, "{\"message\":\"" + why.replace("\n", "|") + "\"}"))
                .orElseGet(() -> Answer.ok(answer));
    }

    @Test
    void everyRequestIsSignedPagesAndChildrenToo() {
        source(
                "execute-api",
                ", session_token: '${env:TOKEN}'",
                "  things:",
                "    path: /things",
                "    parameters: { q: 'a b+c/ü*~=&', B: '2', a: '' }",
                "    headers: { X-Trace: '  one   two ', x-amz-meta: z }",
                "    pagination: { type: cursor, parameter: after, last_record: id }",
                "  parts: { path: '/things/${parent:id}/parts', parent: things }");
        api.answer(request -> verified(
                request,
                request.path().endsWith("/parts")
                        ? "[{\"part\":1}]"
                        : request.parameter("after").isEmpty() ? "[{\"id\":\"x:1 ü*\"}]" : "[]"));
        assertThat(reading.lines("things")).containsExactly("{\"id\":\"x:1 ü*\"}");
        assertThat(reading.lines("parts")).containsExactly("{\"_parent_id\":\"x:1 ü*\",\"part\":1}");
        List<Asked> asked = api.asked();
        assertThat(asked).hasSize(5);
        assertThat(asked.get(0).header("x-amz-security-token")).contains("IQoJb3JpZ2luX2VjEXAMPLETOKEN");
        assertThat(asked.get(0).header("x-amz-date")).contains("20260301T120000Z");
        assertThat(asked.get(0).header("authorization").orElse(""))
                .contains("Credential=AKIDEXAMPLE/20260301/eu-central-1/execute-api/aws4_request")
                .contains(
                        "SignedHeaders=accept;host;x-amz-content-sha256;x-amz-date;x-amz-meta;x-amz-security-token;x-trace,");
    }

    @Test
    void bodiesAndTheirTypesAreSigned() {
        source(
                "ce",
                "",
                "  costs:",
                "    path: /",
                "    headers: { Content-Type: application/x-amz-json-1.1, X-Amz-Target: Service.GetCosts }",
                "    body: { note: 'ü', NextToken: '${cursor}' }",
                "    records: Rows",
                "    pagination: { type: cursor, next: NextToken }",
                "  form: { path: /form, form: { a: 'b c' } }");
        api.answer(request -> verified(
                request,
                request.path().endsWith("/form")
                        ? "[]"
                        : request.body().contains("more")
                                ? "{\"Rows\":[{\"n\":2}]}"
                                : "{\"Rows\":[{\"n\":1}],\"NextToken\":\"more\"}"));
        assertThat(reading.lines("costs")).containsExactly("{\"n\":1}", "{\"n\":2}");
        assertThat(reading.lines("form")).isEmpty();
        assertThat(api.asked())
                .extracting(each -> each.header("content-type").orElse(""))
                .containsExactly(
                        "application/x-amz-json-1.1",
                        "application/x-amz-json-1.1",
                        "application/x-www-form-urlencoded");
    }

    @Test
    void pathsOfS3AreEncodedOnce() {
        source("s3", "", "  list: { path: '/a b/c:d', format: csv, parameters: { prefix: 'x/' } }");
        api.answer(
                request -> refusal(request).map(why -> Answer.status(403, why)).orElseGet(() -> Answer.ok("key\n1\n")));
        assertThat(reading.lines("list")).containsExactly("{\"key\":\"1\"}");
    }

    @Test
    void aWrongKeyIsRefusedAndNeitherKeyNorTokenIsShown() {
        reading.env("SECRET", "not-the-secret-key-at-all");
        source("ce", ", session_token: '${env:TOKEN}'", "  costs: { path: /, parameters: { t: '${env:TOKEN}' } }");
        api.answer(request -> Answer.status(
                refusal(request).isPresent() ? 403 : 200,
                "{\"message\":\"SignatureDoesNotMatch, token " + request.parameter("t") + "\"}"));
        assertThatThrownBy(() -> reading.extract("costs"))
                .hasMessage("source api: GET " + api.url() + "/prod/?t=*** answered with status 403:"
                        + " {\"message\":\"SignatureDoesNotMatch, token ***\"}; check 'auth' and what it may read");
    }
}
