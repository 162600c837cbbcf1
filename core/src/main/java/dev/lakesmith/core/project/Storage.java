package dev.lakesmith.core.project;

import java.util.List;

/**
 * How a model's table lies on storage.
 *
 * @param partitionBy the partition terms, such as {@code day(ordered_at)}; empty: one partition
 * @param formatVersion Iceberg's, 2 or 3
 */
public record Storage(List<PartitionTerm> partitionBy, int formatVersion) {

    /** The version that every reader understands. */
    public static final int DEFAULT_FORMAT_VERSION = 2;

    public Storage {
        partitionBy = List.copyOf(partitionBy);
    }
}
