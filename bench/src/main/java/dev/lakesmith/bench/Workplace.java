package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where everything happens, and the programs that are measured.
 *
 * @param folder for data, projects and results
 * @param lakesmith a copy of the distribution, so that a build meanwhile changes nothing
 * @param benchClasses the class path of this program
 * @param spark how Spark is started; empty when it is not there
 * @param cores how many threads each contender uses
 * @param dataBytes about how large the files to load are
 */
record Workplace(
        Path folder, Path lakesmith, String benchClasses, Optional<SparkRuntime> spark, int cores, long dataBytes) {

    /** What Lakesmith's projects and plain DuckDB may use; Spark gets the memory it needs. */
    static final String MEMORY = "512MB";

    /** A file or folder of the workplace. */
    Path path(String name) {
        return folder.resolve(name);
    }

    /** Lakesmith's launcher with arguments. */
    List<String> lakesmith(String... arguments) {
        List<String> command = new ArrayList<>(
                List.of(lakesmith.resolve("bin").resolve("lakesmith").toString()));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Plain DuckDB, with the same library and the same JVM options as Lakesmith. */
    Contender duckDb(String name, String... statements) throws IOException {
        List<String> all = new ArrayList<>(
                List.of("SET threads = " + cores, "SET memory_limit = '" + MEMORY + "'", "SET TimeZone = 'UTC'"));
        all.addAll(List.of(statements));
        Path out = path(name + ".parquet");
        return new Contender(
                () -> remove(out),
                List.of(
                        Machine.java(),
                        "-XX:+UseSerialGC",
                        "-XX:-UsePerfData",
                        "-Xshare:auto",
                        "-cp",
                        lakesmith.resolve("lib").resolve("*") + ":" + benchClasses,
                        RawDuckDb.class.getName(),
                        statements(name, all).toString()));
    }

    /** Spark with an Iceberg catalog, where it is there. */
    Optional<Contender> spark(String name, String... statements) throws IOException {
        if (spark.isEmpty()) {
            return Optional.empty();
        }
        Path file = statements(name + "-spark", List.of(statements));
        return Optional.of(
                new Contender(Contender.Preparation.NONE, spark.get().command(file, path("spark-warehouse"), cores)));
    }

    private Path statements(String name, List<String> statements) throws IOException {
        return Files.writeString(path(name + ".sql"), String.join(";;\n", statements));
    }

    /** Where the contender of that name writes its result. */
    Path output(String name) {
        return path(name + ".parquet");
    }

    /** Removes a file, or a folder with all that is in it. */
    static void remove(Path path) throws IOException {
        if (!Files.exists(path)) {
            return;
        }
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
                    throws IOException {
                Files.delete(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /** Copies a folder with all that is in it, but for folders of these names. */
    static void copy(Path from, Path to, List<String> leftOut) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (leftOut.contains(directory.getFileName().toString())) {
                    return FileVisitResult.SKIP_SUBTREE;
                }
                Files.createDirectories(to.resolve(from.relativize(directory).toString()));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file).toString()),
                        StandardCopyOption.COPY_ATTRIBUTES,
                        StandardCopyOption.REPLACE_EXISTING);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
