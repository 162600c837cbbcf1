package dev.lakesmith.testkit;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * A Java program in a process of its own, with this JVM's class path: it may be killed at a fault point, and two may run
 * at the same time. Immutable.
 */
public final class ChildJvm {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private final String mainClass;
    private final Map<String, String> properties;

    private ChildJvm(String mainClass, Map<String, String> properties) {
        this.mainClass = mainClass;
        this.properties = properties;
    }

    /** The program that a class's {@code main} is. */
    public static ChildJvm of(String mainClass) {
        return new ChildJvm(mainClass, Map.of());
    }

    /** The same program with a system property. */
    public ChildJvm property(String name, String value) {
        Map<String, String> more = new TreeMap<>(properties);
        more.put(name, value);
        return new ChildJvm(mainClass, more);
    }

    /**
     * Runs the program to its end.
     *
     * @throws AssertionError when it takes longer than two minutes; it is killed then
     */
    public Ended run(String... arguments) {
        return start(arguments).await();
    }

    /** Starts the program and does not wait. */
    public Running start(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx512m",
                "-cp",
                System.getProperty("java.class.path")));
        properties.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        try {
            File out = Files.createTempFile("child", ".out").toFile();
            File err = Files.createTempFile("child", ".err").toFile();
            Process process = new ProcessBuilder(command)
                    .redirectOutput(out)
                    .redirectError(err)
                    .start();
            return new Running(process, out.toPath(), err.toPath());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A program that runs. */
    public static final class Running {

        private final Process process;
        private final Path out;
        private final Path err;

        private Running(Process process, Path out, Path err) {
            this.process = process;
            this.out = out;
            this.err = err;
        }

        /**
         * Waits for the end.
         *
         * @throws AssertionError when it takes longer than two minutes; the program is killed then
         */
        public Ended await() {
            try {
                if (!process.waitFor(LONGEST.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly().waitFor();
                    throw new AssertionError("the program did not end within " + LONGEST + "; it said:\n"
                            + Files.readString(out) + Files.readString(err));
                }
                Ended ended = new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
                Files.delete(out);
                Files.delete(err);
                return ended;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted while the program ran", e);
            }
        }
    }

    /**
     * A program that has ended.
     *
     * @param exitCode what it gave back; 137 when it died at a fault point
     * @param out what it wrote to standard output
     * @param err what it wrote to standard error
     */
    public record Ended(int exitCode, String out, String err) {}
}
