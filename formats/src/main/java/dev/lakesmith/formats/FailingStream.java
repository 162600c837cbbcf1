package dev.lakesmith.formats;

import java.io.IOException;
import java.io.InputStream;

/** Stands for content whose very beginning could not be opened. */
final class FailingStream extends InputStream {

    private final IOException failure;

    FailingStream(IOException failure) {
        this.failure = failure;
    }

    @Override
    public int read() throws IOException {
        throw failure;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        throw failure;
    }
}
