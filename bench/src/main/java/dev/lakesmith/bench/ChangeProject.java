package dev.lakesmith.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A project whose lake is put back into earlier states. Files of a lake never change, so a state is its catalog file; what
 * was written since is removed.
 */
final class ChangeProject {

    /** The setting of memory; a statement of plain DuckDB that is compared has the same. */
    static final String MEMORY = "1GB";

    private final Path folder;
    private final TimedProgram program;
    private final Workplace place;
    private final Set<Path> kept = new HashSet<>();

    ChangeProject(Workplace place, TimedProgram program, String name) {
        this.folder = place.path(name);
        this.place = place;
        this.program = program;
    }

    /** Writes the project anew; its lake is empty. */
    void write(String format) throws IOException {
        Workplace.remove(folder);
        kept.clear();
        Files.createDirectories(folder.resolve("drop"));
        file("lakesmith.yml", """
                name: change
                targets:
                  dev: { warehouse: ./lake, memory: %s, threads: %d }
                """.formatted(MEMORY, place.cores()));
        file("sources/shop.yml", """
                connector: files
                streams:
                  orders: { path: 'drop/*.%s', format: %s }
                """.formatted(format, format));
    }

    /** Writes a model. */
    void model(String table, String header, String columns) throws IOException {
        file(
                "models/" + table.replace('.', '/') + ".sql",
                "/* lakesmith\n" + header + "\n*/\nSELECT " + columns + "\nFROM bronze.shop_orders\n");
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    /** Gives the stream a file, without copying it. */
    void drop(Path file) throws IOException {
        Files.createLink(drop().resolve(file.getFileName()), file);
    }

    Path drop() {
        return folder.resolve("drop");
    }

    String directory() {
        return folder.toString();
    }

    /** The program on this project. */
    List<String> command(String... arguments) {
        return Stream.concat(place.lakesmith("-p", directory()).stream(), Stream.of(arguments))
                .toList();
    }

    void run(String... arguments) throws IOException {
        program.run(command(arguments));
    }

    /** Keeps the state of the lake under a name. */
    void save(String state) throws IOException {
        Files.copy(catalog(), folder.resolve(state + ".db"), StandardCopyOption.REPLACE_EXISTING);
        kept.addAll(files());
    }

    /** Puts the lake back. */
    void restore(String state) throws IOException {
        for (Path file : files()) {
            if (!kept.contains(file)) {
                Files.delete(file);
            }
        }
        Files.deleteIfExists(catalog().resolveSibling("catalog.db-wal"));
        Files.deleteIfExists(catalog().resolveSibling("catalog.db-shm"));
        Files.copy(folder.resolve(state + ".db"), catalog(), StandardCopyOption.REPLACE_EXISTING);
    }

    private Path catalog() {
        return folder.resolve("lake").resolve("catalog.db");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> walk = Files.walk(folder.resolve("lake"))) {
            return walk.filter(Files::isRegularFile)
                    .filter(file -> !file.getFileName().toString().startsWith("catalog.db"))
                    .toList();
        }
    }

    /** The data files of a table as a list for DuckDB's read_parquet. Only right after a first load. */
    String dataFiles(String table) throws IOException {
        try (Stream<Path> walk = Files.walk(
                folder.resolve("lake").resolve(table.replace('.', '/')).resolve("data"))) {
            return walk.filter(path -> path.toString().endsWith(".parquet"))
                    .map(path -> "'" + path + "'")
                    .collect(Collectors.joining(", ", "[", "]"));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
