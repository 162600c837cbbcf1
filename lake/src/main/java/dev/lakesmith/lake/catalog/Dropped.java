package dev.lakesmith.lake.catalog;

import dev.lakesmith.lake.storage.Locations;
import java.time.Instant;

/**
 * A table or view that was taken out of the catalog and whose files may still be there.
 *
 * @param pointer what was published last
 * @param at when it was taken out
 */
public record Dropped(Pointer pointer, Instant at) {

    /** Where its files are; told by the pointer alone, since the metadata file may be gone already. */
    public String folder() {
        return Locations.parent(Locations.parent(pointer.metadata()));
    }
}
