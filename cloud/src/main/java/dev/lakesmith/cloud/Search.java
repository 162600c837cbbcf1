package dev.lakesmith.cloud;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The patience with an address that has never answered, which is most likely a wrong one. Thread-safe. */
final class Search {

    private final Clock clock;
    private final AtomicReference<@Nullable Instant> begun = new AtomicReference<>();
    private volatile boolean answered;

    Search(Clock clock) {
        this.clock = clock;
    }

    /** Somebody is there: from now on it may fail for longer. */
    void answered() {
        answered = true;
    }

    /** Whether to give up after this failure. */
    boolean ends(Throwable failure) {
        if (answered || !isNowhere(failure)) {
            return false;
        }
        Instant now = clock.instant();
        Instant first = begun.compareAndSet(null, now) ? now : begun.get();
        return first != null && now.isAfter(first.plus(Patience.SEARCH));
    }

    private static boolean isNowhere(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException
                    || cause instanceof UnresolvedAddressException
                    || cause instanceof ConnectException
                    || cause instanceof NoRouteToHostException
                    || cause instanceof HttpConnectTimeoutException
                    || cause instanceof SSLException
                    || cause.getClass().getSimpleName().equals("ConnectTimeoutException")) {
                return true;
            }
        }
        return false;
    }
}
