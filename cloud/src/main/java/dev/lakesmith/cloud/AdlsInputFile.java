package dev.lakesmith.cloud;

import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.models.BlobRange;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;
import org.jspecify.annotations.Nullable;

/** Iceberg's file, of which ranges are asked for exactly: Iceberg's own stream asks for more, and already when it is made. */
final class AdlsInputFile implements InputFile {

    private final InputFile file;
    private final BlobClient blob;

    AdlsInputFile(InputFile file, BlobClient blob) {
        this.file = file;
        this.blob = blob;
    }

    @Override
    public long getLength() {
        return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() {
        return new Stream(file, blob);
    }

    @Override
    public String location() {
        return file.location();
    }

    @Override
    public boolean exists() {
        return file.exists();
    }

    private static final class Stream extends SeekableInputStream implements RangeReadable {

        private final InputFile file;
        private final BlobClient blob;
        private @Nullable SeekableInputStream opened;

        Stream(InputFile file, BlobClient blob) {
            this.file = file;
            this.blob = blob;
        }

        private SeekableInputStream stream() {
            SeekableInputStream stream = opened == null ? file.newStream() : opened;
            opened = stream;
            return stream;
        }

        @Override
        public void readFully(long from, byte[] buffer, int offset, int length) throws IOException {
            Filling filling = new Filling(ByteBuffer.wrap(buffer, offset, length));
            blob.downloadStreamWithResponse(filling, new BlobRange(from, (long) length), null, null, false, null, null);
            if (filling.left.hasRemaining()) {
                throw new EOFException(filling.left.remaining() + " bytes of a range did not come");
            }
        }

        @Override
        public int readTail(byte[] buffer, int offset, int length) throws IOException {
            readFully(file.getLength() - length, buffer, offset, length);
            return length;
        }

        @Override
        public long getPos() throws IOException {
            return stream().getPos();
        }

        @Override
        public void seek(long position) throws IOException {
            stream().seek(position);
        }

        @Override
        public int read() throws IOException {
            return stream().read();
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            return stream().read(buffer, offset, length);
        }

        @Override
        public void close() throws IOException {
            if (opened != null) {
                opened.close();
            }
        }
    }

    /** Takes as many bytes as there is room for. */
    private static final class Filling extends OutputStream {

        private final ByteBuffer left;

        Filling(ByteBuffer left) {
            this.left = left;
        }

        @Override
        public void write(int value) throws IOException {
            write(new byte[] {(byte) value}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int count) throws IOException {
            try {
                left.put(bytes, from, count);
            } catch (BufferOverflowException e) {
                throw new IOException("more bytes of a range came than were asked for", e);
            }
        }
    }
}
