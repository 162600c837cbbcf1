package dev.lakesmith.lake.storage;

import java.nio.file.Files;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** An immutable remote file, read as a whole into the cache when it is first opened. */
final class CachedInputFile implements InputFile {

    private final FileSize file;
    private final FileCache cache;
    private final FileIO remote;

    CachedInputFile(FileSize file, FileCache cache, FileIO remote) {
        this.file = file;
        this.cache = cache;
        this.remote = remote;
    }

    @Override
    public SeekableInputStream newStream() {
        // Opened before the lease ends: what is open can be read even when it has no name any more.
        try (Lease lease = cache.lease()) {
            return org.apache.iceberg.Files.localInput(lease.file(file, remote).toFile())
                    .newStream();
        }
    }

    @Override
    public long getLength() {
        if (file.bytes() >= 0) {
            return file.bytes();
        }
        try (Lease lease = cache.lease()) {
            return lease.file(file, remote).toFile().length();
        }
    }

    @Override
    public boolean exists() {
        try (Lease lease = cache.lease()) {
            return Files.exists(lease.file(file, remote));
        } catch (NotFoundException e) {
            return false;
        }
    }

    @Override
    public String location() {
        return file.location();
    }
}
