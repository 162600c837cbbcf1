package dev.lakesmith.core.connector;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What landing holds of a stream.
 *
 * @param files every file its ledger names, in the order they were landed
 * @param bookmark where the last extraction ended, in its connector's own words; empty before the first one, and for
 *     connectors that know by the files
 * @param opener gives files of the local disk for locations, in the same order
 */
public record Landed(List<LandedFile> files, Optional<String> bookmark, Function<List<String>, List<Path>> opener) {

    /** Before the first extraction. */
    public static final Landed NOTHING = new Landed(List.of(), Optional.empty());

    public Landed {
        files = List.copyOf(files);
    }

    /** Of files on the local disk. */
    public Landed(List<LandedFile> files, Optional<String> bookmark) {
        this(files, bookmark, paths -> paths.stream().map(Path::of).toList());
    }

    /** Where landed files can be read until the extraction ends, in the same order; fetched when they are elsewhere. */
    public List<Path> local(List<LandedFile> some) {
        return opener.apply(some.stream().map(LandedFile::landedPath).toList());
    }

    /** The bookmark alone. */
    public Landed withoutFiles() {
        return new Landed(List.of(), bookmark, opener);
    }
}
