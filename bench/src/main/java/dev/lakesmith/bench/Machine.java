package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The machine that measures. */
final class Machine {

    private Machine() {}

    /** The JVM that runs this program runs the contenders. */
    static String java() {
        return Path.of(System.getProperty("java.home", ""), "bin", "java").toString();
    }

    static int cores() {
        return Runtime.getRuntime().availableProcessors();
    }

    static String described() throws IOException {
        return "%s, %d cores%s, %s %s, Java %s"
                .formatted(
                        line("/proc/cpuinfo", "model name").orElse("unknown processor"),
                        cores(),
                        memory(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        System.getProperty("java.version"));
    }

    private static String memory() throws IOException {
        return line("/proc/meminfo", "MemTotal")
                .map(text -> ", %.0f GB memory".formatted(Long.parseLong(text.replaceAll("\\D", "")) / (1024.0 * 1024)))
                .orElse("");
    }

    private static Optional<String> line(String file, String key) throws IOException {
        if (!Files.isReadable(Path.of(file))) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.toLowerCase(Locale.ROOT).startsWith(key.toLowerCase(Locale.ROOT)))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        }
    }
}
