package dev.lakesmith.core.connector;

import dev.lakesmith.core.project.Source;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.objects.ObjectEvents;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import java.util.Optional;

/** The object storage that sources name. Used by several threads. */
public interface ObjectStores {

    /** For programs without the clouds. */
    ObjectStores NONE = (source, bucket) -> {
        throw new LakesmithException(ErrorCode.INTERNAL_ERROR, bucket + " cannot be read: no object storage is set up");
    };

    /**
     * A bucket, with the credentials that the source says.
     *
     * @param bucket such as {@code s3://bucket}
     */
    ObjectStore open(Source source, String bucket);

    /**
     * A queue of messages about objects, with the credentials that the source says.
     *
     * @param queue its URL
     */
    default ObjectEvents events(Source source, String queue) {
        throw new LakesmithException(ErrorCode.INTERNAL_ERROR, queue + " cannot be read: no queues are set up");
    }

    /** The location of the lake, whose files are no source; empty: not known. */
    default Optional<String> lake() {
        return Optional.empty();
    }
}
