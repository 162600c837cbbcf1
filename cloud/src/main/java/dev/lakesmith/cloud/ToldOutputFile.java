package dev.lakesmith.cloud;

import java.io.IOException;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** See {@link ToldFiles}. */
final class ToldOutputFile implements OutputFile {

    private final String location;
    private final OutputFile file;
    private final Failures failures;

    ToldOutputFile(String location, OutputFile file, Failures failures) {
        this.location = location;
        this.file = file;
        this.failures = failures;
    }

    @Override
    public PositionOutputStream create() {
        try {
            return new Stream(file.create());
        } catch (RuntimeException e) {
            throw failures.told(e, location());
        }
    }

    @Override
    public PositionOutputStream createOrOverwrite() {
        try {
            return new Stream(file.createOrOverwrite());
        } catch (RuntimeException e) {
            throw failures.told(e, location());
        }
    }

    @Override
    public String location() {
        return location;
    }

    @Override
    public InputFile toInputFile() {
        return new ToldInputFile(location, file.toInputFile(), failures);
    }

    private final class Stream extends PositionOutputStream {

        private final PositionOutputStream stream;
        private boolean broken;

        Stream(PositionOutputStream stream) {
            this.stream = stream;
        }

        @Override
        public long getPos() throws IOException {
            return stream.getPos();
        }

        @Override
        public void write(int b) {
            told(() -> stream.write(b));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            told(() -> stream.write(bytes, offset, length));
        }

        @Override
        public void flush() {
            told(stream::flush);
        }

        @Override
        public long storedLength() throws IOException {
            return stream.storedLength();
        }

        /** Closing makes the file be there, so what could not be written as a whole is left open to the collector. */
        @Override
        public void close() {
            if (!broken) {
                told(stream::close);
            }
        }

        private void told(Work work) {
            try {
                work.run();
            } catch (IOException | RuntimeException e) {
                broken = true;
                throw failures.told(e, location());
            }
        }
    }

    private interface Work {
        void run() throws IOException;
    }
}
