package dev.lakesmith.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A small disk for one process: Linux mounts memory over a folder in a namespace of that process, for which nobody needs
 * to be root.
 */
public final class SmallDisk {

    private static final String MOUNT = "mount -t tmpfs -o size=\"$1\" small \"$2\" && shift 2 && exec \"$@\"";
    private static final int SECONDS = 180;

    private SmallDisk() {}

    /** Whether this machine can have one. */
    public static boolean isPossible(Path folder) {
        try {
            return run(folder, 1, List.of("true")).isEmpty();
        } catch (IllegalStateException | UncheckedIOException e) {
            return false;
        }
    }

    /**
     * Runs a Java program to its end.
     *
     * @param folder which of its folders is the disk; existing
     * @param megabytes the size of the disk
     * @param options of its virtual machine
     * @param main its class, on the class path of this process
     * @return what it wrote
     */
    public static String run(Path folder, int megabytes, List<String> options, Class<?> main, String... arguments) {
        List<String> line = new ArrayList<>();
        line.add(ProcessHandle.current().info().command().orElse("java"));
        line.addAll(options);
        line.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        line.addAll(List.of(arguments));
        return run(folder, megabytes, line);
    }

    private static String run(Path folder, int megabytes, List<String> program) {
        List<String> line = new ArrayList<>(
                List.of("unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNT, "sh", megabytes + "m"));
        line.add(folder.toString());
        line.addAll(program);
        try {
            Path output = Files.createTempFile("small-disk", ".log");
            try {
                Process process = new ProcessBuilder(line)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
                boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
                process.destroyForcibly();
                String text = Files.readString(output, StandardCharsets.UTF_8);
                if (!ended || process.exitValue() != 0) {
                    throw new IllegalStateException(line + " does not end well: " + text);
                }
                return text;
            } finally {
                Files.deleteIfExists(output);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
