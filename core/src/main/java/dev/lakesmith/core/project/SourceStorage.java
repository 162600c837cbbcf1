package dev.lakesmith.core.project;

import dev.lakesmith.lake.storage.StorageOptions;
import java.util.Optional;

/** The key {@code storage} of a source: how the buckets that it reads are reached. */
public final class SourceStorage {

    /** The key's name. */
    public static final String KEY = StorageSpecs.KEY;

    /** What it may say: what a target's may. */
    public static final Field FIELD = StorageSpecs.FIELD
            .leftOutMeans("the target's `storage` if its warehouse is in the same kind of storage, or else the cloud's"
                    + " default credential chain and the environment's region")
            .describedAs(
                    "For `s3://` and `abfss://`: how the buckets or containers are reached; the keys are those of a target's"
                            + " [`storage`](../project.md).")
            .example("{ region: eu-central-1, profile: vendor }");

    private SourceStorage() {}

    /** Tells keys that do not go together. */
    public static void review(Values source, String location, SourceReview.Complaints complaints) {
        Diagnostics found = new Diagnostics();
        StorageReader.read(source, location, found);
        found.each(each -> complaints.tell(each.place(), each.message()));
    }

    /**
     * What a source says; empty when it says nothing.
     *
     * @param location of something that it reads
     */
    public static Optional<StorageOptions> of(Source source, String location) {
        if (source.options().find(KEY, Values.class).isEmpty()) {
            return Optional.empty();
        }
        // Mistakes were told when the file was read.
        return Optional.of(StorageReader.read(source.options(), location, new Diagnostics()));
    }
}
