package dev.lakesmith.cli.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;

/** Makes the files of a lake look old enough for upkeep. */
final class Ageing {

    private Ageing() {}

    static void everything(Path project) {
        try {
            Home.of(project).age(project);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void files(Path folder) throws IOException {
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!file.getFileName().toString().startsWith("catalog.db")) {
                    Files.setLastModifiedTime(file, longAgo);
                }
            }
        }
    }
}
