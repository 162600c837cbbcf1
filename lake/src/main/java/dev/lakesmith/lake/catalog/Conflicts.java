package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;

/** Words what stands in the way of a change. */
public final class Conflicts {

    private Conflicts() {}

    /** A published table is not what a writer builds on. */
    public static LakesmithException changed(TableName name) {
        return new LakesmithException(
                ErrorCode.LAKE_CONFLICT,
                name + " was changed by another writer while this one worked on it; nothing was published, run again");
    }

    /** A published table is not what was to be dropped. */
    public static LakesmithException notDropped(TableName name) {
        return new LakesmithException(
                ErrorCode.LAKE_CONFLICT,
                name + " was changed by another writer meanwhile; nothing was dropped, look again");
    }

    /** A branch is not what was to be published. */
    static LakesmithException changed(String branch) {
        return new LakesmithException(
                ErrorCode.LAKE_CONFLICT,
                "the branch " + branch + " was changed by another process while it was published; nothing was"
                        + " published, run again");
    }

    /** A name is taken. */
    public static LakesmithException taken(TableName name, TableName wanted) {
        return new LakesmithException(
                ErrorCode.LAKE_CONFLICT, "there is a table " + wanted + " already; " + name + " keeps its name");
    }

    /** A schema is there. */
    public static LakesmithException schemaThere(String schema) {
        return new LakesmithException(ErrorCode.LAKE_CONFLICT, "the schema " + schema + " is there already");
    }

    /** A schema is gone. */
    public static LakesmithException schemaGone(String schema) {
        return new LakesmithException(ErrorCode.LAKE_CONFLICT, "there is no schema " + schema + " any more");
    }

    /** A schema is not empty. */
    public static LakesmithException schemaFull(String schema) {
        return new LakesmithException(
                ErrorCode.LAKE_CONFLICT, "the schema " + schema + " holds tables; drop them first");
    }
}
