package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Outgoing.Shown;
import dev.lakesmith.core.project.Values;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Tells the API who asks. Safe for several threads. */
interface Auth {

    /** The request with what proves it. */
    Outgoing applied(Outgoing request);

    /** What must never be shown, as far as it is known now. */
    Collection<String> secrets();

    /**
     * The API did not accept a request.
     *
     * @param refused as it was sent
     * @return whether it is worth to send it anew
     */
    default boolean renewed(Outgoing refused) {
        return false;
    }

    /** Anyone may ask. */
    record Nobody() implements Auth {
        @Override
        public Outgoing applied(Outgoing request) {
            return request;
        }

        @Override
        public Collection<String> secrets() {
            return List.of();
        }
    }

    /** A header with a secret. */
    record Header(String name, String value, List<String> secrets) implements Auth {

        public Header {
            secrets = List.copyOf(secrets);
        }

        static Header bearer(String token) {
            return new Header("Authorization", "Bearer " + token, List.of(token));
        }

        static Header basic(String user, String password) {
            String both = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
            // Some APIs take a key for the user, and no password.
            return new Header("Authorization", "Basic " + both, List.of(both, password.isEmpty() ? user : password));
        }

        @Override
        public Outgoing applied(Outgoing request) {
            return request.withHeader(name, Shown.secret(value));
        }
    }

    /** A parameter of the URL with a secret. */
    record Parameter(String name, String value) implements Auth {
        @Override
        public Outgoing applied(Outgoing request) {
            return request.withParameter(name, Shown.secret(value));
        }

        @Override
        public Collection<String> secrets() {
            return List.of(value);
        }
    }

    /** As the source says; {@code tokens} are asked for when it takes OAuth 2.0. */
    static Auth of(Values source, Function<Values, Auth> tokens, Clock clock) {
        Values auth = source.find("auth", Values.class).orElse(null);
        if (auth == null) {
            return new Nobody();
        }
        return switch (auth.get("type", String.class)) {
            case "bearer" -> Header.bearer(auth.get("token", String.class));
            case "basic" -> Header.basic(auth.get("user", String.class), auth.get("password", String.class));
            case "api_key" -> {
                String key = auth.get("key", String.class);
                yield auth.find("header", String.class)
                        .<Auth>map(header -> new Header(header, key, List.of(key)))
                        .orElseGet(() -> new Parameter(auth.get("parameter", String.class), key));
            }
            case "oauth2", "jwt", "google_service_account" -> tokens.apply(auth);
            case "aws_sigv4" -> new AwsSignature(auth, clock);
            default -> new Signature(auth, clock);
        };
    }
}
