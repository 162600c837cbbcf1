package dev.lakesmith.connectors.files.bucket;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.objects.StoredObject;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.Optional;

/**
 * Where the listing of a stream begins whose keys grow in order: behind the last key that was landed, but for those
 * that were put there in the time of the look-back. Everything is listed when that is due.
 *
 * @param incremental whether the stream says that its keys grow, or that a queue tells of them
 * @param lookback how long before the newest object others may still come with smaller keys
 * @param backfill how often everything is listed
 */
record Watermark(boolean incremental, Duration lookback, Duration backfill) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LISTED = "full_listing";

    static Watermark of(Stream stream) {
        return new Watermark(
                stream.options().get("listing", String.class).equals("incremental")
                        || stream.options().find("events", String.class).isPresent(),
                stream.options().get("lookback", Duration.class),
                stream.options().get("backfill_interval", Duration.class));
    }

    /** When everything is to be listed next; empty: at once. */
    Optional<Instant> nextBackfill(Optional<String> bookmark, Instant now) {
        return bookmark.flatMap(Watermark::listed)
                .map(last -> last.plus(backfill))
                .filter(due -> incremental && due.isAfter(now));
    }

    /** The bookmark of an extraction before which everything was listed. */
    static String bookmark(Instant listed) {
        return JSON.createObjectNode().put(LISTED, listed.toString()).toString();
    }

    static Optional<Instant> listed(String bookmark) {
        try {
            String time = JSON.readTree(bookmark).path(LISTED).asText();
            return time.isEmpty() ? Optional.empty() : Optional.of(Instant.parse(time));
        } catch (JsonProcessingException | DateTimeParseException e) {
            // Of another kind of source: then everything is listed.
            return Optional.empty();
        }
    }

    /** The key behind which a glob's listing begins; empty: with the first. */
    Optional<String> key(BucketGlob glob, Collection<LandedFile> landed) {
        String start = glob.bucket() + "/";
        // Globs are held only against those that would be the newest or last so far: of a million, a few dozen.
        Instant newest = Instant.MIN;
        for (LandedFile file : landed) {
            if (time(file).isAfter(newest) && isOf(glob, start, file)) {
                newest = time(file);
            }
        }
        if (newest.equals(Instant.MIN)) {
            return Optional.empty();
        }
        Instant end = newest.minus(lookback);
        Optional<String> last = Optional.empty();
        for (LandedFile file : landed) {
            if (!time(file).isAfter(end)
                    && (last.isEmpty() || StoredObject.isBehind(file.path(), start + last.get()))
                    && isOf(glob, start, file)) {
                last = Optional.of(file.path().substring(start.length()));
            }
        }
        return last;
    }

    private static boolean isOf(BucketGlob glob, String start, LandedFile file) {
        return file.path().startsWith(start) && glob.matches(file.path().substring(start.length()));
    }

    /** A storage whose clock was ahead says times that no other object reaches for long. */
    private static Instant time(LandedFile file) {
        return file.modifiedAt().isAfter(file.landedAt()) ? file.landedAt() : file.modifiedAt();
    }
}
