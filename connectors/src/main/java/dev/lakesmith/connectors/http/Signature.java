package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Outgoing.Shown;
import dev.lakesmith.core.project.Template;
import dev.lakesmith.core.project.Values;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs each request with a shared secret. */
final class Signature implements Auth {

    private final Values options;
    private final Clock clock;
    private final String secret;

    Signature(Values options, Clock clock) {
        this.options = options;
        this.clock = clock;
        this.secret = options.get("secret", String.class);
    }

    @Override
    public Outgoing applied(Outgoing request) {
        Instant now = clock.instant();
        Outgoing signed = request;
        Values headers = options.find("headers", Values.class).orElse(null);
        if (headers != null) {
            for (String name : headers.keys()) {
                Template value = headers.get(name, Template.class);
                signed = signed.withHeader(name, new Shown(filled(value, request, now), value.shown()));
            }
        }
        String signature = written(sign(filled(options.get("text", Template.class), request, now)));
        return signed.withHeader(
                options.get("header", String.class), Shown.secret(options.get("prefix", String.class) + signature));
    }

    private static String filled(Template template, Outgoing request, Instant now) {
        StringBuilder text = new StringBuilder();
        for (Template.Part part : template.parts()) {
            if (part instanceof Template.Part.Plain plain) {
                text.append(plain.text());
            } else if (part instanceof Template.Part.Slot slot) {
                text.append(value(slot, request, now));
            }
        }
        return text.toString();
    }

    private static String value(Template.Part.Slot slot, Outgoing request, Instant now) {
        return switch (slot.name()) {
            case "method" -> request.method();
            case "path" -> Optional.ofNullable(request.uri().getRawPath()).orElse("");
            case "query" -> request.rawQuery();
            case "body" ->
                request.body()
                        .map(body -> new String(body.bytes(), StandardCharsets.UTF_8))
                        .orElse("");
            case "timestamp" -> TimeFormat.write(now, slot.argument());
            default -> throw new IllegalStateException("a slot that was checked before: " + slot);
        };
    }

    private byte[] sign(String text) {
        String algorithm =
                switch (options.get("algorithm", String.class)) {
                    case "hmac-sha512" -> "HmacSHA512";
                    case "hmac-sha1" -> "HmacSHA1";
                    default -> "HmacSHA256";
                };
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), algorithm));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + algorithm, e);
        }
    }

    private String written(byte[] signature) {
        return options.get("encoding", String.class).equals("base64")
                ? Base64.getEncoder().encodeToString(signature)
                : HexFormat.of().formatHex(signature);
    }

    @Override
    public Collection<String> secrets() {
        return List.of(secret);
    }
}
