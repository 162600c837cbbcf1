package dev.lakesmith.connectors.files.glob;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A pattern of files of this machine: a folder without wildcards, and what must match below it. */
public final class Glob {

    private final GlobText text;
    private final Path folder;

    private Glob(GlobText text, Path folder) {
        this.text = text;
        this.folder = folder;
    }

    /**
     * Reads a glob.
     *
     * @param base what a relative glob starts from; its own name may hold any character
     * @param place where the glob is written, for messages
     */
    public static Glob of(String written, Path base, String place) {
        GlobText text = GlobText.of(written, place);
        try {
            return new Glob(text, base.resolve(text.fixed()).normalize());
        } catch (InvalidPathException e) {
            throw GlobText.noGlob(written, place, e);
        }
    }

    /** As the user wrote it. */
    String written() {
        return text.written();
    }

    /** Where its files are, or above it. */
    public Path folder() {
        return folder;
    }

    /** What stands behind the folder. */
    String rest() {
        return text.rest();
    }

    boolean namesOneFile() {
        return text.namesOneFile();
    }

    /** How many folders deep a match can be. */
    int depth() {
        return text.depth();
    }

    boolean matches(Path file) {
        return file.startsWith(folder) && text.matches(slashed(folder.relativize(file)));
    }

    /** Whether the file's bare name matches. */
    boolean matchesName(Path file) {
        return text.matchesName(String.valueOf(file.getFileName()));
    }

    public static String slashed(Path path) {
        // Where names are not separated by backslashes, a backslash is part of a name.
        String separator = path.getFileSystem().getSeparator();
        return separator.equals("/") ? path.toString() : path.toString().replace(separator, "/");
    }
}
