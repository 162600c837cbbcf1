package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.StorageOptions;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.objects.ObjectEvents;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import java.net.URI;
import java.util.Locale;

/** Opens buckets that data comes from. */
public final class CloudObjects {

    private CloudObjects() {}

    /**
     * A queue of messages about objects. Nothing is asked over the network yet.
     *
     * @param queue such as {@code https://sqs.eu-central-1.amazonaws.com/123456789012/drop}
     */
    public static ObjectEvents events(String queue, StorageOptions options) {
        return new SqsEvents(URI.create(queue), options instanceof S3Options s3 ? s3 : S3Options.STANDARD);
    }

    /**
     * A bucket. Nothing is asked over the network yet. What fails is told after a few seconds, because whoever reads a
     * source has a patience of its own.
     *
     * @param bucket such as {@code s3://bucket}
     * @throws LakesmithException when no storage of this program has such buckets
     */
    public static ObjectStore open(String bucket, StorageOptions options) {
        URI place = URI.create(bucket);
        String scheme = place.getScheme().toLowerCase(Locale.ROOT);
        if (scheme.startsWith("s3") && !(options instanceof AdlsOptions)) {
            S3Options s3 = options instanceof S3Options given ? given : S3Options.STANDARD;
            return new S3Objects(place.getRawAuthority(), s3, () -> S3Clients.forSources(s3));
        }
        if (scheme.startsWith("abfs") && !(options instanceof S3Options)) {
            AdlsPlace container = AdlsPlace.of(bucket);
            AdlsOptions adls = options instanceof AdlsOptions given ? given : AdlsOptions.STANDARD;
            return new AdlsObjects(container, () -> AdlsClients.forSources(container, adls));
        }
        throw new LakesmithException(
                ErrorCode.VALUE_INVALID,
                bucket + " is in no storage that files are read from; write s3://bucket/folder or"
                        + " abfss://container@account.dfs.core.windows.net/folder");
    }
}
