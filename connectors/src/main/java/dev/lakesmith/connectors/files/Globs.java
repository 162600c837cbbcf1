package dev.lakesmith.connectors.files;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that globs name. Only folders that can hold a match are entered; links are followed, loops survived.
 * Hidden files, files in hidden folders or warehouses and files whose name says that they are still being written are
 * left out.
 */
final class Globs {

    /** A folder with this file is a warehouse: what is in it are tables and copies, never sources. */
    private static final String CATALOG = "catalog.db";

    private static final List<String> UNFINISHED = List.of(".tmp", ".part", ".crdownload", ".filepart", ".inprogress");

    private final Path base;
    private final String place;

    /**
     * Globs of one stream.
     *
     * @param base what relative globs start from, absolute
     * @param place where they are written, for messages
     */
    Globs(Path base, String place) {
        this.base = base;
        this.place = place;
    }

    /** The files, by the path shown to users: relative to the base where they are below it. */
    SortedMap<String, Path> find(List<String> globs, List<String> excluded) {
        List<Glob> exclusions =
                excluded.stream().map(glob -> Glob.of(glob, base, place)).toList();
        SortedMap<String, Path> found = new TreeMap<>();
        for (String written : globs) {
            Glob glob = Glob.of(written, base, place);
            requireFolder(glob);
            for (Path file : files(glob)) {
                if (!isLeftOut(file, exclusions)) {
                    Path shown = file.startsWith(base) ? base.relativize(file) : file;
                    found.put(Glob.slashed(shown), file);
                }
            }
        }
        return found;
    }

    private List<Path> files(Glob glob) {
        if (glob.namesOneFile()) {
            Path file = glob.folder().resolve(glob.rest());
            return Files.isRegularFile(file) ? List.of(file) : List.of();
        }
        Found found = new Found(glob);
        try {
            Files.walkFileTree(glob.folder(), EnumSet.of(FileVisitOption.FOLLOW_LINKS), glob.depth(), found);
        } catch (IOException e) {
            throw unreadable(glob.folder(), e);
        }
        return found.files;
    }

    private static boolean isLeftOut(Path file, List<Glob> exclusions) {
        return isUnfinished(String.valueOf(file.getFileName()))
                || exclusions.stream().anyMatch(glob -> glob.matches(file) || glob.matchesName(file));
    }

    /** Hidden, or named as files are while they are written. */
    static boolean isUnfinished(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.startsWith(".") || UNFINISHED.stream().anyMatch(lower::endsWith);
    }

    private void requireFolder(Glob glob) {
        Path folder = glob.folder();
        if (Files.isDirectory(folder)) {
            return;
        }
        @Nullable Path nearest = folder;
        while (nearest != null && !Files.isDirectory(nearest)) {
            nearest = nearest.getParent();
        }
        throw new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                place + ": the folder " + folder + " of path '" + glob.written()
                        + "' does not exist; the nearest that does is " + nearest + ". Make it, or correct the path");
    }

    private LakesmithException unreadable(Path path, IOException e) {
        return new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                place + ": " + path + " cannot be read: " + e + "; check that this user may read it",
                e);
    }

    /** Collects the matches of one glob. */
    private final class Found extends SimpleFileVisitor<Path> {

        private final Glob glob;
        private final List<Path> files = new ArrayList<>();

        Found(Glob glob) {
            this.glob = glob;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean first = folder.equals(glob.folder());
            boolean lake = Files.exists(folder.resolve(CATALOG));
            if (first && lake && glob.depth() > 1) {
                throw new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        place + ": path '" + glob.written() + "' looks for sources inside the warehouse " + folder
                                + ", where it would find its own copies; keep sources and warehouse apart");
            }
            boolean hidden = !first && String.valueOf(folder.getFileName()).startsWith(".");
            return hidden || (lake && !first) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile() && glob.matches(file)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw unreadable(file, e);
        }
    }
}
