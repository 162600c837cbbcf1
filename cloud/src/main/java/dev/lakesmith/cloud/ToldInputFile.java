package dev.lakesmith.cloud;

import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** See {@link ToldFiles}. */
final class ToldInputFile implements InputFile {

    private final String location;
    private final InputFile file;
    private final Failures failures;

    ToldInputFile(String location, InputFile file, Failures failures) {
        this.location = location;
        this.file = file;
        this.failures = failures;
    }

    @Override
    public long getLength() {
        try {
            return file.getLength();
        } catch (RuntimeException e) {
            throw failures.told(e, location());
        }
    }

    @Override
    public boolean exists() {
        try {
            return file.exists();
        } catch (RuntimeException e) {
            throw failures.told(e, location());
        }
    }

    @Override
    public SeekableInputStream newStream() {
        return new ResumingStream(location, file, failures);
    }

    @Override
    public String location() {
        return location;
    }
}
