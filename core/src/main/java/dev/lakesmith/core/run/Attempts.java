package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Tries an extraction again whose failure may pass. Nothing is committed before a batch is whole, so trying again loses
 * and doubles nothing.
 */
final class Attempts {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

    private final SourceHealth health;
    private final RandomGenerator chance;
    private final Pause pause;

    /** Waits. */
    interface Pause {
        void of(Duration duration) throws InterruptedException;
    }

    Attempts(SourceHealth health, RandomGenerator chance, Pause pause) {
        this.health = health;
        this.chance = chance;
        this.pause = pause;
    }

    /** Throws the last failure when none went well; {@code INTERRUPTED} when this thread is interrupted as it waits. */
    <T> T of(Source source, Stream stream, Progress progress, Supplier<T> extraction) {
        int most = source.effort().attempts();
        for (int attempt = 1; ; attempt++) {
            Optional<SourceFailure> givenUp = health.givenUp(source);
            if (givenUp.isPresent() && attempt == 1) {
                throw givenUp.get();
            }
            try {
                T result = extraction.get();
                health.reached(source);
                return result;
            } catch (SourceFailure e) {
                boolean last = attempt == most
                        || e.outlook() != SourceFailure.Outlook.RETRYABLE
                        || givenUp.isPresent()
                        || Thread.currentThread().isInterrupted();
                if (last) {
                    health.failed(source, stream, e);
                    throw attempt == 1 ? e : e.told(e.message() + " (tried " + attempt + " times)");
                }
                Duration wait = wait(source.effort().firstWait(), attempt);
                progress.warn("attempt " + attempt + " of " + most + " failed and is made again: " + e.message());
                pause(wait);
            }
        }
    }

    private Duration wait(Duration first, int attempt) {
        Duration whole = first.multipliedBy(1L << (attempt - 1));
        long millis = Math.min(whole.toMillis(), LONGEST_WAIT.toMillis());
        return Duration.ofMillis(millis - (long) (chance.nextDouble() * millis / 2));
    }

    private void pause(Duration wait) {
        try {
            pause.of(wait);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LakesmithException(ErrorCode.INTERRUPTED, "cancelled while waiting for another attempt", e);
        }
    }
}
