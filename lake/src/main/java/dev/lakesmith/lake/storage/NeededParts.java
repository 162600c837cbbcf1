package dev.lakesmith.lake.storage;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Knows which bytes of Parquet files will be read. */
public interface NeededParts {

    /**
     * The bytes by file; a range may go on beyond a file's end.
     *
     * @param files of which the metadata can be read, and nothing else
     */
    Map<Path, List<ByteRange>> of(List<Path> files);
}
