package dev.lakesmith.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Texts that a test compares with files kept beside it. With {@code -Dgolden.update=true} the files are written instead;
 * the difference is then reviewed like code.
 */
public final class Golden {

    private static final String UPDATE = "golden.update";

    private final Path folder;

    private Golden(Path folder) {
        this.folder = folder;
    }

    /** The golden files of a folder. */
    public static Golden in(Path folder) {
        return new Golden(folder);
    }

    /**
     * Compares a text with a file, line endings aside.
     *
     * @throws AssertionError naming the first line that differs
     */
    public void requireEqual(String name, String text) {
        Path file = folder.resolve(name);
        try {
            if (Boolean.getBoolean(UPDATE)) {
                Files.createDirectories(folder);
                Files.writeString(file, normalised(text));
            } else if (!Files.exists(file)) {
                throw new AssertionError(file + " is missing; write it with -D" + UPDATE + "=true");
            } else {
                requireEqual(file, normalised(Files.readString(file)), normalised(text));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void requireEqual(Path file, String expected, String actual) {
        if (expected.equals(actual)) {
            return;
        }
        String[] wanted = expected.split("\n", -1);
        String[] found = actual.split("\n", -1);
        int line = 0;
        while (line < wanted.length && line < found.length && wanted[line].equals(found[line])) {
            line++;
        }
        throw new AssertionError(file + ":" + (line + 1) + " differs\n expected: " + at(wanted, line) + "\n but was: "
                + at(found, line) + "\nAll of it:\n" + actual + "\nIf that is right, rewrite the file with -D" + UPDATE
                + "=true");
    }

    private static String at(String[] lines, int line) {
        return line < lines.length ? lines[line] : "(the end)";
    }

    private static String normalised(String text) {
        return text.replace("\r\n", "\n");
    }
}
