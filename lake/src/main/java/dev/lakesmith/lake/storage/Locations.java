package dev.lakesmith.lake.storage;

import java.nio.file.Path;
import java.util.regex.Pattern;

/** The locations that Iceberg metadata holds, and the paths of those on the local disk. */
public final class Locations {

    private static final String SCHEME = "file://";
    private static final Pattern REMOTE = Pattern.compile("(?s)(?!(?i)file:)[A-Za-z][A-Za-z0-9+.-]+://.*");

    private Locations() {}

    /** {@code /lake/a b} becomes {@code file:///lake/a b}: not percent-encoded, because Hadoop and PyArrow decode nothing. */
    public static String of(Path path) {
        String text = path.toAbsolutePath().normalize().toString().replace('\\', '/');
        return text.startsWith("/") ? SCHEME + text : SCHEME + "/" + text;
    }

    /** Whether it is elsewhere than on the local disk. */
    public static boolean isRemote(String location) {
        return REMOTE.matcher(location).matches();
    }

    /** The path of a location on the local disk, with or without scheme. */
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

    /** As people write it: without a scheme when it is on the local disk. */
    public static String told(String location) {
        return isRemote(location) ? location : path(location).toString();
    }

    /** The folder that a file or folder is in; itself when it is in none. */
    public static String parent(String location) {
        int slash = location.lastIndexOf('/');
        return slash <= location.indexOf("://") + 2 ? location : location.substring(0, slash);
    }

    /** The last part of a location. */
    public static String name(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
