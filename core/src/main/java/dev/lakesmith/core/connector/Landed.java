package dev.lakesmith.core.connector;

import java.util.List;
import java.util.Optional;

/**
 * What landing holds of a stream.
 *
 * @param files every file its ledger names, in the order they were landed
 * @param bookmark where the last extraction ended, in its connector's own words; empty before the first one, and for
 *     connectors that know by the files
 */
public record Landed(List<LandedFile> files, Optional<String> bookmark) {

    /** Before the first extraction. */
    public static final Landed NOTHING = new Landed(List.of(), Optional.empty());

    public Landed {
        files = List.copyOf(files);
    }
}
