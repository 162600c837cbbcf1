package dev.lakesmith.cloud;

import dev.lakesmith.vocabulary.objects.ObjectStore;
import java.util.Optional;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** One version of an object that somebody else may replace. */
final class VersionFile implements InputFile {

    private final ObjectStore store;
    private final String location;
    private final String key;
    private final long bytes;
    private final String etag;

    VersionFile(ObjectStore store, String location, long bytes, String etag) {
        this.store = store;
        this.location = location;
        this.key = location.substring(location.indexOf('/', location.indexOf("://") + 3) + 1);
        this.bytes = bytes;
        this.etag = etag;
    }

    String key() {
        return key;
    }

    Optional<String> etag() {
        return Optional.of(etag);
    }

    @Override
    public long getLength() {
        return bytes;
    }

    @Override
    public SeekableInputStream newStream() {
        return new VersionStream(store, this);
    }

    @Override
    public String location() {
        return location;
    }

    /** Reading tells. */
    @Override
    public boolean exists() {
        return true;
    }
}
