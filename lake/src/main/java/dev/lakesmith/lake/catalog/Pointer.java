package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.TableName;
import java.util.Optional;

/**
 * What the catalog knows of a table: where its current metadata file is.
 *
 * @param name the table or view
 * @param kind which of the two
 * @param metadata the metadata file's location
 * @param base on a branch: the published metadata this one builds on; empty: the table was not there
 * @param audited on a branch: whether its checks passed; true for published ones
 */
public record Pointer(TableName name, Kind kind, String metadata, Optional<String> base, boolean audited) {

    /** What a pointer leads to. */
    public enum Kind {
        TABLE,
        VIEW
    }
}
