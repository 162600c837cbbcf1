package dev.lakesmith.lake.storage;

import java.nio.file.Path;

/**
 * Where copies of remote files are kept.
 *
 * @param folder on the local disk, absolute; made when it is first needed, and shared with other processes
 * @param bytes how large it may become; what is being read is kept beyond that
 * @param wholeUpTo the size in bytes up to which a file is always fetched as a whole
 */
public record CacheSettings(Path folder, long bytes, long wholeUpTo) {

    /** Fetching a part takes two requests more; in their time about as many bytes come. */
    public static final long WHOLE_UP_TO = 8_000_000;

    /** With the usual size of files that are fetched as a whole. */
    public CacheSettings(Path folder, long bytes) {
        this(folder, bytes, WHOLE_UP_TO);
    }
}
