package dev.lakesmith.core.crawl;

import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Values;
import java.util.Optional;
import java.util.Set;

/** What one batch of a stream holds: it decides how a model makes one table of all of them. */
enum Batch {
    /** Files that are new. */
    FILES,
    /** All records that there are. */
    ALL,
    /** Records that came or changed. */
    CHANGES,
    /** All records of those parents that came or changed. */
    CHANGED_PARENTS;

    static Batch of(Source source, Stream stream) {
        Set<String> keys = stream.options().keys();
        if (source.connector().equals("files")) {
            return FILES;
        }
        if (keys.contains("cursor") || keys.contains("window")) {
            return CHANGES;
        }
        boolean changedParents = keys.contains("parent")
                && stream.options()
                        .find("parent", Object.class)
                        .filter(Values.class::isInstance)
                        .map(Values.class::cast)
                        .flatMap(parent -> parent.find("records", String.class))
                        .equals(Optional.of("changed"));
        return changedParents ? CHANGED_PARENTS : ALL;
    }
}
