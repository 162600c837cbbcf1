package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** How Spark is started, from what {@code bench/spark} resolved. */
final class SparkRuntime {

    private static final String PROGRAM = "dev.lakesmith.bench.spark.SparkStatements";

    private final String classPath;
    private final List<String> moduleOptions;

    private SparkRuntime(String classPath, List<String> moduleOptions) {
        this.classPath = classPath;
        this.moduleOptions = moduleOptions;
    }

    /**
     * Finds Spark.
     *
     * @param target the folder {@code bench/spark/target}
     * @return empty when it was not resolved
     */
    static Optional<SparkRuntime> in(Path target) throws IOException {
        Path jars = target.resolve("spark.classpath");
        if (!Files.exists(jars)) {
            return Optional.empty();
        }
        String classPath =
                target.resolve("bench-spark.jar") + ":" + Files.readString(jars).strip();
        Process asked = new ProcessBuilder(Machine.java(), "-cp", classPath, PROGRAM)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String options = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return Optional.of(
                new SparkRuntime(classPath, Arrays.asList(options.strip().split("\\s+"))));
    }

    List<String> command(Path statements, Path warehouse, int cores) {
        List<String> command = new ArrayList<>(List.of(Machine.java()));
        command.addAll(moduleOptions);
        command.addAll(List.of(
                "-Xmx4g",
                "-cp",
                classPath,
                PROGRAM,
                statements.toString(),
                warehouse.toString(),
                Integer.toString(cores)));
        return command;
    }

    /** The versions, read from the names of the jars. */
    String versions() {
        return "Spark " + version("spark-sql_2.13-") + " with Iceberg " + version("iceberg-spark-runtime-4.1_2.13-");
    }

    private String version(String jar) {
        return Arrays.stream(classPath.split("[:/]"))
                .filter(part -> part.startsWith(jar))
                .map(part -> part.substring(jar.length()).replace(".jar", ""))
                .findFirst()
                .orElse("unknown");
    }
}
