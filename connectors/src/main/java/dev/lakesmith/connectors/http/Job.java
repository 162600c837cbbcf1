package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Transport.Answer;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Template;
import dev.lakesmith.core.project.Values;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A job that an API does before it has the records: started, asked for until it is done, deleted in the end. One that a
 * failed or killed run has started is left to the API; the next run starts its own. Safe for several threads.
 */
final class Job {

    private static final Set<Integer> GONE = Set.of(404, 410);

    private final Stream stream;
    private final Values source;
    private final Values options;
    private final Conversation conversation;
    private final JsonPath state;
    private final Optional<JsonPath> message;
    private final Set<JsonPath> fields = new HashSet<>();

    private Job(Stream stream, Values source, Conversation conversation) {
        this.stream = stream;
        this.source = source;
        this.options = stream.options().get("job", Values.class);
        this.conversation = conversation;
        this.state = JsonPath.parse(options.get("state", String.class));
        this.message = options.find("message", String.class).map(JsonPath::parse);
        for (Template template : RequestForm.templates(stream.options())) {
            template.slots().stream()
                    .filter(slot -> slot.name().equals(Slots.JOB))
                    .forEach(slot -> fields.add(JsonPath.parse(slot.argument())));
        }
    }

    static Optional<Job> of(Stream stream, Values source, Conversation conversation) {
        return isOf(stream) ? Optional.of(new Job(stream, source, conversation)) : Optional.empty();
    }

    static boolean isOf(Stream stream) {
        return stream.options().keys().contains("job");
    }

    /** The request that starts it. */
    Outgoing start(Filling filling) {
        return RequestForm.posted(source, options.get("start", Values.class)).fill(filling);
    }

    /** Starts it and waits until it is done; gives the filling with what its answers say. */
    Filling done(Filling filling) {
        Map<JsonPath, Scalar> told = new HashMap<>(conversation
                .ask(start(filling), Set.of(), answer -> values(answer, fields))
                .orElse(Map.of()));
        Instant begun = now();
        Duration most = options.get("give_up_after", Duration.class);
        Duration wait = options.get("first_wait", Duration.class);
        while (true) {
            conversation.exchange().await(wait);
            Outgoing asking = path("status", "GET").fill(filling.of(told));
            Map<JsonPath, Scalar> status = conversation
                    .ask(asking, Set.of(), this::status)
                    .orElseThrow(() -> failure(asking, "gave an empty answer", "check 'status'"));
            told.putAll(status);
            String reached = Objects.requireNonNull(status.get(state)).text();
            if (options.texts("done").contains(reached)) {
                return filling.of(told);
            }
            Duration left = most.minus(Duration.between(begun, now()));
            if (left.isZero() || left.isNegative()) {
                throw failure(
                        asking,
                        "says '" + reached + "' after " + Retries.words(most),
                        "the job is given up, and the next run starts a new one; raise 'give_up_after' of 'job', or ask"
                                + " for less at a time, with a 'window'");
            }
            wait = shorter(left, shorter(wait.multipliedBy(2), options.get("longest_wait", Duration.class)));
        }
    }

    private Instant now() {
        return conversation.exchange().clock().instant();
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private Map<JsonPath, Scalar> status(Answer answer) throws IOException {
        Set<JsonPath> wanted = new HashSet<>(fields);
        wanted.add(state);
        message.ifPresent(wanted::add);
        Map<JsonPath, Scalar> values = values(answer, wanted);
        Scalar reached = values.get(state);
        if (reached == null) {
            throw new Exchange.Unexpected(
                    "without a job's state at '" + state + "'; check 'status' and 'state' of 'job'");
        }
        if (options.texts("failed").contains(reached.text())) {
            Optional<Scalar> why = message.map(values::get);
            throw new Exchange.Unexpected("that the job is in the state '" + reached.text() + "'"
                    + why.map(said -> ": " + said.text()).orElse("; what 'start' of 'job' sends may be why"));
        }
        return values;
    }

    private static Map<JsonPath, Scalar> values(Answer answer, Set<JsonPath> wanted) throws IOException {
        return JsonReading.page(AnswerText.utf8(answer), JsonPath.ROOT, wanted).values();
    }

    /** Removes it at the API, where the file says so; gives what went wrong, which harms no record. */
    Optional<String> deleted(Filling filling) {
        if (!options.keys().contains("delete")) {
            return Optional.empty();
        }
        try {
            conversation.ask(path("delete", "DELETE").fill(filling), GONE, answer -> "");
            return Optional.empty();
        } catch (SourceFailure e) {
            return Optional.of("stream " + stream.name() + ": its job could not be deleted: " + e.message());
        }
    }

    private RequestForm path(String key, String method) {
        return RequestForm.bare(source, options.get(key, Template.class), method);
    }

    private SourceFailure failure(Outgoing asking, String what, String advice) {
        String told = conversation.exchange().source() + ": " + asking.shown() + " " + what + "; " + advice;
        return SourceFailure.tried(Extent.STREAM, conversation.scrubbed(told), null);
    }
}
