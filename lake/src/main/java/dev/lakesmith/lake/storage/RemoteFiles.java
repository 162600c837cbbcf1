package dev.lakesmith.lake.storage;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import org.apache.iceberg.io.FileIO;

/** Opens Iceberg's access to files that are not on the local disk. */
public interface RemoteFiles {

    /** For lakes that have no such files. */
    RemoteFiles NONE = (location, traffic) -> {
        throw new LakesmithException(
                ErrorCode.LAKE_UNREADABLE, location + " is not on the local disk, and no other storage is set up");
    };

    /**
     * Access to everything in the place of a location; it lists files by what their locations begin with.
     *
     * @param location of any file or folder there, such as {@code s3://bucket/lake}
     * @param traffic is told of every request
     */
    FileIO open(String location, Traffic traffic);
}
