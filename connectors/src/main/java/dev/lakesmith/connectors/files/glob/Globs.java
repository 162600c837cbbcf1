package dev.lakesmith.connectors.files.glob;

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
public final class Globs {

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
    public Globs(Path base, String place) {
        this.base = base;
        this.place = place;
    }

    /** The files, by the path shown to users: relative to the base where they are below it. */
    public SortedMap<String, Path> find(List<String> globs, List<String> excluded) {
        List<Glob> exclusions =
                excluded.stream().map(glob -> Glob.of(glob, base, place)).toList();
        SortedMap<String, Path> found = new TreeMap<>();
        for (String written : globs) {
            Glob glob = Glob.of(written, base, place);
            requireFolder(glob);
            for (Path file : files(glob)) {
                if (!isLeftOut(file, exclusions)) {
                    found.put(shown(file), file);
                }
            }
        }
        return found;
    }

    /**
     * What was found without following links.
     *
     * @param files as for {@link #find}
     * @param links that a match or the folders of one could be behind, likewise
     */
    public record Unlinked(SortedMap<String, Path> files, SortedMap<String, Path> links) {}

    /**
     * The files that globs name, but none that only a link leads to: whoever looks around follows no link out of the
     * folder that he was shown, and sees nothing twice. The folder itself may be one.
     */
    public Unlinked findUnlinked(List<String> globs) {
        SortedMap<String, Path> links = new TreeMap<>();
        SortedMap<String, Path> files = new TreeMap<>();
        for (String written : globs) {
            Glob glob = Glob.of(written, base, place);
            requireFolder(glob);
            Found found = new Found(glob, Links.KEPT);
            walk(glob, found);
            found.files.stream()
                    .filter(file -> !isLeftOut(file, List.of()))
                    .forEach(file -> files.put(shown(file), file));
            found.links.forEach(link -> links.put(shown(link), link));
        }
        return new Unlinked(files, links);
    }

    private String shown(Path file) {
        return Glob.slashed(file.startsWith(base) ? base.relativize(file) : file);
    }

    private List<Path> files(Glob glob) {
        if (glob.namesOneFile()) {
            Path file = glob.folder().resolve(glob.rest());
            return Files.isRegularFile(file) ? List.of(file) : List.of();
        }
        Found found = new Found(glob, Links.FOLLOWED);
        walk(glob, found);
        return found.files;
    }

    private void walk(Glob glob, Found found) {
        try {
            Files.walkFileTree(glob.folder(), EnumSet.of(FileVisitOption.FOLLOW_LINKS), glob.depth(), found);
        } catch (IOException e) {
            throw unreadable(glob.folder(), e);
        }
    }

    private static boolean isLeftOut(Path file, List<Glob> exclusions) {
        return isUnfinished(String.valueOf(file.getFileName()))
                || exclusions.stream().anyMatch(glob -> glob.matches(file) || glob.matchesName(file));
    }

    /** Hidden, or named as files are while they are written. */
    public static boolean isUnfinished(String name) {
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

    private enum Links {
        FOLLOWED,
        KEPT
    }

    /** Collects the matches of one glob. */
    private final class Found extends SimpleFileVisitor<Path> {

        private final Glob glob;
        private final Links kind;
        private final List<Path> files = new ArrayList<>();
        private final List<Path> links = new ArrayList<>();

        Found(Glob glob, Links kind) {
            this.glob = glob;
            this.kind = kind;
        }

        private boolean isKeptLink(Path path) {
            return kind == Links.KEPT && !path.equals(glob.folder()) && Files.isSymbolicLink(path);
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            boolean first = folder.equals(glob.folder());
            if (isKeptLink(folder)) {
                links.add(folder);
                return FileVisitResult.SKIP_SUBTREE;
            }
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
            if (isKeptLink(file)) {
                if (glob.matches(file)) {
                    links.add(file);
                }
            } else if (attributes.isRegularFile() && glob.matches(file)) {
                files.add(file);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException e) {
            if (isKeptLink(file)) {
                links.add(file);
                return FileVisitResult.CONTINUE;
            }
            if (e instanceof FileSystemLoopException || e instanceof NoSuchFileException) {
                return FileVisitResult.CONTINUE;
            }
            throw unreadable(file, e);
        }
    }
}
