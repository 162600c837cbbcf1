package dev.lakesmith.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.contract.QuarantineLimit;
import dev.lakesmith.core.project.Effort;
import dev.lakesmith.core.project.NewColumns;
import dev.lakesmith.core.project.ObjectSpec;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What is tried again, how long apart, and when a source is left alone. */
final class AttemptsTest {

    private final List<Duration> pauses = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final Attempts attempts = new Attempts(new SourceHealth(), new Random(1), pauses::add);
    private int tries;

    private final Progress progress = new Progress() {
        @Override
        public void update(long rows, long bytes, double fraction) {}

        @Override
        public void warn(String message) {
            warnings.add(message);
        }
    };

    private static Source source(int attempts) {
        return new Source(
                "shop",
                "none",
                ObjectSpec.of("none").read("sources/shop.yml", "{}"),
                List.of(),
                new Effort(attempts, Duration.ofSeconds(10), Optional.empty(), 2));
    }

    private static Stream stream(String name) {
        return new Stream(
                "shop",
                name,
                ObjectSpec.of("none").read("sources/shop.yml", "{}"),
                new Format.Parquet(),
                List.of(),
                QuarantineLimit.NONE,
                NewColumns.EVOLVE,
                "",
                Place.of("sources/shop.yml"));
    }

    private Supplier<String> failing(int times, LakesmithException failure) {
        tries = 0;
        return () -> {
            if (++tries <= times) {
                throw failure;
            }
            return "rows";
        };
    }

    private String tried(String stream, int most, Supplier<String> extraction) {
        return attempts.of(source(most), stream(stream), progress, extraction);
    }

    @Test
    void whatMayPassIsTriedAgainAfterLongerAndLongerWaits() {
        SourceFailure busy = SourceFailure.retryable(Extent.STREAM, "too busy", null);

        assertThat(tried("orders", 10, failing(8, busy))).isEqualTo("rows");

        assertThat(tries).isEqualTo(9);
        assertThat(pauses).hasSize(8);
        for (int i = 0; i < pauses.size(); i++) {
            Duration whole = Duration.ofSeconds(Math.min(60, 10L << i));
            assertThat(pauses.get(i)).isBetween(whole.dividedBy(2), whole);
        }
        assertThat(warnings).hasSize(8).first().isEqualTo("attempt 1 of 10 failed and is made again: too busy");
    }

    @Test
    void theLastFailureIsToldWithHowOftenItWasTried() {
        SourceFailure busy = SourceFailure.retryable(Extent.STREAM, "too busy", null);

        assertThatThrownBy(() -> tried("orders", 3, failing(9, busy))).hasMessage("too busy (tried 3 times)");
        assertThat(tries).isEqualTo(3);
    }

    @Test
    void whatSomebodyMustMendIsTriedOnce() {
        assertThatThrownBy(
                        () -> tried("orders", 3, failing(9, SourceFailure.fatal(Extent.STREAM, "no such table", null))))
                .hasMessage("no such table");
        assertThat(tries).isEqualTo(1);
        assertThatThrownBy(() -> tried(
                        "orders", 3, failing(9, new LakesmithException(ErrorCode.SOURCE_UNREADABLE, "anything else"))))
                .hasMessage("anything else");
        assertThat(tries).isEqualTo(1);
        assertThat(pauses).isEmpty();
    }

    @Test
    void aSourceThatSeveralStreamsCannotReachIsLeftAlone() {
        SourceFailure down = SourceFailure.fatal(Extent.SOURCE, "connection refused", null);
        for (String stream : List.of("a", "b")) {
            assertThatThrownBy(() -> tried(stream, 1, failing(9, down))).hasMessage("connection refused");
        }

        assertThatThrownBy(() -> tried("c", 1, failing(0, down)))
                .hasMessage("not tried: the source shop could not be read for a, b before, for a reason that all its"
                        + " streams share");
        assertThat(tries).isZero();
    }

    @Test
    void whatAConnectorTriedAgainItselfIsNotMultipliedButCounted() {
        SourceFailure tried = SourceFailure.tried(Extent.SOURCE, "status 503; tried 6 times in 31 s", null);
        for (String stream : List.of("a", "b")) {
            assertThatThrownBy(() -> tried(stream, 3, failing(9, tried))).isSameAs(tried);
            assertThat(tries).isEqualTo(1);
        }
        assertThatThrownBy(() -> tried("c", 3, failing(0, tried))).hasMessageStartingWith("not tried: the source shop");
    }

    @Test
    void aStreamThatReachesTheSourceForgivesTheFailuresBefore() {
        SourceFailure down = SourceFailure.fatal(Extent.SOURCE, "connection refused", null);
        SourceFailure own = SourceFailure.fatal(Extent.STREAM, "no such table", null);

        assertThatThrownBy(() -> tried("a", 1, failing(9, down))).isSameAs(down);
        assertThat(tried("b", 1, failing(0, down))).isEqualTo("rows");
        assertThatThrownBy(() -> tried("c", 1, failing(9, down))).isSameAs(down);
        assertThatThrownBy(() -> tried("d", 1, failing(9, own))).isSameAs(own);
        assertThat(tried("e", 1, failing(0, down))).isEqualTo("rows");
    }

    @Test
    void anInterruptEndsTheWait() {
        Attempts interrupted = new Attempts(new SourceHealth(), new Random(1), duration -> {
            throw new InterruptedException();
        });
        SourceFailure busy = SourceFailure.retryable(Extent.STREAM, "too busy", null);

        assertThatThrownBy(() -> interrupted.of(source(3), stream("a"), progress, failing(9, busy)))
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.INTERRUPTED));
        assertThat(Thread.interrupted()).isTrue();
    }
}
