package dev.lakesmith.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A console whose output a test can read. */
final class Captured {

    private final ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(outBytes, true, StandardCharsets.UTF_8);
    private final PrintStream err = new PrintStream(errBytes, true, StandardCharsets.UTF_8);

    Console piped() {
        return Console.ofStreams(out, err);
    }

    Console terminal(int width) {
        return Console.ofTerminal(out, err, width, Palette.PLAIN);
    }

    Console colouredTerminal(int width) {
        return Console.ofTerminal(out, err, width, Palette.COLOURED);
    }

    /** Runs a command on a project's folder; returns the exit code. */
    int run(Path project, String... arguments) {
        List<String> all = new ArrayList<>(List.of("-p", project.toString()));
        all.addAll(List.of(arguments));
        return Main.run(piped(), Map.of(), all.toArray(String[]::new));
    }

    String out() {
        return outBytes.toString(StandardCharsets.UTF_8);
    }

    String err() {
        return errBytes.toString(StandardCharsets.UTF_8);
    }
}
