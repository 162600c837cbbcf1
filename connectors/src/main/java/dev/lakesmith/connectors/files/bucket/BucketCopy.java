package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.connectors.files.copy.CheckedFile;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectFailure.Kind;
import dev.lakesmith.vocabulary.objects.ObjectStore.Opened;
import dev.lakesmith.vocabulary.objects.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies one object. After a connection that broke, the copy goes on where it was if the object is still the same. */
final class BucketCopy {

    private static final int BUFFER_BYTES = 1 << 18;

    private final OpenStores stores;
    private final String bucket;
    private final String key;
    private final CheckedFile copy;
    private final MessageDigest md5;
    private @Nullable StoredObject object;
    private Optional<String> expected = Optional.empty();

    BucketCopy(OpenStores stores, BucketPath path, CheckedFile copy) {
        this.stores = stores;
        this.bucket = path.bucket();
        this.key = path.key();
        this.copy = copy;
        try {
            this.md5 = MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What became of it. */
    enum Outcome {
        /** The copy is whole, and is what the storage says. */
        WHOLE,
        GONE,
        /** The bytes that came are not those that the storage says, by their checksum. */
        DAMAGED
    }

    /** Copies from the beginning. */
    Outcome run(Retries retries) throws Retries.GaveUp, ObjectFailure {
        restart();
        try {
            return retries.run(this::goOn);
        } catch (Refused e) {
            throw e.failure;
        }
    }

    /** The object that was copied. */
    StoredObject object() {
        StoredObject known = object;
        if (known == null) {
            throw new IllegalStateException("nothing was copied");
        }
        return known;
    }

    private void restart() {
        copy.restart();
        md5.reset();
        object = null;
        expected = Optional.empty();
    }

    /** As long as each connection brings something, the next one follows at once. */
    private Outcome goOn() throws Retries.Passing {
        while (true) {
            long start = copy.bytes();
            try {
                read(start);
                return expected.isPresent()
                                && !expected.get().equals(HexFormat.of().formatHex(md5.digest()))
                        ? Outcome.DAMAGED
                        : Outcome.WHOLE;
            } catch (ObjectFailure e) {
                if (e.kind() == Kind.NO_OBJECT) {
                    return Outcome.GONE;
                }
                if (e.kind() == Kind.DAMAGED) {
                    return Outcome.DAMAGED;
                }
                if (e.kind() == Kind.CHANGED) {
                    restart();
                } else if (e.kind() == Kind.PASSING) {
                    throw new Retries.Passing(e.message(), e);
                } else {
                    throw new Refused(e);
                }
            } catch (IOException e) {
                if (copy.bytes() <= start) {
                    throw new Retries.Passing(bucket + "/" + key + ": the connection broke: " + e.getMessage(), e);
                }
            }
        }
    }

    private void read(long start) throws IOException {
        Optional<String> etag = Optional.ofNullable(object).map(StoredObject::etag);
        if (object != null && start == object.bytes()) {
            return;
        }
        try (Opened opened = stores.asked(bucket, store -> store.open(key, start, etag))) {
            if (start == 0) {
                object = opened.object();
                expected = opened.md5();
            }
            long whole = object().bytes();
            boolean done = false;
            try {
                InputStream body = opened.body();
                byte[] buffer = new byte[BUFFER_BYTES];
                int count;
                while ((count = body.read(buffer)) >= 0) {
                    md5.update(buffer, 0, count);
                    copy.write(ByteBuffer.wrap(buffer, 0, count));
                    if (copy.bytes() > whole) {
                        throw new IOException("there are more bytes than the " + whole + " that were announced");
                    }
                }
                done = true;
            } finally {
                if (!done) {
                    opened.abort();
                }
            }
            if (copy.bytes() < whole) {
                throw new IOException("it ended after " + copy.bytes() + " of " + whole + " bytes");
            }
        }
    }

    /** Carries a failure that no waiting mends past the retries. */
    private static final class Refused extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final transient ObjectFailure failure;

        Refused(ObjectFailure failure) {
            super(failure);
            this.failure = failure;
        }
    }
}
