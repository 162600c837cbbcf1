package dev.lakesmith.connectors.http;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A request before it is sent.
 *
 * @param method GET or POST
 * @param address the URL without its query
 * @param query its parameters in their order
 * @param headers by name
 * @param body what is sent
 */
record Outgoing(String method, Shown address, List<Parameter> query, Map<String, Shown> headers, Optional<Body> body) {

    /**
     * A text and what people may see of it.
     *
     * @param text as it is sent
     * @param shown without secrets
     */
    record Shown(String text, String shown) {

        static Shown plain(String text) {
            return new Shown(text, text);
        }

        static Shown secret(String text) {
            return new Shown(text, "***");
        }
    }

    /** One parameter of the URL, percent-encoded. */
    record Parameter(String name, Shown value) {

        static Parameter of(String name, Shown value) {
            return new Parameter(encoded(name), new Shown(encoded(value.text()), encodedShown(value)));
        }

        private static String encodedShown(Shown value) {
            return value.text().equals(value.shown()) ? encoded(value.text()) : value.shown();
        }
    }

    /** What is sent. */
    static final class Body {

        private final String type;
        private final byte[] bytes;

        Body(String type, byte[] bytes) {
            this.type = type;
            this.bytes = bytes;
        }

        String type() {
            return type;
        }

        byte[] bytes() {
            return bytes;
        }
    }

    Outgoing {
        query = List.copyOf(query);
        headers = new LinkedHashMap<>(headers);
    }

    /** Percent-encoded, whatever place of a URL it goes to. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    Outgoing withHeader(String name, Shown value) {
        Map<String, Shown> more = new LinkedHashMap<>(headers);
        more.keySet().removeIf(name::equalsIgnoreCase);
        more.put(name, value);
        return new Outgoing(method, address, query, more, body);
    }

    /** With this parameter instead of those of its name. */
    Outgoing withParameter(String name, Shown value) {
        Parameter parameter = Parameter.of(name, value);
        List<Parameter> others = new ArrayList<>(query);
        others.removeIf(each -> each.name().equals(parameter.name()));
        others.add(parameter);
        return new Outgoing(method, address, others, headers, body);
    }

    /** The same request to another URL, whose query is its own. */
    Outgoing to(URI url) {
        List<Parameter> parameters = new ArrayList<>();
        String raw = Optional.ofNullable(url.getRawQuery()).orElse("");
        for (String each : List.of(raw.split("&", -1))) {
            int equals = each.indexOf('=');
            String name = equals < 0 ? each : each.substring(0, equals);
            if (!each.isEmpty()) {
                String value = equals < 0 ? "" : each.substring(equals + 1);
                parameters.add(new Parameter(name, new Shown(value, shownBefore(name, value))));
            }
        }
        String text = url.toString();
        int end = text.indexOf('?');
        Shown bare = Shown.plain(end < 0 ? text.replaceFirst("#.*", "") : text.substring(0, end));
        return new Outgoing(method, bare, parameters, headers, body);
    }

    private String shownBefore(String name, String value) {
        return query.stream()
                .filter(each -> each.name().equals(name)
                        && !each.value().text().equals(each.value().shown()))
                .findFirst()
                .map(each -> each.value().shown())
                .orElse(value);
    }

    URI uri() {
        return URI.create(Links.encoded(address.text()) + joined(Shown::text));
    }

    /** For people. */
    String shown() {
        return method + " " + address.shown() + joined(Shown::shown);
    }

    /** The query as it is sent, without {@code ?}. */
    String rawQuery() {
        String joined = joined(Shown::text);
        return joined.isEmpty() ? "" : joined.substring(1);
    }

    private String joined(Function<Shown, String> form) {
        return query.isEmpty()
                ? ""
                : query.stream()
                        .map(each -> each.name() + "=" + form.apply(each.value()))
                        .collect(Collectors.joining("&", "?", ""));
    }
}
