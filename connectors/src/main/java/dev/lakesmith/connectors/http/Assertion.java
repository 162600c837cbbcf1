package dev.lakesmith.connectors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.connectors.tls.PrivateKeys;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * What a client signs to be given access tokens: a JSON Web Token as RFC 7523 describes it.
 *
 * @param tokenUrl where it is given for a token
 * @param header who signs, and how
 * @param claims all but the times
 * @param lifetime how long it is good
 */
record Assertion(
        String tokenUrl, Map<String, String> header, Map<String, String> claims, Duration lifetime, PrivateKey key) {

    static final String GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    private static final ObjectMapper JSON = new ObjectMapper();

    /** What the options say to sign; empty where a client asks in another way. */
    static Optional<Assertion> of(Values auth, Path project) {
        return switch (auth.get("type", String.class)) {
            case "jwt" -> Optional.of(ofClaims(auth, project));
            case "google_service_account" -> Optional.of(ofGoogle(auth, project));
            default -> Optional.empty();
        };
    }

    private static Assertion ofClaims(Values auth, Path project) {
        String tokenUrl = auth.get("token_url", String.class);
        String algorithm = auth.get("algorithm", String.class);
        Map<String, String> claims = new LinkedHashMap<>();
        claims.put("iss", auth.get("issuer", String.class));
        auth.find("subject", String.class).ifPresent(subject -> claims.put("sub", subject));
        claims.put("aud", auth.find("audience", String.class).orElse(tokenUrl));
        auth.find("claims", Values.class)
                .ifPresent(more -> more.keys().forEach(name -> claims.put(name, more.get(name, String.class))));
        String given = auth.keys().contains("private_key") ? "private_key" : "private_key_file";
        String pem = given.equals("private_key") ? auth.get(given, String.class) : read(auth, given, project);
        return new Assertion(
                tokenUrl,
                header(algorithm, auth.find("key_id", String.class)),
                claims,
                auth.get("lifetime", Duration.class),
                key(pem, algorithm, auth.place(given) + ": '" + given + "'"));
    }

    private static Assertion ofGoogle(Values auth, Path project) {
        String place = auth.place("key_file").toString();
        try {
            JsonNode file = JSON.readTree(read(auth, "key_file", project));
            String tokenUrl = text(file, "token_uri", place);
            Map<String, String> claims = new LinkedHashMap<>();
            claims.put("iss", text(file, "client_email", place));
            auth.find("subject", String.class).ifPresent(subject -> claims.put("sub", subject));
            claims.put("aud", tokenUrl);
            claims.put("scope", auth.get("scope", String.class));
            return new Assertion(
                    tokenUrl,
                    header("RS256", Optional.of(text(file, "private_key_id", place))),
                    claims,
                    Duration.ofHours(1),
                    key(text(file, "private_key", place), "RS256", place + ": the 'private_key' of the file"));
        } catch (JsonProcessingException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    place + ": the file is no JSON; give the key file that Google" + " made for the service account",
                    e);
        }
    }

    private static String text(JsonNode file, String key, String place) {
        JsonNode value = file.path(key);
        if (!value.isTextual()) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    place + ": the file has no '" + key + "'; give the key file (JSON) that Google made for the service"
                            + " account");
        }
        return value.asText();
    }

    private static Map<String, String> header(String algorithm, Optional<String> keyId) {
        Map<String, String> header = new LinkedHashMap<>(Map.of("alg", algorithm));
        header.put("typ", "JWT");
        keyId.ifPresent(id -> header.put("kid", id));
        return header;
    }

    private static String read(Values auth, String key, Path project) {
        Path file = project.resolve(auth.get(key, String.class));
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    auth.place(key) + ": " + file + " cannot be read: " + e + "; name a file that this user may read",
                    e);
        }
    }

    private static PrivateKey key(String pem, String algorithm, String what) {
        try {
            // Variables of the environment often hold line ends as \\n.
            PrivateKey key = PrivateKeys.of(pem.replace("\\n", "\n"), what);
            String wanted = algorithm.startsWith("ES") ? "EC" : "RSA";
            if (key.getAlgorithm().equals(wanted)) {
                return key;
            }
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    what + " is a private key of " + key.getAlgorithm() + ", but " + algorithm + " needs one of "
                            + wanted);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has RSA, EC and EdDSA", e);
        }
    }

    /** Whether this scope stands in what is signed, and so need not be said beside it. */
    boolean holds(String scope) {
        return scope.equals(claims.get("scope"));
    }

    /** Signed, good from now on. */
    String signed(Clock clock) {
        Instant now = clock.instant();
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.put("iat", now.getEpochSecond());
        all.put("exp", now.plus(lifetime).getEpochSecond());
        all.put("jti", UUID.randomUUID().toString());
        String text = encoded(json(header)) + "." + encoded(json(all));
        return text + "." + encoded(signature(text.getBytes(StandardCharsets.US_ASCII)));
    }

    private byte[] signature(byte[] text) {
        String algorithm =
                switch (header.getOrDefault("alg", "")) {
                    case "RS512" -> "SHA512withRSA";
                    case "ES256" -> "SHA256withECDSAinP1363Format";
                    default -> "SHA256withRSA";
                };
        try {
            java.security.Signature signature = java.security.Signature.getInstance(algorithm);
            signature.initSign(key);
            signature.update(text);
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private static byte[] json(Object value) {
        try {
            return JSON.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers can be written", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
