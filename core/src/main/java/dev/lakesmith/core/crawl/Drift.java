package dev.lakesmith.core.crawl;

import java.util.Locale;
import java.util.Optional;

/**
 * Where a source is not what the project expects.
 *
 * @param kind what it is
 * @param source the source
 * @param stream the stream, or what the source calls that which no stream reads
 * @param column the column
 * @param told for people
 */
public record Drift(Kind kind, String source, String stream, Optional<String> column, String told) {

    /** What differs. */
    public enum Kind {
        /** Something that no stream reads. */
        NEW_STREAM,
        /** What a stream reads is not there. */
        STREAM_GONE,
        /** Files in no known format, which no stream reads. */
        UNKNOWN_FILES,
        NEW_COLUMN,
        COLUMN_GONE,
        TYPE_CHANGED,
        /** Values that a model's contract would send to quarantine. */
        VALUES_REFUSED,
        /** Records that cannot be read as the stream says. */
        RECORDS_REFUSED,
        /** A model that could not be computed. */
        MODEL_BROKEN;

        /** As JSON says it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
