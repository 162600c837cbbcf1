package dev.lakesmith.connectors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.lakesmith.connectors.http.Transport.Answer;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.connectors.retry.Retries.Passing;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.project.Secrets;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;

/**
 * Sends requests until one is answered: waits where the API asks for it, tries again where that may help, and says what
 * went wrong without any secret. Safe for several threads.
 */
final class Exchange {

    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 502, 503, 504);
    private static final Set<Integer> MOVED = Set.of(301, 302, 303, 307, 308);
    private static final int MOST_REDIRECTS = 5;

    private final String source;
    private final Transport transport;
    private final Pace pace;
    private final Retries retries;

    /** Makes something of an answer of status 2xx. */
    @FunctionalInterface
    interface Reading<T> {

        /** Fails with an {@link IOException} when the answer ends too early, or is no JSON. */
        T read(Answer answer) throws IOException;
    }

    /**
     * What is asked.
     *
     * @param outgoing without what proves who asks
     * @param auth proves it
     * @param secrets gives what must not be shown, as far as it is known when something is shown
     * @param empty the statuses that mean that there is nothing, beside 204
     */
    record Question(Outgoing outgoing, Auth auth, Supplier<Collection<String>> secrets, Set<Integer> empty) {}

    /** The answer is whole, but not what was expected: asking again does not help. */
    static final class Unexpected extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Unexpected(String message) {
            super(message);
        }
    }

    /** The answer ends too early, in a way that is worth telling. */
    static final class CutOff extends EOFException {

        private static final long serialVersionUID = 1L;

        CutOff(String where) {
            super(where);
        }
    }

    /** An answer that came, but is none: the next question may well be answered. */
    private static final class BrokenAnswer extends Passing {

        private static final long serialVersionUID = 1L;

        BrokenAnswer(String message) {
            super(message);
        }

        BrokenAnswer(String message, Throwable cause) {
            super(message, cause);
        }
    }

    Exchange(String source, Transport transport, Pace pace, Retries retries) {
        this.source = source;
        this.transport = transport;
        this.pace = pace;
        this.retries = retries;
    }

    String source() {
        return source;
    }

    Clock clock() {
        return retries.clock();
    }

    void await(Duration time) {
        retries.await(time);
    }

    /** What was read from the answer; empty when there is nothing. */
    <T> Optional<T> ask(Question question, Reading<T> reading) {
        try {
            return retries.run(() -> attempt(question, reading));
        } catch (Retries.GaveUp e) {
            // Of the answers that may pass, only one is about what was asked for.
            boolean broken = e.getCause() instanceof BrokenAnswer;
            throw SourceFailure.tried(broken ? Extent.STREAM : Extent.SOURCE, scrubbed(question, e.message()), e);
        }
    }

    private <T> Optional<T> attempt(Question question, Reading<T> reading) throws Passing {
        Outgoing proven = question.auth().applied(question.outgoing());
        Answer answer = send(proven, question);
        if (answer.status() == 401 && question.auth().renewed(proven)) {
            proven = question.auth().applied(question.outgoing());
            answer = send(proven, question);
        }
        Optional<Duration> asked = RateLimit.asks(answer, retries.clock().instant());
        if (asked.isPresent()) {
            pace.rest(asked.get());
            throw new Passing(answered(question, proven, answer), asked.get());
        }
        if (answer.status() == 500) {
            throw new BrokenAnswer(answered(question, proven, answer));
        }
        if (PASSING.contains(answer.status())) {
            throw new Passing(answered(question, proven, answer));
        }
        if (answer.status() == 204 || question.empty().contains(answer.status())) {
            return Optional.empty();
        }
        if (answer.status() < 200 || answer.status() > 299) {
            throw refused(question, proven, answer);
        }
        return Optional.of(read(question, proven, answer, reading));
    }

    private <T> T read(Question question, Outgoing request, Answer answer, Reading<T> reading) throws Passing {
        try {
            return reading.read(answer);
        } catch (JsonEOFException | EOFException e) {
            throw new BrokenAnswer(
                    answered(
                            question,
                            request,
                            answer,
                            "with an answer that ends too early, after " + answer.body().length + " bytes"
                                    + (e instanceof CutOff ? " (" + e.getMessage() + ")" : "")),
                    e);
        } catch (JsonProcessingException e) {
            String place = e.getLocation() == null || e instanceof StreamConstraintsException
                    ? ": " + e.getOriginalMessage().replaceAll(", from `[^`]*`", "")
                    : " (line " + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ")";
            throw failed(
                    question,
                    answered(question, request, answer, "with something that is no JSON" + place)
                            + advice(question, answer));
        } catch (Unexpected e) {
            throw failed(question, answered(question, request, answer, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            throw failed(question, answered(question, request, answer, "with something unreadable: " + e.getMessage()));
        }
    }

    private Answer send(Outgoing request, Question question) throws Passing {
        Outgoing current = request;
        for (int hops = 0; ; hops++) {
            Duration wait = pace.take();
            if (!wait.isZero() && !wait.isNegative()) {
                retries.await(wait);
            }
            Answer answer = sent(current, question);
            Optional<String> location = answer.header("Location");
            if (!MOVED.contains(answer.status()) || location.isEmpty()) {
                return answer;
            }
            current = redirected(current, question, answer, location.get());
            if (hops == MOST_REDIRECTS) {
                throw failed(
                        question,
                        answered(question, request, answer, "with one redirect after the other; check 'url'"));
            }
        }
    }

    private Outgoing redirected(Outgoing request, Question question, Answer answer, String location) {
        String said = answered(question, request, answer, "with a redirect to " + location.replaceFirst("\\?.*", "?…"));
        URI target;
        try {
            target = request.uri().resolve(Links.encoded(location));
        } catch (IllegalArgumentException e) {
            throw failed(question, said + ", which is no URL");
        }
        if (!Links.sameHost(request.uri(), target)) {
            // Whoever is there must not get what proves who asks.
            throw failed(
                    question, said + ", another host than " + Links.host(request.uri()) + "; check 'url' and 'auth'");
        }
        if (!request.method().equals("GET")) {
            throw failed(question, said + "; a POST is not sent to another place, write that one in 'path'");
        }
        return request.to(target);
    }

    private Answer sent(Outgoing request, Question question) throws Passing {
        try {
            return transport.send(request);
        } catch (Transport.TooLarge | Transport.Unsendable e) {
            throw failed(question, source + ": " + request.shown() + ": " + e.getMessage());
        } catch (SSLException e) {
            throw unreachable(
                    question,
                    source + ": " + request.shown() + ": no secure connection: " + e.getMessage()
                            + "; check 'url', and 'tls' for who is trusted");
        } catch (IOException e) {
            String message = source + ": " + request.shown() + ": " + Failures.words(e);
            if (Failures.isUnknownHost(e)) {
                throw unreachable(question, message + "; check 'url'");
            }
            throw new Passing(message, e);
        }
    }

    private SourceFailure refused(Question question, Outgoing request, Answer answer) {
        String advice =
                switch (answer.status()) {
                    case 401, 403 -> "; check 'auth' and what it may read";
                    case 404, 405, 410 -> "; check 'url', 'path' and 'method'";
                    case 400, 422 -> "; check 'parameters', 'body' and 'auth'";
                    default -> "";
                };
        String message = answered(question, request, answer) + advice;
        // Asking on with a wrong password locks accounts.
        return answer.status() == 401 || answer.status() == 403
                ? unreachable(question, message)
                : failed(question, message);
    }

    private String answered(Question question, Outgoing request, Answer answer) {
        return answered(question, request, answer, "with status " + answer.status());
    }

    private String answered(Question question, Outgoing request, Answer answer, String how) {
        String begin = Failures.beginning(answer, secrets(question));
        boolean told = how.startsWith("with status ");
        String status = told ? ": " : "; the answer, of status " + answer.status() + ", begins with: ";
        return source + ": " + request.shown() + " answered " + how
                + (begin.isEmpty() ? (told ? ", without a body" : "") : status + begin);
    }

    private static String advice(Question question, Answer answer) {
        String type = answer.header("Content-Type").orElse("").toLowerCase(Locale.ROOT);
        return type.contains("html")
                        || Failures.beginning(answer, secrets(question)).startsWith("<")
                ? "; it looks like a page for people, such as a login: check 'url', 'path' and 'auth'"
                : "; check 'url' and 'path'";
    }

    /** What concerns this stream. */
    private static SourceFailure failed(Question question, String message) {
        return SourceFailure.fatal(Extent.STREAM, scrubbed(question, message), null);
    }

    /** What every stream of the source would meet. */
    private static SourceFailure unreachable(Question question, String message) {
        return SourceFailure.fatal(Extent.SOURCE, scrubbed(question, message), null);
    }

    private static Secrets secrets(Question question) {
        return Secrets.of(question.secrets().get());
    }

    private static String scrubbed(Question question, String message) {
        return secrets(question).scrub(message);
    }
}
