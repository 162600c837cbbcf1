package dev.lakesmith.cloud;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import dev.lakesmith.vocabulary.objects.ObjectStore.Opened;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** Reads one version of an object, and no other. What is read from its beginning to its end is held against its MD5. */
final class VersionStream extends SeekableInputStream {

    private final ObjectStore store;
    private final VersionFile file;
    private final byte[] single = new byte[1];
    private final MessageDigest md5;
    private @Nullable Opened opened;
    private long position;
    private long digested;

    VersionStream(ObjectStore store, VersionFile file) {
        this.store = store;
        this.file = file;
        try {
            this.md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public long getPos() {
        return position;
    }

    @Override
    public void seek(long target) {
        if (target != position) {
            abandon();
            position = target;
        }
    }

    @Override
    public int read() throws IOException {
        return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (position >= file.getLength()) {
            return -1;
        }
        try {
            Opened from = opened == null ? open() : opened;
            int read = from.body().read(buffer, offset, length);
            if (read < 0) {
                throw new IOException("it ended after " + position + " of " + file.getLength() + " bytes");
            }
            if (digested == position) {
                md5.update(buffer, offset, read);
                digested += read;
            }
            position += read;
            if (position == file.getLength()) {
                end(from);
            }
            return read;
        } catch (ObjectFailure e) {
            abandon();
            throw told(e);
        } catch (IOException e) {
            abandon();
            throw e;
        }
    }

    private Opened open() throws ObjectFailure {
        Opened fresh = store.open(file.key(), position, file.etag());
        opened = fresh;
        if (fresh.object().bytes() != file.getLength()) {
            throw new ObjectFailure(ObjectFailure.Kind.CHANGED, file.location() + " has another size");
        }
        return fresh;
    }

    /** The last read asks for the end as well, where the SDK compares its checksum. */
    private void end(Opened from) throws IOException {
        if (from.body().read(single, 0, 1) >= 0) {
            throw new ObjectFailure(ObjectFailure.Kind.CHANGED, file.location() + " is longer than it says");
        }
        boolean whole = digested == position;
        if (whole
                && from.md5().isPresent()
                && !from.md5().get().equals(HexFormat.of().formatHex(md5.digest()))) {
            throw new ObjectFailure(ObjectFailure.Kind.DAMAGED, file.location() + " came with other bytes");
        }
    }

    /** What no waiting mends goes to whoever reads; the rest is tried again. */
    private IOException told(ObjectFailure failure) {
        switch (failure.kind()) {
            case PASSING -> {
                return failure;
            }
            case CHANGED, NO_OBJECT ->
                throw new LakesmithException(
                        ErrorCode.SOURCE_CHANGED,
                        file.location()
                                + (failure.kind() == ObjectFailure.Kind.CHANGED
                                        ? " was replaced after it was landed by reference"
                                        : " was removed after it was landed by reference")
                                + "; the next run lands what is there then",
                        failure);
            case DAMAGED ->
                throw new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        file.location() + " did not come as it was put there: " + failure.message() + "; run again",
                        failure);
            case NO_BUCKET, DENIED, LOGIN, OTHER ->
                throw new LakesmithException(
                        ErrorCode.STORAGE_REFUSED,
                        failure.message() + ". What is landed by reference is read with the target's 'storage'",
                        failure);
        }
        throw new IllegalStateException(failure);
    }

    private void abandon() {
        Opened old = opened;
        opened = null;
        if (old != null) {
            old.abort();
            try {
                old.close();
            } catch (IOException | RuntimeException e) {
                // Nobody wants the rest.
            }
        }
    }

    @Override
    public void close() {
        abandon();
    }
}
