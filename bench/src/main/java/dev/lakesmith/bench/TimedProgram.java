package dev.lakesmith.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Runs programs and tells what they cost. Each is started by a shell that prints, when it has ended, what its children
 * used: the kernel's own sum, of which nothing is missed.
 */
final class TimedProgram {

    private static final String SCRIPT = "log=$1; shift; \"$@\" >\"$log\" 2>&1; code=$?; times; exit $code";
    private static final int SHOWN_OF_LOG = 2_000;

    private final Path log;

    /**
     * A way to run programs.
     *
     * @param log gets what the program prints; overwritten each time
     */
    TimedProgram(Path log) {
        this.log = log;
    }

    /**
     * Runs a program to its end.
     *
     * @throws IOException when it cannot be started or fails; the message shows the end of what it printed
     */
    Cost run(List<String> command) throws IOException {
        List<String> shell = new ArrayList<>(List.of("sh", "-c", SCRIPT, "sh", log.toString()));
        shell.addAll(command);
        long started = System.nanoTime();
        Process process = new ProcessBuilder(shell)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed;
        OptionalLong peak;
        int code;
        try (PeakMemory memory = PeakMemory.of(process.toHandle())) {
            printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            code = process.waitFor();
            peak = memory.bytes();
        } catch (InterruptedException e) {
            process.descendants().forEach(ProcessHandle::destroy);
            throw new IOException("interrupted while " + command.get(0) + " was running", e);
        }
        double wallSeconds = (System.nanoTime() - started) / 1e9;
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + code + "; it printed:\n" + endOfLog());
        }
        return new Cost(ShellTimes.childSeconds(printed), wallSeconds, peak);
    }

    /** What the last program printed. */
    String printed() throws IOException {
        return Files.readString(log);
    }

    private String endOfLog() throws IOException {
        String text = printed();
        return text.substring(Math.max(0, text.length() - SHOWN_OF_LOG));
    }
}
