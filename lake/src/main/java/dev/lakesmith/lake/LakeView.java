package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.TableName;
import java.util.Optional;
import java.util.SortedSet;

/** The lake's tables as of one moment: what is published, or that with a branch laid over it. Thread-safe. */
public interface LakeView {

    /** The names of all tables and views. */
    SortedSet<TableName> names();

    /** A table; empty when there is none, or when the name is a view's. */
    Optional<LakeTable> table(TableName name);

    /** A view's query; empty when there is none. */
    Optional<StoredView> view(TableName name);
}
