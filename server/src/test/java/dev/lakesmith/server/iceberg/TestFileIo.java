package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.storage.Storage;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;

/** Access to the local disk as Iceberg's client makes it: by name. */
public final class TestFileIo implements FileIO {

    private static final long serialVersionUID = 1L;

    private final transient FileIO local = Storage.local().io();

    @Override
    public InputFile newInputFile(String location) {
        return local.newInputFile(location);
    }

    @Override
    public OutputFile newOutputFile(String location) {
        return local.newOutputFile(location);
    }

    @Override
    public void deleteFile(String location) {
        local.deleteFile(location);
    }
}
