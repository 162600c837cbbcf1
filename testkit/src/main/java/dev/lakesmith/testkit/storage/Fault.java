package dev.lakesmith.testkit.storage;

import java.time.Duration;
import java.util.List;

/** What a {@link FaultyProxy} does with one request. */
public sealed interface Fault {

    /** Passes it on, and the response back. */
    record None() implements Fault {}

    /** Waits before it passes the request on. */
    record Latency(Duration pause) implements Fault {}

    /** Answers itself, with an error of S3 and more headers; the real server hears nothing. */
    record Status(int status, String code, List<String> headers) implements Fault {

        public Status {
            headers = List.copyOf(headers);
        }

        /** As a server that has too much to do. */
        public Status(int status) {
            this(status, "SlowDown", List.of());
        }
    }

    /** Resets the connection; the real server hears nothing. */
    record Reset() implements Fault {}

    /** The real server does the work, but its response is lost. */
    record LostResponse() implements Fault {}

    /** Closes the connection after so many bytes of the response's body. */
    record Truncated(long bytes) implements Fault {}

    /** Gives the response's body in pieces of so many bytes, with waits between. */
    record Drip(int bytes, Duration pause) implements Fault {}
}
