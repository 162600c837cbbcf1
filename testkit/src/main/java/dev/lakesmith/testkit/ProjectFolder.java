package dev.lakesmith.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A project that a test writes file by file. It begins with the smallest sound {@code lakesmith.yml}. */
public final class ProjectFolder {

    private final Path path;

    private ProjectFolder(Path path) {
        this.path = path;
    }

    /** A project in a folder; the folder is made if need be. */
    public static ProjectFolder in(Path path) {
        return new ProjectFolder(path).file("lakesmith.yml", """
                name: test
                targets:
                  dev: { warehouse: ./lake, threads: 2, memory: 512MB }
                """);
    }

    /** Where the project is. */
    public Path path() {
        return path;
    }

    /** Where the project's tables are. */
    public Path warehouse() {
        return path.resolve("lake");
    }

    /** A file of the project, in UTF-8, replacing what was there. */
    public ProjectFolder file(String name, String text) {
        return file(name, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A file of the project, replacing what was there. */
    public ProjectFolder file(String name, byte[] bytes) {
        Path file = path.resolve(name);
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.write(file, bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * A source of files with one stream, both in one line of YAML.
     *
     * @param name the source's, such as {@code crm}
     * @param stream the stream's and its settings, such as {@code contacts: { path: drop/*.csv, format: csv }}
     */
    public ProjectFolder stream(String name, String stream) {
        return file("sources/" + name + ".yml", "connector: files\nstreams:\n  " + stream + "\n");
    }

    /**
     * A model.
     *
     * @param table such as {@code silver.customers}
     * @param header its YAML; empty: none
     * @param query its SQL
     */
    public ProjectFolder model(String table, String header, String query) {
        String comment = header.isEmpty() ? "" : "/* lakesmith\n" + header.stripTrailing() + "\n*/\n";
        return file("models/" + table.replace('.', '/') + ".sql", comment + query + "\n");
    }

    /** A seed, as CSV. */
    public ProjectFolder seed(String name, String csv) {
        return file("seeds/" + name + ".csv", csv);
    }
}
