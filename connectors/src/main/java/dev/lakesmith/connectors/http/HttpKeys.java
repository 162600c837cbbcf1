package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.tls.TlsKeys;
import dev.lakesmith.core.project.Field;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.ValueType;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;

/** The keys of a source. */
final class HttpKeys {

    static final ObjectSpec RETRY = ObjectSpec.of(
                    "http retry",
                    Field.number("tries", 1, 100)
                            .orElse("6")
                            .describedAs(
                                    "How often a request is tried. Tried again are broken connections, answers that"
                                            + " end too early or come too late, and the statuses 408, 425, 429, 500, 502,"
                                            + " 503 and 504. Waits that the API asks for do not count."),
                    Field.duration("first_wait")
                            .orElse("1s")
                            .describedAs("The wait after the first failure; it doubles each time. Half of each wait is"
                                    + " left to chance."),
                    Field.duration("longest_wait").orElse("1m").describedAs("No wait is longer, unless the API asks."),
                    Field.duration("give_up_after")
                            .orElse("15m")
                            .describedAs("The longest time for one request with all its waits, those that the API asks"
                                    + " for (`Retry-After`) included."))
            .describedAs("What happens when a request fails in a way that may pass.");

    static final ObjectSpec SPEC = ObjectSpec.of(
                    "http source",
                    Field.text("url", HttpKeys::urlComplaint)
                            .required()
                            .describedAs("Where the API begins; each stream's path is added to it.")
                            .example("https://api.example.com/v1"),
                    AuthKeys.FIELD,
                    Field.map("headers", "header name", new ValueType.Slotted(List.of()))
                            .describedAs("Headers of every request.")
                            .example("{ Accept-Language: en }"),
                    Field.map("parameters", "parameter name", new ValueType.Slotted(List.of()))
                            .describedAs("Parameters in the URL of every request.")
                            .example("{ api-version: \"2026-01\" }"),
                    Field.number("requests_per_minute", 1, 1_000_000)
                            .leftOutMeans("as many as the API takes")
                            .describedAs(
                                    "How many requests are begun in any minute, all streams of this source together.")
                            .example("100"),
                    Field.number("parallel", 1, 64)
                            .orElse("4")
                            .describedAs("How many requests of a stream with a parent run at a time."),
                    Field.duration("timeout")
                            .orElse("60s")
                            .describedAs("How long one answer may take, its last byte included."),
                    Field.duration("connect_timeout").orElse("10s").describedAs("How long connecting may take."),
                    Field.memory("largest_page")
                            .orElse("64MB")
                            .describedAs("A larger answer, unpacked, is an error: a page is held in memory."),
                    Field.object("retry", RETRY)
                            .leftOutMeans("its keys' defaults")
                            .describedAs("What happens when a request fails in a way that may pass.")
                            .example("{ tries: 3 }"),
                    TlsKeys.TLS,
                    TlsKeys.PROXY)
            .describedAs("An HTTP API that answers in JSON or CSV.");

    private HttpKeys() {}

    static Optional<String> urlComplaint(String text) {
        Optional<URI> url = url(text);
        if (url.isEmpty()) {
            return Optional.of("is no URL; write one such as https://api.example.com/v1");
        }
        if (url.get().getRawUserInfo() != null) {
            return Optional.of("holds a user or password; write them in 'auth'");
        }
        return url.get().getRawQuery() != null || url.get().getRawFragment() != null
                ? Optional.of("holds a '?' or '#'; write what follows in 'parameters'")
                : Optional.empty();
    }

    private static Optional<URI> url(String text) {
        try {
            URI url = new URI(text);
            boolean sound =
                    ("http".equals(url.getScheme()) || "https".equals(url.getScheme())) && url.getHost() != null;
            return sound ? Optional.of(url) : Optional.empty();
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
    }
}
