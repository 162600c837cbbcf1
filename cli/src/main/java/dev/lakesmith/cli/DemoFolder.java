package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A folder that holds the example project. A mark inside tells it from a folder of the user's own. */
final class DemoFolder {

    private static final String MARK = ".lakesmith/demo";

    private final Path folder;

    DemoFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Copies the example that this program carries. A folder made here before gets the example's files anew; its lake
     * stays.
     *
     * @throws LakesmithException {@code FOLDER_OCCUPIED} when the folder holds anything else
     */
    void fill() {
        refuseForeignFiles();
        URL example = DemoFolder.class.getResource("/examples/shop/lakesmith.yml");
        if (example == null) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "this build of Lakesmith holds no example");
        }
        try {
            URI place = example.toURI();
            if (place.getScheme().equals("jar")) {
                try (FileSystem jar = FileSystems.newFileSystem(place, Map.of())) {
                    copy(jar.getPath("/examples/shop"));
                }
            } else {
                copy(Path.of(place).resolveSibling(""));
            }
        } catch (URISyntaxException | IOException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "the example cannot be read: " + e.getMessage(), e);
        }
    }

    /** Copies a folder's files; the mark comes first, so that an interrupted copy can be repeated. */
    void copy(Path example) throws IOException {
        FileCopies.write(
                new ByteArrayInputStream("made by lakesmith demo\n".getBytes(StandardCharsets.UTF_8)),
                folder.resolve(MARK));
        List<Path> files;
        try (Stream<Path> walk = Files.walk(example)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            try (InputStream content = Files.newInputStream(file)) {
                FileCopies.write(
                        content, folder.resolve(example.relativize(file).toString()));
            }
        }
        FileCopies.write("/init/gitignore", folder.resolve(".gitignore"));
    }

    private void refuseForeignFiles() {
        if (!Files.exists(folder) || Files.exists(folder.resolve(MARK))) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_OCCUPIED, folder + " is a file; name a folder to put the demo into");
        }
        try (Stream<Path> inside = Files.list(folder)) {
            if (inside.findAny().isPresent()) {
                throw new LakesmithException(
                        ErrorCode.FOLDER_OCCUPIED,
                        folder + " holds files that are not the demo's. Nothing was written; name an empty folder,"
                                + " for example: lakesmith demo my-demo");
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE,
                    folder + " cannot be listed (" + e.getClass().getSimpleName()
                            + "); choose a folder that you may read and write",
                    e);
        }
    }
}
