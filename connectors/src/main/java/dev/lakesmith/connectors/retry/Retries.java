package dev.lakesmith.connectors.retry;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Does something again while it fails in a way that may pass. Safe for several threads.
 *
 * @param policy how often and how long
 * @param clock tells how long it went on
 * @param pause waits
 * @param chance of the waits' lengths
 */
public record Retries(RetryPolicy policy, Clock clock, Pause pause, RandomGenerator chance) {

    /** Something that can be done again. */
    @FunctionalInterface
    public interface Attempt<T> {

        /** Errors other than {@link Passing} are final. */
        T run() throws Passing;
    }

    /** A failure that may pass. */
    public static class Passing extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient Optional<Duration> asked;

        /** A failure whose wait the policy decides, and which counts as a try. */
        public Passing(String message, Throwable cause) {
            super(message, cause);
            this.asked = Optional.empty();
        }

        /** A failure whose wait the policy decides, and which counts as a try. */
        public Passing(String message) {
            super(message);
            this.asked = Optional.empty();
        }

        /** The other side asks to come back after a time; that does not count as a try. */
        public Passing(String message, Duration asked) {
            super(message);
            this.asked = Optional.of(asked);
        }

        private String message() {
            return String.valueOf(getMessage());
        }
    }

    /** It failed too often or too long; {@code getMessage} says how it failed last, and how often it was tried. */
    public static final class GaveUp extends Exception {

        private static final long serialVersionUID = 1L;

        GaveUp(String message, Throwable cause) {
            super(message, cause);
        }

        /** How it failed last, and how often it was tried. */
        public String message() {
            return String.valueOf(getMessage());
        }
    }

    /** The result of the first try that succeeds. */
    public <T> T run(Attempt<T> attempt) throws GaveUp {
        Instant begun = clock.instant();
        int failures = 0;
        for (int tries = 1; ; tries++) {
            try {
                return attempt.run();
            } catch (Passing failure) {
                Duration spent = Duration.between(begun, clock.instant());
                Optional<Duration> wait;
                // Who asks to come back at once, or in the past, would be asked without end.
                Optional<Duration> asked = failure.asked.filter(time -> !time.isZero() && !time.isNegative());
                if (asked.isPresent()) {
                    wait = policy.within(asked.get(), spent);
                } else {
                    failures++;
                    wait = policy.waitAfter(failures, spent, chance);
                }
                if (wait.isEmpty()) {
                    throw new GaveUp(failure.message() + given(failure, tries, spent), failure);
                }
                await(wait.get());
            }
        }
    }

    private String given(Passing failure, int tries, Duration spent) {
        String asked = failure.asked
                .map(wait -> "; it asks to wait " + words(wait) + ", and after " + words(policy.giveUpAfter())
                        + " in all it is given up")
                .orElse("");
        return asked + (tries == 1 ? "; tried once" : "; tried " + tries + " times in " + words(spent));
    }

    /** Waits. */
    public void await(Duration time) {
        try {
            pause.await(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LakesmithException(ErrorCode.INTERRUPTED, "the run was interrupted", e);
        }
    }

    /** A time for people. */
    public static String words(Duration time) {
        return time.toSeconds() < 1
                ? time.toMillis() + " ms"
                : time.toSeconds() < 180 ? time.toSeconds() + " s" : time.toMinutes() + " min";
    }
}
