package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;

/** Looks for mistakes between the keys of a source's file, which no key shows alone. */
@FunctionalInterface
public interface SourceReview {

    /** There are no such rules. */
    SourceReview NONE = (source, complaints) -> {};

    /** Gets what is wrong: where, and a sentence with the value seen, what is allowed and a fix. */
    @FunctionalInterface
    interface Complaints {
        void tell(Place place, String message);
    }

    /**
     * Looks at a file in which each key for itself is sound.
     *
     * @param source all its keys; {@code streams} holds a mapping for each stream
     */
    void review(Values source, Complaints complaints);
}
