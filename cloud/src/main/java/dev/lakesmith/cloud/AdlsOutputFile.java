package dev.lakesmith.cloud;

import com.azure.core.util.Context;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.ParallelTransferOptions;
import com.azure.storage.blob.options.BlockBlobOutputStreamOptions;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/**
 * Writes a file of Azure in blocks, of which few are in memory at a time; Iceberg's own has the SDK hold up to 256 MB. The
 * file is there when the stream is closed, as a whole.
 */
final class AdlsOutputFile implements OutputFile {

    /** Fifty thousand are allowed. */
    private static final long BLOCK = 8 << 20;

    private static final int AT_ONCE = 2;

    private final BlobContainerClient blobs;
    private final String name;
    private final InputFile file;

    /**
     * @param name in the container
     * @param file the same, to be read
     */
    AdlsOutputFile(BlobContainerClient blobs, String name, InputFile file) {
        this.blobs = blobs;
        this.name = name;
        this.file = file;
    }

    @Override
    public PositionOutputStream create() {
        if (file.exists()) {
            throw new AlreadyExistsException("Location already exists: %s", file.location());
        }
        return createOrOverwrite();
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        BlockBlobOutputStreamOptions options = new BlockBlobOutputStreamOptions()
                .setParallelTransferOptions(new ParallelTransferOptions()
                        .setBlockSizeLong(BLOCK)
                        .setMaxSingleUploadSizeLong(BLOCK)
                        .setMaxConcurrency(AT_ONCE));
        return new Stream(blobs.getBlobClient(name).getBlockBlobClient().getBlobOutputStream(options, Context.NONE));
    }

    @Override
    public String location() {
        return file.location();
    }

    @Override
    public InputFile toInputFile() {
        return file;
    }

    private static final class Stream extends PositionOutputStream {

        private final OutputStream blocks;
        private long position;

        private Stream(OutputStream blocks) {
            this.blocks = blocks;
        }

        @Override
        public long getPos() {
            return position;
        }

        @Override
        public void write(int b) throws IOException {
            blocks.write(b);
            position++;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            blocks.write(bytes, offset, length);
            position += length;
        }

        @Override
        public void close() throws IOException {
            blocks.close();
        }
    }
}
