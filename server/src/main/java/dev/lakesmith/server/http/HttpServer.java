package dev.lakesmith.server.http;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.net.BindException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** A running HTTP server. Closing it lets the requests that work come to their end. Thread-safe. */
public final class HttpServer implements AutoCloseable {

    /** Set by whoever knows who asks; shown in the access log. */
    public static final String WHO = "lakesmith.who";

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration IDLE = Duration.ofSeconds(60);

    private final Listening listening;
    private final Javalin javalin;

    private HttpServer(Listening listening, Javalin javalin) {
        this.listening = listening;
        this.javalin = javalin;
    }

    /**
     * Starts a server.
     *
     * @param routes what it answers
     * @throws LakesmithException USAGE when it cannot listen there
     */
    public static HttpServer start(Listening listening, Consumer<RoutesConfig> routes, Clock clock) {
        Javalin javalin = Javalin.create(config -> configure(config, listening, routes, clock));
        try {
            javalin.start();
        } catch (RuntimeException e) {
            javalin.stop();
            throw cannotListen(listening, e);
        }
        return new HttpServer(listening, javalin);
    }

    private static void configure(
            JavalinConfig config, Listening listening, Consumer<RoutesConfig> routes, Clock clock) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = listening.largestBody();
        config.http.compressionStrategy = CompressionStrategy.GZIP;
        config.http.defaultContentType = "application/json";
        config.http.prefer405over404 = true;
        config.jetty.modifyServer(server -> {
            server.setStopTimeout(PATIENCE.toMillis());
            server.setErrorHandler(new PlainErrors());
        });
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setSendDateHeader(true);
        });
        config.jetty.addConnector((server, http) -> {
            ServerConnector connector = listening
                    .tls()
                    .map(tls -> Certificates.connector(server, http, tls))
                    .orElseGet(() ->
                            new ServerConnector(server, new org.eclipse.jetty.server.HttpConnectionFactory(http)));
            connector.setHost(listening.host());
            connector.setPort(listening.port());
            connector.setIdleTimeout(IDLE.toMillis());
            return connector;
        });
        config.requestLogger.http((context, millis) -> listening.accessLog().accept(line(context, millis, clock)));
        routes.accept(config.routes);
    }

    /** The path as it was sent, so percent-encoded: it breaks no line; without what follows a question mark. */
    private static String line(Context context, float millis, Clock clock) {
        Object who = context.attribute(WHO);
        return String.format(
                Locale.ROOT,
                "%s %s %s %s %s %d %.0f ms",
                Instant.now(clock).truncatedTo(ChronoUnit.MILLIS),
                context.ip(),
                who == null ? "-" : who,
                context.req().getMethod(),
                context.req().getRequestURI(),
                context.statusCode(),
                millis);
    }

    private static LakesmithException cannotListen(Listening listening, RuntimeException failure) {
        if (failure instanceof LakesmithException known) {
            return known;
        }
        @Nullable Throwable cause = failure;
        while (cause != null) {
            if (cause instanceof LakesmithException known) {
                return known;
            }
            if (cause instanceof BindException) {
                break;
            }
            cause = cause.getCause();
        }
        String why = Objects.requireNonNullElse(cause, failure).getMessage();
        return new LakesmithException(
                ErrorCode.USAGE,
                "cannot listen on " + listening.host() + " port " + listening.port() + ": " + why
                        + "; choose another --port (0: any free one) or an address of this machine as --host",
                failure);
    }

    /** Where it listens, such as {@code http://127.0.0.1:8181}. */
    public String origin() {
        return listening.origin(javalin.port());
    }

    @Override
    public void close() {
        javalin.stop();
    }
}
