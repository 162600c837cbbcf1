package dev.lakesmith.cloud;

import dev.lakesmith.vocabulary.objects.ObjectFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.core.exception.SdkException;

/** The bytes of an object; what the SDK throws in their midst is an {@link IOException}. */
final class S3Body extends FilterInputStream {

    S3Body(InputStream bytes) {
        super(bytes);
    }

    @Override
    public int read() throws IOException {
        try {
            return in.read();
        } catch (SdkException e) {
            throw told(e);
        }
    }

    @Override
    public int read(byte[] buffer, int from, int count) throws IOException {
        try {
            return in.read(buffer, from, count);
        } catch (SdkException e) {
            throw told(e);
        }
    }

    private static IOException told(SdkException failure) {
        String said = String.valueOf(failure.getMessage());
        return said.contains("different checksum")
                ? new ObjectFailure(ObjectFailure.Kind.DAMAGED, said, failure)
                : new IOException(said, failure);
    }
}
