package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.retry.Pause;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.connectors.retry.RetryPolicy;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Values;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** One API, as the streams of a source read it. Safe for several threads. */
final class Api {

    /** What an API may say of its own beginning, where nothing need be. */
    private static final Set<Integer> NOTHING_THERE = Set.of(400, 404, 405, 406, 410, 415, 422);

    private final Source source;
    private final Line line;

    /**
     * What all streams of a source share.
     *
     * @param exchange with its budget of requests
     * @param auth with its access token
     */
    record Line(Exchange exchange, Auth auth, Clock clock) {

        /** Connects to nothing yet. */
        static Line of(Source source, Path project, Clock clock, Pause pause) {
            Values options = source.options();
            Exchange exchange = new Exchange(
                    "source " + source.name(),
                    Transport.of(options, project),
                    new Pace(options.find("requests_per_minute", Long.class), clock),
                    new Retries(policy(options), clock, pause, chance()));
            return new Line(
                    exchange, Auth.of(options, given -> new Tokens(given, exchange, clock, project), clock), clock);
        }
    }

    Api(Source source, Line line) {
        this.source = source;
        this.line = line;
    }

    private static RetryPolicy policy(Values options) {
        Values retry = options.find("retry", Values.class).orElseGet(() -> HttpKeys.RETRY.read("retry", "{}"));
        return new RetryPolicy(
                retry.get("tries", Long.class).intValue(),
                retry.get("first_wait", Duration.class),
                retry.get("longest_wait", Duration.class),
                retry.get("give_up_after", Duration.class));
    }

    private static RandomGenerator chance() {
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                // Each thread has its own.
                return ThreadLocalRandom.current().nextLong();
            }
        };
    }

    Clock clock() {
        return line.clock();
    }

    int parallel() {
        return source.options().get("parallel", Long.class).intValue();
    }

    Pages pages(Stream stream) {
        return pages(stream, Progress.UNSEEN);
    }

    /** @param progress is told what the user should know */
    Pages pages(Stream stream, Progress progress) {
        return new Pages(stream, source.options(), line.exchange(), line.auth(), progress);
    }

    /** Whether the records of a stream, or of one that it needs, come from a job. */
    boolean startsJobs(Stream stream) {
        return Job.isOf(stream)
                || Parent.of(stream)
                        .filter(parent -> startsJobs(stream(parent.stream())))
                        .isPresent();
    }

    /** Connects, with what proves who asks; gives the URL. Whatever there is at it, an answer is an answer. */
    String reach() {
        String url = source.options().get("url", String.class);
        Outgoing request = new Outgoing("GET", Outgoing.Shown.plain(url), List.of(), Map.of(), Optional.empty());
        line.exchange()
                .ask(new Exchange.Question(request, line.auth(), line.auth()::secrets, NOTHING_THERE), answer -> "");
        return url;
    }

    List<Stream> streams() {
        return source.streams();
    }

    /** A stream that is known to exist. */
    Stream stream(String name) {
        return source.streams().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("the stream " + name + " was checked before"));
    }
}
