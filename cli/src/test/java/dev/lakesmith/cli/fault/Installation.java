package dev.lakesmith.cli.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The program as users install it. Its native libraries are beside the jars, so a start that is killed leaves no copy of
 * them in the temporary folder, and its class archive halves the time of a start.
 */
final class Installation {

    private final Path launcher;

    private Installation(Path launcher) {
        this.launcher = launcher;
    }

    /** The distribution that the build has laid out, or the one that {@code lakesmith.distribution} names. */
    static Installation find() {
        String named = System.getProperty("lakesmith.distribution", "");
        if (!named.isEmpty()) {
            return of(Path.of(named));
        }
        try (Stream<Path> found = Files.list(Path.of("target", "distribution"))) {
            return of(found.findFirst().orElseThrow());
        } catch (IOException e) {
            throw new UncheckedIOException("no distribution; the build lays one out in its package phase", e);
        }
    }

    private static Installation of(Path home) {
        return new Installation(home.resolve("bin").resolve("lakesmith").toAbsolutePath());
    }

    /** Starts a command. */
    Started start(Path project, String fault, List<String> command) {
        List<String> line = new ArrayList<>(List.of(launcher.toString(), "-p", project.toString()));
        line.addAll(command);
        try {
            Path output = Files.createTempFile(project.toAbsolutePath().getParent(), "output", ".txt");
            ProcessBuilder builder =
                    new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(output.toFile());
            builder.environment().putAll(Home.of(project).environment());
            builder.environment().put("LAKESMITH_CDS", "now");
            builder.environment().put("LAKESMITH_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -Dlakesmith.fault=" + fault);
            return new Started(builder.start(), output, System.nanoTime());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command on its way. */
    record Started(Process process, Path output, long startedAt) {

        /** How long it has been on its way. */
        long millis() {
            return (System.nanoTime() - startedAt) / 1_000_000;
        }

        void kill() {
            process.destroyForcibly();
        }

        boolean endsWithin(long millis) {
            try {
                return process.waitFor(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        Ended end() {
            if (!endsWithin(TimeUnit.MINUTES.toMillis(5))) {
                kill();
                throw new AssertionError("a command did not end within five minutes");
            }
            try {
                String text = Files.readString(output);
                Files.delete(output);
                return new Ended(process.exitValue(), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** What came of a command. */
    record Ended(int code, String output) {

        /** The code that the system gives to what {@code kill -9} ended, and the fault points to themselves. */
        private static final int KILLED = 137;

        boolean killed() {
            return code == KILLED;
        }
    }
}
