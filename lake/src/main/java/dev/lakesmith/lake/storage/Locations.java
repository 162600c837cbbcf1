package dev.lakesmith.lake.storage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;

/** Paths of the local disk as the locations that Iceberg metadata holds, and back. */
public final class Locations {

    private static final String SCHEME = "file://";

    private Locations() {}

    /** {@code /lake/a b} becomes {@code file:///lake/a b}: not percent-encoded, because Hadoop and PyArrow decode nothing. */
    public static String of(Path path) {
        String text = path.toAbsolutePath().normalize().toString().replace('\\', '/');
        return text.startsWith("/") ? SCHEME + text : SCHEME + "/" + text;
    }

    /** The local path of a location, with or without scheme. */
    public static Path path(String location) {
        if (!location.startsWith("file:")) {
            return Path.of(location);
        }
        String text = location.substring("file:".length());
        while (text.startsWith("//")) {
            text = text.substring(1);
        }
        boolean drive = text.length() > 2 && text.charAt(0) == '/' && text.charAt(2) == ':';
        return Path.of(drive ? text.substring(1) : text);
    }

    /** Whether a file was last written before a moment; false when it is gone. */
    public static boolean writtenBefore(Path file, Instant moment) {
        try {
            return Files.getLastModifiedTime(file).toInstant().isBefore(moment);
        } catch (NoSuchFileException e) {
            return false;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
