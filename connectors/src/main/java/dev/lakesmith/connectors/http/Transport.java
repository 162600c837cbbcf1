package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.tls.Tls;
import dev.lakesmith.connectors.tls.TlsKeys;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/** Sends one request and brings its whole answer. Safe for several threads. */
final class Transport {

    private final HttpClient client;
    private final Duration timeout;
    private final long largest;

    /** An answer, unpacked. */
    static final class Answer {

        private final int status;
        private final HttpHeaders headers;
        private final byte[] body;

        Answer(int status, HttpHeaders headers, byte[] body) {
            this.status = status;
            this.headers = headers;
            this.body = body;
        }

        int status() {
            return status;
        }

        HttpHeaders headers() {
            return headers;
        }

        byte[] body() {
            return body;
        }

        Optional<String> header(String name) {
            return headers.firstValue(name);
        }
    }

    /** The answer is larger than a page may be. */
    static final class TooLarge extends IOException {

        private static final long serialVersionUID = 1L;

        TooLarge() {
            super("there is too little memory for the answer; ask for smaller pages, or give Java more");
        }

        TooLarge(long largest) {
            super("the answer is larger than largest_page, " + largest + " bytes; ask for smaller pages, or raise it");
        }
    }

    /** There is no such request. */
    static final class Unsendable extends IOException {

        private static final long serialVersionUID = 1L;

        Unsendable(String message) {
            super(message);
        }
    }

    /** The answer cannot be unpacked. */
    static final class Damaged extends IOException {

        private static final long serialVersionUID = 1L;

        Damaged(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    private Transport(HttpClient client, Duration timeout, long largest) {
        this.client = client;
        this.timeout = timeout;
        this.largest = largest;
    }

    /** Connects to nothing yet. */
    static Transport of(Values source, Path project) {
        // One version for all: what a server makes of HTTP/2 depends on what stands before it.
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .connectTimeout(source.get("connect_timeout", Duration.class));
        TlsKeys.proxy(source).ifPresent(builder::proxy);
        source.find("tls", Values.class).ifPresent(tls -> builder.sslContext(Tls.context(tls, project)));
        return new Transport(
                builder.build(), source.get("timeout", Duration.class), source.get("largest_page", Long.class));
    }

    /** Fails with an {@link IOException} when there is no whole answer; trying again may help. */
    Answer send(Outgoing outgoing) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(outgoing.uri()).timeout(timeout);
        request.header("Accept-Encoding", "gzip");
        outgoing.body().ifPresent(body -> request.header("Content-Type", body.type()));
        for (Map.Entry<String, Outgoing.Shown> header : outgoing.headers().entrySet()) {
            add(request, header.getKey(), header.getValue().text());
        }
        request.method(
                outgoing.method(),
                outgoing.body()
                        .map(body -> HttpRequest.BodyPublishers.ofByteArray(body.bytes()))
                        .orElse(HttpRequest.BodyPublishers.noBody()));
        CompletableFuture<HttpResponse<byte[]>> sent =
                client.sendAsync(request.build(), info -> new WholeBody(largest));
        try {
            HttpResponse<byte[]> response = sent.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return new Answer(response.statusCode(), response.headers(), unpacked(response));
        } catch (TimeoutException e) {
            sent.cancel(true);
            throw new IOException("no whole answer within " + timeout.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            sent.cancel(true);
            Thread.currentThread().interrupt();
            throw new LakesmithException(ErrorCode.INTERRUPTED, "the run was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            if (e.getCause() instanceof OutOfMemoryError) {
                throw new TooLarge();
            }
            throw new IllegalStateException("the HTTP client failed: " + e.getCause(), e);
        }
    }

    private static void add(HttpRequest.Builder request, String name, String value) throws Unsendable {
        try {
            request.setHeader(name, value);
        } catch (IllegalArgumentException e) {
            boolean control = value.chars().anyMatch(each -> each < ' ');
            throw new Unsendable("the header '" + name + "' cannot be sent: "
                    + (control
                            ? "its value holds a line end or another control character, perhaps at its end"
                            : "its name is none, or HTTP itself writes it, or its value has characters beside ASCII")
                    + "; check 'auth' and 'headers'");
        }
    }

    private byte[] unpacked(HttpResponse<byte[]> response) throws IOException {
        String encoding = response.headers()
                .firstValue("Content-Encoding")
                .orElse("identity")
                .toLowerCase(Locale.ROOT);
        if (response.body().length == 0 || encoding.equals("identity")) {
            return response.body();
        }
        if (!encoding.contains("gzip")) {
            throw new Damaged("the answer is packed as " + encoding + ", which was not asked for", null);
        }
        try (InputStream unpacked = new GZIPInputStream(new ByteArrayInputStream(response.body()))) {
            byte[] bytes = unpacked.readNBytes((int) Math.min(Integer.MAX_VALUE - 16, largest + 1));
            if (bytes.length > largest) {
                throw new TooLarge(largest);
            }
            return bytes;
        } catch (EOFException e) {
            throw new Damaged("the answer, packed with gzip, ends too early", e);
        } catch (ZipException e) {
            throw new Damaged("the answer, packed with gzip, is damaged: " + e.getMessage(), e);
        }
    }

    /** Keeps an answer up to a size. */
    private static final class WholeBody implements HttpResponse.BodySubscriber<byte[]> {

        private final long largest;
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<byte[]> body = new CompletableFuture<>();
        private Flow.@Nullable Subscription subscription;

        WholeBody(long largest) {
            this.largest = largest;
        }

        @Override
        public CompletionStage<byte[]> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> buffers) {
            for (ByteBuffer buffer : buffers) {
                byte[] piece = new byte[buffer.remaining()];
                buffer.get(piece);
                bytes.writeBytes(piece);
            }
            if (bytes.size() > largest && subscription != null) {
                subscription.cancel();
                body.completeExceptionally(new TooLarge(largest));
            }
        }

        @Override
        public void onError(Throwable failure) {
            body.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            body.complete(bytes.toByteArray());
        }
    }
}
