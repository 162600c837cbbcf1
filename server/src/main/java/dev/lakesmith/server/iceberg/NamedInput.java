package dev.lakesmith.server.iceberg;

import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.SeekableInputStream;

/** A file that knows itself by the location the catalog has for it: on the local disk Iceberg's own knows its path alone. */
record NamedInput(InputFile file, String location) implements InputFile {

    @Override
    public long getLength() {
        return file.getLength();
    }

    @Override
    public SeekableInputStream newStream() {
        return file.newStream();
    }

    @Override
    public boolean exists() {
        return file.exists();
    }
}
