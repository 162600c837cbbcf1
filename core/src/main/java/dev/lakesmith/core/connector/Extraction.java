package dev.lakesmith.core.connector;

import dev.lakesmith.core.ledger.Ledger;
import java.util.List;
import java.util.Optional;

/**
 * What came of extracting a batch.
 *
 * @param files what was landed, complete and synced to disk
 * @param ledger what became of the files or records that were pending
 * @param bookmark where the next extraction goes on; empty for connectors that know by the files
 */
public record Extraction(List<LandedFile> files, Ledger ledger, Optional<String> bookmark) {

    public Extraction {
        files = List.copyOf(files);
    }

    /** The same with other words for its files. */
    public Extraction withFiles(List<LandedFile> others) {
        return new Extraction(others, ledger, bookmark);
    }
}
