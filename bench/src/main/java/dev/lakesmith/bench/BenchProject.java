package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A Lakesmith project of one source, {@code shop}, with one stream, {@code orders}. */
final class BenchProject {

    private final Path folder;

    private BenchProject(Path folder) {
        this.folder = folder;
    }

    /**
     * Writes a project.
     *
     * @param file the stream's only file
     * @param format its format
     * @param columns declared columns; may be empty
     */
    static BenchProject write(Path folder, Path file, String format, Map<String, String> columns, int cores)
            throws IOException {
        Files.createDirectories(folder.resolve("sources"));
        Files.writeString(folder.resolve("lakesmith.yml"), """
                name: bench
                targets:
                  dev:
                    warehouse: ./lake
                    memory: %s
                    threads: %d
                """.formatted(Workplace.MEMORY, cores));
        String declared = columns.entrySet().stream()
                .map(each -> "      " + each.getKey() + ": \"" + each.getValue() + "\"\n")
                .collect(Collectors.joining());
        Files.writeString(folder.resolve("sources").resolve("shop.yml"), """
                connector: files
                streams:
                  orders:
                    path: "%s"
                    format: %s
                %s""".formatted(
                        file, format, declared.isEmpty() ? "" : "    columns:\n" + declared));
        return new BenchProject(folder);
    }

    BenchProject model(String schema, String name, String sql) throws IOException {
        Path models = Files.createDirectories(folder.resolve("models").resolve(schema));
        Files.writeString(models.resolve(name + ".sql"), sql);
        return this;
    }

    String directory() {
        return folder.toString();
    }

    /** Removes all that runs have made. */
    void reset() throws IOException {
        Workplace.remove(folder.resolve("lake"));
        Workplace.remove(folder.resolve(".lakesmith"));
    }

    /** The data files of a table as a list for DuckDB's read_parquet. Only right after a first or full load. */
    String dataFiles(String schema, String name) throws IOException {
        try (Stream<Path> walk =
                Files.walk(folder.resolve("lake").resolve(schema).resolve(name))) {
            return walk.filter(path -> path.toString().endsWith(".parquet"))
                    .map(path -> "'" + path + "'")
                    .collect(Collectors.joining(", ", "[", "]"));
        }
    }
}
