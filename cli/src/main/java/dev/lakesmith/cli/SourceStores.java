package dev.lakesmith.cli;

import dev.lakesmith.cloud.CloudObjects;
import dev.lakesmith.core.connector.ObjectStores;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.SourceStorage;
import dev.lakesmith.core.project.Target;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.StorageOptions;
import dev.lakesmith.vocabulary.objects.ObjectEvents;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import java.util.Optional;

/**
 * The object storage of sources: as a source says, or as the target's warehouse is reached if that is in the same kind of
 * storage, or else as the environment says.
 */
final class SourceStores implements ObjectStores {

    private final Target target;

    SourceStores(Target target) {
        this.target = target;
    }

    @Override
    public ObjectStore open(Source source, String bucket) {
        return CloudObjects.open(bucket, options(source, bucket));
    }

    @Override
    public ObjectEvents events(Source source, String queue) {
        return CloudObjects.events(queue, options(source, "s3://"));
    }

    private StorageOptions options(Source source, String bucket) {
        return SourceStorage.of(source, bucket)
                .orElseGet(() ->
                        kind(bucket).equals(kind(target.warehouse())) ? target.storage() : StorageOptions.STANDARD);
    }

    /** {@code s3} and {@code s3a} are one kind, {@code abfs} and {@code abfss} another. */
    private static String kind(String location) {
        String scheme = location.replaceFirst("(?s):.*", "");
        return scheme.startsWith("s3") ? "s3" : scheme.startsWith("abfs") ? "abfs" : scheme;
    }

    @Override
    public Optional<String> lake() {
        return Optional.of(target.warehouse()).filter(Locations::isRemote);
    }
}
