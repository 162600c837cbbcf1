package dev.lakesmith.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Does what users do, in a folder that is deleted afterwards, so that the JVM can archive the classes this needs. The
 * launcher runs it once for each Java version it meets; later starts map the archive instead of loading classes.
 */
public final class Training {

    private Training() {}

    /** Ends with 1 when a command failed, so that no half archive is kept. */
    public static void main(String[] arguments) throws IOException {
        System.exit(failed().isEmpty() ? 0 : 1);
    }

    /** Runs every command; gives those that failed. */
    static List<String> failed() throws IOException {
        List<String> failed = new ArrayList<>();
        Path folder = Files.createTempDirectory("lakesmith-training");
        try (PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            Console console = Console.ofTerminal(nowhere, nowhere, 80, Palette.COLOURED);
            Map<String, String> environment = Map.of("XDG_STATE_HOME", folder.toString());
            String project = folder.resolve("project").toString();
            for (List<String> command : List.of(
                    List.of("--help"),
                    List.of("--version"),
                    List.of("init", "--help"),
                    List.of("init", project),
                    List.of("-p", project, "check"),
                    List.of("-p", project, "plan"),
                    List.of("-p", project, "run"),
                    List.of("-p", project, "run"),
                    List.of("-p", project, "tables"),
                    List.of("-p", project, "history"),
                    List.of("-p", project, "quarantine"),
                    List.of("-p", project, "lineage", "gold.revenue_by_day"),
                    List.of("-p", project, "query", "SELECT * FROM gold.revenue_by_day"))) {
                if (Main.run(console, environment, command.toArray(String[]::new)) != 0) {
                    failed.add(String.join(" ", command));
                }
            }
            // a mistyped command line must be quick, too
            if (Main.run(console, environment, "--no-color", "inti") != ExitCode.USAGE.number()) {
                failed.add("inti");
            }
        } finally {
            delete(folder);
        }
        return failed;
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(folder)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.delete(path);
        }
    }
}
