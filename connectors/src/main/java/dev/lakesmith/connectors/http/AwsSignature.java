package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Outgoing.Body;
import dev.lakesmith.connectors.http.Outgoing.Shown;
import dev.lakesmith.core.project.Values;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Signs each request as AWS takes it: Signature Version 4, in headers. */
final class AwsSignature implements Auth {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final AwsSigning signing;
    private final String secret;
    private final Optional<String> sessionToken;
    private final Clock clock;

    AwsSignature(Values options, Clock clock) {
        this.secret = options.get("secret_access_key", String.class);
        this.sessionToken = options.find("session_token", String.class);
        this.signing = new AwsSigning(
                options.get("access_key_id", String.class),
                secret,
                options.get("region", String.class),
                options.get("service", String.class));
        this.clock = clock;
    }

    @Override
    public Outgoing applied(Outgoing request) {
        Instant now = clock.instant();
        byte[] body = request.body().map(Body::bytes).orElse(new byte[0]);
        Outgoing dated = request.withHeader("X-Amz-Date", Shown.plain(TIME.format(now)))
                .withHeader("X-Amz-Content-Sha256", Shown.plain(AwsSigning.hash(body)));
        if (sessionToken.isPresent()) {
            dated = dated.withHeader("X-Amz-Security-Token", Shown.secret(sessionToken.get()));
        }
        URI url = dated.uri();
        AwsSigning.Request signed = new AwsSigning.Request(
                dated.method(),
                Optional.ofNullable(url.getRawPath()).orElse(""),
                Optional.ofNullable(url.getRawQuery()).orElse(""),
                headers(dated, url),
                AwsSigning.hash(body));
        return dated.withHeader("Authorization", Shown.secret(signing.authorization(signed)));
    }

    /** Those that are signed, by their names in small letters: all that the request brings, and two that HTTP adds. */
    private static Map<String, String> headers(Outgoing request, URI url) {
        Map<String, String> headers = new TreeMap<>();
        request.body().ifPresent(body -> headers.put("content-type", body.type()));
        request.headers().forEach((name, value) -> headers.put(name.toLowerCase(Locale.ROOT), value.text()));
        headers.remove("authorization");
        headers.put("host", host(url));
        return headers;
    }

    /** As the HTTP client writes it. */
    private static String host(URI url) {
        boolean usual = url.getPort() < 0 || url.getPort() == ("https".equals(url.getScheme()) ? 443 : 80);
        return usual ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    @Override
    public Collection<String> secrets() {
        List<String> secrets = new ArrayList<>(List.of(secret));
        sessionToken.ifPresent(secrets::add);
        return secrets;
    }
}
