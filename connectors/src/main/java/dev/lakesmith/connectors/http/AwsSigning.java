package dev.lakesmith.connectors.http;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Signature Version 4, as the user guide of AWS IAM describes it under "Create a signed AWS API request".
 *
 * @param service its name among the endpoints, such as {@code execute-api}; of {@code s3} paths are signed as they are
 */
record AwsSigning(String accessKeyId, String secretAccessKey, String region, String service) {

    private static final String PLAIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
    private static final String ALGORITHM = "AWS4-HMAC-SHA256";

    /**
     * What is signed.
     *
     * @param path as it is sent
     * @param query as it is sent, without {@code ?}
     * @param headers by their names in small letters; {@code host} and {@code x-amz-date} among them
     * @param bodyHash as {@link #hash} gives it
     */
    record Request(String method, String path, String query, Map<String, String> headers, String bodyHash) {}

    /** Without the key. */
    @Override
    public String toString() {
        return service + " in " + region + " as " + accessKeyId;
    }

    /** The value of the header {@code Authorization}. */
    String authorization(Request request) {
        String time = Objects.requireNonNull(request.headers().get("x-amz-date"));
        String day = time.substring(0, 8);
        String scope = String.join("/", day, region, service, "aws4_request");
        String text = String.join("\n", ALGORITHM, time, scope, hash(bytes(canonical(request))));
        byte[] key = bytes("AWS4" + secretAccessKey);
        for (String part : List.of(day, region, service, "aws4_request")) {
            key = mac(key, part);
        }
        return ALGORITHM + " Credential=" + accessKeyId + "/" + scope + ", SignedHeaders=" + names(request)
                + ", Signature=" + HexFormat.of().formatHex(mac(key, text));
    }

    /** The request in the one form that both sides agree on. */
    String canonical(Request request) {
        String headers = new TreeMap<>(request.headers())
                .entrySet().stream()
                        .map(header -> header.getKey() + ":"
                                + header.getValue().strip().replaceAll(" +", " ") + "\n")
                        .collect(Collectors.joining());
        return String.join(
                "\n",
                request.method(),
                path(request.path()),
                query(request.query()),
                headers,
                names(request),
                request.bodyHash());
    }

    private static String names(Request request) {
        return String.join(";", new TreeMap<>(request.headers()).keySet());
    }

    /** What is percent-encoded already is encoded once more, but for S3, which takes paths as they are. */
    private String path(String sent) {
        if (service.equals("s3")) {
            return sent.isEmpty()
                    ? "/"
                    : Stream.of(sent.split("/", -1))
                            .map(segment -> encoded(decoded(segment.replace("+", "%2B"))))
                            .collect(Collectors.joining("/"));
        }
        List<String> segments = new ArrayList<>();
        for (String segment : sent.split("/", -1)) {
            if (segment.equals("..") && !segments.isEmpty()) {
                segments.remove(segments.size() - 1);
            } else if (!List.of("", ".", "..").contains(segment)) {
                segments.add(encoded(segment));
            }
        }
        String end = sent.endsWith("/") && !segments.isEmpty() ? "/" : "";
        return "/" + String.join("/", segments) + end;
    }

    /** Sorted by name, then by value, as they are encoded. */
    private static String query(String sent) {
        List<List<String>> parameters = new ArrayList<>();
        for (String each : sent.split("&", -1)) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            String value = equals < 0 ? "" : each.substring(equals + 1);
            if (!each.isEmpty()) {
                parameters.add(List.of(encoded(decoded(name)), encoded(decoded(value))));
            }
        }
        return parameters.stream()
                .sorted(Comparator.comparing((List<String> each) -> each.get(0)).thenComparing(each -> each.get(1)))
                .map(each -> each.get(0) + "=" + each.get(1))
                .collect(Collectors.joining("&"));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** All but what is {@link #PLAIN}. */
    private static String encoded(String text) {
        StringBuilder encoded = new StringBuilder();
        for (byte each : bytes(text)) {
            boolean plain = PLAIN.indexOf(each) >= 0;
            encoded.append(plain ? String.valueOf((char) each) : String.format(Locale.ROOT, "%%%02X", each & 0xFF));
        }
        return encoded.toString();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** SHA-256 in small hexadecimal digits. */
    static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }
}
