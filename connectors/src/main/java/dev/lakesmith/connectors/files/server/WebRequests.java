package dev.lakesmith.connectors.files.server;

import dev.lakesmith.connectors.files.copy.CheckedFile;
import dev.lakesmith.connectors.files.server.WebOrigin.Version;
import dev.lakesmith.connectors.tls.Tls;
import dev.lakesmith.connectors.tls.TlsKeys;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.net.http.HttpResponse.ResponseInfo;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Asks a web server for files, and follows it to where it keeps them. */
final class WebRequests {

    private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);
    /** What servers say that know no HEAD, or sign their URLs for GET alone. */
    private static final Set<Integer> NO_HEAD = Set.of(400, 403, 405, 501);

    private static final int MOST_REDIRECTS = 5;
    private static final Duration GLANCE = Duration.ofMillis(500);

    private final Login login;
    private final HttpClient client;

    WebRequests(Login login) {
        this.login = login;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(login.connectTimeout());
        TlsKeys.proxy(login.options()).ifPresent(builder::proxy);
        login.options()
                .find("tls", Values.class)
                .ifPresent(tls -> builder.sslContext(Tls.context(tls, login.project())));
        this.client = builder.build();
    }

    /** The connection ended before the answer was whole. */
    static final class Broken extends Exception {

        private static final long serialVersionUID = 1L;

        Broken(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** An answer without its body. */
    record Answer(ResponseInfo info) {

        int status() {
            return info.statusCode();
        }

        boolean isGood() {
            return status() == 200 || status() == 206;
        }

        /** Whether the body is what follows so many bytes, or the whole. */
        boolean isFrom(long start) {
            return status() == 200
                    || header("Content-Range")
                            .filter(range -> range.startsWith("bytes " + start + "-"))
                            .isPresent();
        }

        boolean isGone() {
            return status() == 404 || status() == 410;
        }

        Optional<String> header(String name) {
            return info.headers().firstValue(name);
        }

        /** Of the whole file. */
        Optional<Long> length() {
            return header("Content-Range")
                    .filter(range -> range.matches(".*/\\d{1,18}"))
                    .map(range -> range.substring(range.lastIndexOf('/') + 1))
                    .or(() -> header("Content-Length"))
                    .filter(text -> text.matches("\\d{1,18}"))
                    .map(Long::valueOf);
        }
    }

    /** What the server says of a file; with 304 that it is the known version. */
    Answer head(URI uri, Optional<Version> known) {
        try {
            Function<URI, HttpRequest.Builder> conditional = target -> {
                HttpRequest.Builder request = request(target);
                known.flatMap(Version::etag).ifPresent(etag -> request.header("If-None-Match", etag));
                known.flatMap(Version::lastModified).ifPresent(time -> request.header("If-Modified-Since", time));
                return request;
            };
            Answer answer = sent(
                    uri,
                    target -> conditional
                            .apply(target)
                            .method("HEAD", HttpRequest.BodyPublishers.noBody())
                            .build(),
                    info -> BodySubscribers.replacing(new Answer(info)),
                    () -> 0);
            return NO_HEAD.contains(answer.status())
                    ? sent(
                            uri,
                            target -> conditional.apply(target).build(),
                            info -> new HeadOnly<>(new Answer(info)),
                            () -> 0)
                    : answer;
        } catch (Broken e) {
            throw SourceFailure.retryable(Extent.SOURCE, told(uri.toString(), e), e);
        }
    }

    /**
     * Gets a file, or what is missing of it.
     *
     * @param copy what there is of it already
     * @param part the version that the copy is of; empty: there is nothing yet
     * @param told what comes, before its first byte is written
     */
    Answer fetch(URI uri, CheckedFile copy, Optional<Version> part, Consumer<Version> told) throws Broken {
        AtomicReference<@Nullable ToCopy<Answer>> writing = new AtomicReference<>();
        long start = copy.bytes();
        try {
            Answer answer = sent(
                    uri,
                    target -> {
                        HttpRequest.Builder request = request(target);
                        part.flatMap(Version::etag).filter(any -> start > 0).ifPresent(etag -> request.header(
                                        "Range", "bytes=" + start + "-")
                                .header("If-Range", etag));
                        return request.build();
                    },
                    info -> {
                        Answer beginning = new Answer(info);
                        if (!beginning.isGood() || !beginning.isFrom(start)) {
                            return new HeadOnly<>(beginning);
                        }
                        if (beginning.status() == 200) {
                            copy.restart();
                        }
                        told.accept(Version.of(beginning));
                        ToCopy<Answer> body = new ToCopy<>(copy, beginning);
                        writing.set(body);
                        return body;
                    },
                    copy::bytes);
            if (answer.isGood() && !answer.isFrom(start)) {
                copy.restart();
                throw new Broken("the answer is another part of the file than was asked for", new IOException());
            }
            return answer;
        } finally {
            ToCopy<Answer> body = writing.get();
            if (body != null) {
                body.stop();
            }
        }
    }

    private HttpRequest.Builder request(URI target) {
        Values options = login.options();
        boolean own = sameHost(target);
        HttpRequest.Builder request =
                HttpRequest.newBuilder(own ? withParameters(target) : target).timeout(login.timeout());
        if (own) {
            options.find("headers", Values.class).ifPresent(headers -> headers.keys()
                    .forEach(name -> request.setHeader(name, headers.get(name, String.class))));
            options.find("user", String.class).ifPresent(user -> {
                String both =
                        user + ":" + options.find("password", String.class).orElse("");
                request.setHeader(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8)));
            });
        }
        return request;
    }

    private URI withParameters(URI target) {
        StringBuilder text = new StringBuilder(target.toString());
        login.options().find("parameters", Values.class).ifPresent(parameters -> parameters
                .keys()
                .forEach(name -> text.append(text.indexOf("?") < 0 ? '?' : '&')
                        .append(encoded(name))
                        .append('=')
                        .append(encoded(parameters.get(name, String.class)))));
        return URI.create(text.toString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Whoever else is asked must not get what proves who asks. */
    private boolean sameHost(URI target) {
        Server server = login.server();
        int port = target.getPort() < 0 ? ("https".equals(target.getScheme()) ? 443 : 80) : target.getPort();
        return server.protocol().scheme().equals(target.getScheme())
                && server.host()
                        .equalsIgnoreCase(String.valueOf(target.getHost()).replaceAll("^\\[|\\]$", ""))
                && server.port() == port;
    }

    private Answer sent(
            URI uri,
            Function<URI, HttpRequest> request,
            Function<ResponseInfo, BodySubscriber<Answer>> body,
            LongSupplier bytes)
            throws Broken {
        URI target = uri;
        for (int hops = 0; ; hops++) {
            Answer answer = once(uri, request.apply(target), body, bytes);
            Optional<String> location = answer.header("Location");
            if (!MOVED.contains(answer.status()) || location.isEmpty()) {
                if (PASSING.contains(answer.status())) {
                    throw SourceFailure.retryable(
                            Extent.SOURCE, prefix(uri.toString()) + " answered with status " + answer.status(), null);
                }
                return answer;
            }
            String shown = location.get().replaceFirst("[?#].*", "?…");
            try {
                target = target.resolve(location.get());
            } catch (IllegalArgumentException e) {
                throw moved(uri, shown, "which is no URL");
            }
            boolean weaker = "https".equals(uri.getScheme()) && !"https".equals(target.getScheme());
            if (weaker || hops == MOST_REDIRECTS) {
                throw moved(uri, shown, weaker ? "which is not secured" : "and so on; that is no end");
            }
        }
    }

    private SourceFailure moved(URI uri, String location, String what) {
        return SourceFailure.fatal(
                Extent.STREAM,
                prefix(uri.toString()) + " sends on to " + location + ", " + what + "; check 'url' and 'path'",
                null);
    }

    private Answer once(
            URI uri, HttpRequest request, Function<ResponseInfo, BodySubscriber<Answer>> body, LongSupplier bytes)
            throws Broken {
        CompletableFuture<HttpResponse<Answer>> sent = client.sendAsync(request, body::apply);
        long seen = bytes.getAsLong();
        Duration quiet = Duration.ZERO;
        while (true) {
            try {
                return sent.get(GLANCE.toMillis(), TimeUnit.MILLISECONDS).body();
            } catch (TimeoutException e) {
                long now = bytes.getAsLong();
                quiet = now == seen ? quiet.plus(GLANCE) : Duration.ZERO;
                seen = now;
                if (quiet.compareTo(login.timeout()) > 0) {
                    sent.cancel(true);
                    throw new Broken("nothing came for " + login.timeout().toSeconds() + " s", e);
                }
            } catch (InterruptedException e) {
                sent.cancel(true);
                Thread.currentThread().interrupt();
                throw new LakesmithException(ErrorCode.INTERRUPTED, "the run was interrupted", e);
            } catch (ExecutionException e) {
                throw failure(uri, e.getCause() == null ? e : e.getCause());
            }
        }
    }

    private static boolean isUnknownHost(Throwable cause) {
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof UnknownHostException || each instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    private Broken failure(URI uri, Throwable cause) {
        // The HTTP client hides it in the causes of a refused connection.
        if (isUnknownHost(cause)) {
            throw SourceFailure.fatal(
                    Extent.SOURCE, prefix(uri.toString()) + ": there is no such host; check 'url'", cause);
        }
        for (Throwable each = cause; each != null; each = each.getCause()) {
            if (each instanceof LakesmithException known) {
                throw known;
            }
            if (each instanceof SSLException) {
                throw SourceFailure.fatal(
                        Extent.SOURCE,
                        prefix(uri.toString()) + ": no secure connection: " + each.getMessage()
                                + "; check 'url', and 'tls' for who is trusted",
                        cause);
            }
            if (each instanceof HttpConnectTimeoutException) {
                return new Broken("no connection within connect_timeout", cause);
            }
            if (each instanceof HttpTimeoutException) {
                return new Broken("no answer within timeout", cause);
            }
            if (each instanceof ConnectException) {
                return new Broken("cannot connect; check host and port of 'url', and whether the server is up", cause);
            }
        }
        if (cause instanceof IOException) {
            return new Broken("the connection broke: " + cause.getMessage(), cause);
        }
        throw new IllegalStateException("the HTTP client failed: " + cause, cause);
    }

    /** For a status that is no answer to what was asked. */
    SourceFailure refused(String shown, Answer answer) {
        String advice =
                switch (answer.status()) {
                    case 401, 403 -> "; check 'user' and 'password', or 'headers', and what they may read";
                    case 404, 410 -> "; check 'url' and 'path'";
                    default -> "";
                };
        Extent extent = answer.status() == 401 ? Extent.SOURCE : Extent.STREAM;
        return SourceFailure.fatal(extent, prefix(shown) + " answered with status " + answer.status() + advice, null);
    }

    String told(String shown, Broken failure) {
        return prefix(shown) + ": " + failure.getMessage();
    }

    private String prefix(String shown) {
        return "source " + login.source() + ": " + shown;
    }

    /** A date of HTTP. */
    static Optional<Instant> moment(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
