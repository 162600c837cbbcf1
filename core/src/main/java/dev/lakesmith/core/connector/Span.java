package dev.lakesmith.core.connector;

import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.Optional;

/**
 * A part of a stream that is asked for again, by the values of its cursor, as the user wrote them.
 *
 * @param from the lowest value that counts; empty: from the beginning
 * @param to the lowest value that does not; empty: up to where the next extraction begins
 */
public record Span(Optional<String> from, Optional<String> to) {

    public Span {
        if (from.isEmpty() && to.isEmpty()) {
            throw new IllegalArgumentException("a span needs a beginning or an end");
        }
    }

    /** The words for {@code what} in it: {@code rows with day from 2026-01-01 on and below 2026-02-01}. */
    public String of(String what) {
        return what
                + from.map(value -> " from " + value + " on").orElse("")
                + (from.isPresent() && to.isPresent() ? " and" : "")
                + to.map(value -> " below " + value).orElse("");
    }

    /** The error of a stream that has no spans. */
    public static LakesmithException refused(Stream stream, String why) {
        return new LakesmithException(
                ErrorCode.USAGE,
                "--from and --to: " + stream.place() + ": " + stream.source() + "." + stream.name() + " " + why
                        + "; choose other streams with --select");
    }

    /** The error of a value that the stream's cursor cannot have. */
    public static LakesmithException unfit(Stream stream, String value, String allowed) {
        return new LakesmithException(
                ErrorCode.USAGE,
                "--from and --to: '" + value + "' is no value of the cursor of " + stream.source() + "." + stream.name()
                        + "; write " + allowed);
    }

    /** The error of a span whose end is not behind its beginning. */
    public static LakesmithException backwards(Stream stream, Span span) {
        return new LakesmithException(
                ErrorCode.USAGE,
                "--from and --to: nothing of " + stream.source() + "." + stream.name() + " is from "
                        + span.from.orElseThrow() + " on and below " + span.to.orElseThrow()
                        + "; --from counts, --to does not: write a --to that is behind --from");
    }
}
