package dev.lakesmith.server.iceberg;

import dev.lakesmith.server.iceberg.Client.Scope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Knows who asks. Of secrets only fingerprints are kept, and they are compared in constant time. Tokens that were given
 * out live in memory: when the server starts again, clients ask for new ones. Thread-safe.
 */
final class Access {

    /** How long a token holds that was given out. */
    static final Duration LIFETIME = Duration.ofHours(1);

    /** For how long an old token is told from a wrong one. */
    private static final Duration REMEMBERED = Duration.ofMinutes(30);

    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";

    private final List<Known> clients;
    private final Scope everybody;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Issued> issued = new ConcurrentHashMap<>();

    /** Who asks. */
    record Caller(String name, Scope scope) {}

    private record Known(Caller caller, Optional<String> secret, Optional<String> token) {}

    private record Issued(Caller caller, Instant until) {}

    /**
     * @param everybody what all may do when there are no clients
     */
    Access(List<Client> clients, Scope everybody, Clock clock) {
        this.everybody = everybody;
        this.clients = clients.stream()
                .map(client -> new Known(
                        new Caller(client.name(), client.scope()),
                        client.secret().map(Fingerprint::hex),
                        client.token().map(Fingerprint::hex)))
                .toList();
        this.clock = clock;
    }

    /** Whether everybody may come. */
    boolean isOpen() {
        return clients.isEmpty();
    }

    /**
     * Who shows this.
     *
     * @param authorization the header
     * @throws Refusal 401 when that is nobody, 419 when the token is too old
     */
    Caller caller(@Nullable String authorization) {
        if (isOpen()) {
            return new Caller("-", everybody);
        }
        String token = after(BEARER, authorization)
                .orElseThrow(() -> unauthorized("a token is missing: send the header Authorization: Bearer TOKEN"));
        return bearer(token);
    }

    /** Who a token belongs to. */
    Caller bearer(String token) {
        String fingerprint = Fingerprint.hex(token);
        Optional<Caller> fixed = matching(fingerprint, true);
        if (fixed.isPresent()) {
            return fixed.get();
        }
        Issued found = issued.get(fingerprint);
        if (found == null) {
            throw unauthorized("the token is not known here; ask for a new one");
        }
        if (found.until().isBefore(clock.instant())) {
            throw new Refusal(419, "AuthenticationTimeoutException", "the token is too old; ask for a new one");
        }
        return found.caller();
    }

    /** Who has this id and this secret. */
    Optional<Caller> client(String id, String secret) {
        return matching(Fingerprint.hex(secret), false)
                .filter(caller -> caller.name().equals(id));
    }

    /** Who comes with an id and a secret in the header. */
    Optional<Caller> basic(@Nullable String authorization) {
        return after(BASIC, authorization).flatMap(text -> {
            try {
                String both = new String(Base64.getDecoder().decode(text), StandardCharsets.UTF_8);
                int colon = both.indexOf(':');
                return colon < 0 ? Optional.empty() : client(both.substring(0, colon), both.substring(colon + 1));
            } catch (IllegalArgumentException e) {
                return Optional.empty();
            }
        });
    }

    static Optional<String> after(String scheme, @Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, scheme, 0, scheme.length())
                ? Optional.of(authorization.substring(scheme.length()).strip())
                : Optional.empty();
    }

    /** A new token for a client. */
    String issue(Caller caller) {
        Instant now = clock.instant();
        issued.values().removeIf(each -> each.until().plus(REMEMBERED).isBefore(now));
        byte[] bytes = new byte[32];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        issued.put(Fingerprint.hex(token), new Issued(caller, now.plus(LIFETIME)));
        return token;
    }

    /** Every client is compared, so that the time tells nothing. */
    private Optional<Caller> matching(String fingerprint, boolean tokens) {
        byte[] shown = fingerprint.getBytes(StandardCharsets.US_ASCII);
        Optional<Caller> found = Optional.empty();
        for (Known known : clients) {
            Optional<String> own = tokens ? known.token() : known.secret();
            if (MessageDigest.isEqual(own.orElse("").getBytes(StandardCharsets.US_ASCII), shown)) {
                found = Optional.of(known.caller());
            }
        }
        return found;
    }

    private static Refusal unauthorized(String message) {
        return new Refusal(401, "NotAuthorizedException", message);
    }
}
