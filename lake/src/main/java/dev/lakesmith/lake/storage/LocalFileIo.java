package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.apache.iceberg.exceptions.RuntimeIOException;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.apache.iceberg.io.PositionOutputStream;

/** Iceberg's file access on the local disk, without Hadoop. */
final class LocalFileIo implements FileIO {

    private static final long serialVersionUID = 1L;

    @Override
    public InputFile newInputFile(String location) {
        return org.apache.iceberg.Files.localInput(Locations.path(location).toFile());
    }

    @Override
    public OutputFile newOutputFile(String location) {
        Path file = Locations.path(location);
        return new InFolder(file, org.apache.iceberg.Files.localOutput(file.toFile()));
    }

    /** Makes its folder first: Iceberg's own fails when somebody else makes the same one at that moment. */
    private record InFolder(Path path, OutputFile file) implements OutputFile {

        @Override
        public PositionOutputStream create() {
            return madeFolder(file::create);
        }

        @Override
        public PositionOutputStream createOrOverwrite() {
            return madeFolder(file::createOrOverwrite);
        }

        private PositionOutputStream madeFolder(Supplier<PositionOutputStream> stream) {
            Path folder = path.toAbsolutePath().getParent();
            try {
                if (folder != null && !Files.isDirectory(folder)) {
                    Files.createDirectories(folder);
                }
            } catch (IOException e) {
                throw new RuntimeIOException(e, "Failed to create the file's directory at %s.", folder);
            }
            return stream.get();
        }

        @Override
        public String location() {
            return file.location();
        }

        @Override
        public InputFile toInputFile() {
            return file.toInputFile();
        }
    }

    @Override
    public void deleteFile(String location) {
        try {
            Files.deleteIfExists(Locations.path(location));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
