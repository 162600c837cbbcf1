package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Outgoing.Body;
import dev.lakesmith.connectors.http.Outgoing.Shown;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Access tokens of OAuth 2.0 (RFC 6749, RFC 7523): asked for when one is needed, kept until they end. */
final class Tokens implements Auth {

    private static final JsonPath ACCESS_TOKEN = new JsonPath(List.of("access_token"));
    private static final JsonPath EXPIRES_IN = new JsonPath(List.of("expires_in"));
    private static final JsonPath REFRESH_TOKEN = new JsonPath(List.of("refresh_token"));

    /** A token that ends within this time is not used any more: a request takes a while, and clocks differ. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Values options;
    private final Exchange exchange;
    private final Clock clock;
    private final Optional<Assertion> assertion;
    private final List<String> secrets = new ArrayList<>();
    private Optional<String> refreshToken;
    private Optional<String> token = Optional.empty();
    private Instant ends = Instant.MIN;

    /** @param project where files of keys are found */
    Tokens(Values options, Exchange exchange, Clock clock, Path project) {
        this.options = options;
        this.assertion = Assertion.of(options, project);
        this.exchange = exchange;
        this.clock = clock;
        this.refreshToken = options.find("refresh_token", String.class);
        options.find("client_secret", String.class).ifPresent(secrets::add);
        refreshToken.ifPresent(secrets::add);
    }

    @Override
    public synchronized Outgoing applied(Outgoing request) {
        if (token.isEmpty() || !clock.instant().isBefore(ends)) {
            fetch();
        }
        return request.withHeader("Authorization", Shown.secret("Bearer " + token.orElseThrow()));
    }

    @Override
    public synchronized boolean renewed(Outgoing refused) {
        Shown sent = refused.headers().get("Authorization");
        // Another request may have fetched a new one meanwhile.
        if (sent != null
                && token.filter(now -> sent.text().equals("Bearer " + now)).isPresent()) {
            token = Optional.empty();
        }
        return true;
    }

    @Override
    public synchronized List<String> secrets() {
        return List.copyOf(secrets);
    }

    private void fetch() {
        Outgoing request = request();
        Instant asked = clock.instant();
        Map<JsonPath, Scalar> answer = exchange.ask(
                        new Exchange.Question(request, new Nobody(), this::secrets, Set.of()), Tokens::values)
                .orElse(Map.of());
        Scalar found = answer.get(ACCESS_TOKEN);
        if (found == null) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    exchange.source() + ": " + request.shown() + " answered without an 'access_token'; check"
                            + " 'token_url'");
        }
        token = Optional.of(found.text());
        secrets.add(found.text());
        Optional.ofNullable(answer.get(REFRESH_TOKEN)).ifPresent(next -> {
            refreshToken = refreshToken.map(old -> next.text());
            secrets.add(next.text());
        });
        // Without a word about its end it is used until the API refuses it.
        ends = Optional.ofNullable(answer.get(EXPIRES_IN))
                .flatMap(Tokens::seconds)
                .map(lifetime -> asked.plus(lifetime).minus(margin(lifetime)))
                .orElse(Instant.MAX);
    }

    private static Duration margin(Duration lifetime) {
        Duration tenth = lifetime.dividedBy(10);
        return tenth.compareTo(MARGIN) < 0 ? tenth : MARGIN;
    }

    private static Optional<Duration> seconds(Scalar value) {
        return value.text().matches("\\d{1,9}")
                ? Optional.of(Duration.ofSeconds(Long.parseLong(value.text())))
                : Optional.empty();
    }

    private static Map<JsonPath, Scalar> values(Transport.Answer answer) throws IOException {
        return JsonReading.page(AnswerText.utf8(answer), JsonPath.ROOT, Set.of(ACCESS_TOKEN, EXPIRES_IN, REFRESH_TOKEN))
                .values();
    }

    private String grant() {
        if (assertion.isPresent()) {
            return Assertion.GRANT;
        }
        return refreshToken.isPresent() ? "refresh_token" : "client_credentials";
    }

    private Outgoing request() {
        Map<String, String> form = new LinkedHashMap<>();
        form.put("grant_type", grant());
        refreshToken.ifPresent(given -> form.put("refresh_token", given));
        assertion.ifPresent(given -> {
            String signed = given.signed(clock);
            secrets.add(signed);
            form.put("assertion", signed);
        });
        options.find("scope", String.class)
                .filter(scope -> assertion.filter(signed -> signed.holds(scope)).isEmpty())
                .ifPresent(scope -> form.put("scope", scope));
        options.find("parameters", Values.class)
                .ifPresent(more -> more.keys().forEach(name -> form.put(name, more.get(name, String.class))));
        Optional<String> client = options.find("client_id", String.class);
        Optional<String> secret = options.find("client_secret", String.class);
        boolean inHeader = secret.isPresent()
                && options.get("credentials_in", String.class).equals("header");
        if (!inHeader) {
            client.ifPresent(given -> form.put("client_id", given));
            secret.ifPresent(given -> form.put("client_secret", given));
        }
        String text = form.entrySet().stream()
                .map(each -> Outgoing.encoded(each.getKey()) + "=" + Outgoing.encoded(each.getValue()))
                .collect(Collectors.joining("&"));
        Outgoing request = new Outgoing(
                "POST",
                Shown.plain(assertion.map(Assertion::tokenUrl).orElseGet(() -> options.get("token_url", String.class))),
                List.of(),
                Map.of("Accept", Shown.plain("application/json")),
                Optional.of(new Body("application/x-www-form-urlencoded", text.getBytes(StandardCharsets.UTF_8))));
        // RFC 6749, 2.3.1: both are form-encoded before they are joined.
        return inHeader
                ? Auth.Header.basic(Outgoing.encoded(client.orElseThrow()), Outgoing.encoded(secret.orElseThrow()))
                        .applied(request)
                : request;
    }
}
