package dev.lakesmith.core.project;

import java.time.Duration;
import java.util.List;

/** The keys of every source that say how hard it may be tried. */
final class EffortSpecs {

    private static final Field ATTEMPTS = Field.number("attempts", 1, 20)
            .orElse("3")
            .describedAs("How often a stream's extraction is tried in a run when its failure may pass: a host that does"
                    + " not answer, a lost connection. A wrong password or a missing table is not tried again. Requests of an API are"
                    + " tried again one by one, as its `retry` says, and its extractions are not; files on a server go"
                    + " on where they were.");

    private static final Field WAIT = Field.duration("attempt_wait")
            .orElse("1s")
            .describedAs("The wait before the second attempt. Each further one is twice as long, at most a minute, and"
                    + " chance takes away up to half of it.");

    private static final Field CONCURRENCY = Field.number("concurrency", 1, 1024)
            .leftOutMeans("as many as the target has threads")
            .describedAs("How many streams of the source are read at a time.")
            .example("2");

    private static final Field BROKEN_AFTER = Field.number("broken_after", 1, 1024)
            .orElse("3")
            .describedAs("After how many streams in a row that could not reach the source its other streams are left"
                    + " out of the run.");

    /** All of them. */
    static final List<Field> FIELDS = List.of(ATTEMPTS, WAIT, CONCURRENCY, BROKEN_AFTER);

    private EffortSpecs() {}

    static Effort read(Values source) {
        return new Effort(
                source.get("attempts", Long.class).intValue(),
                source.get("attempt_wait", Duration.class),
                source.find("concurrency", Long.class).map(Long::intValue),
                source.get("broken_after", Long.class).intValue());
    }
}
