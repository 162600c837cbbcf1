package dev.lakesmith.connectors.files;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Finds the files that globs name. Only folders that can hold a match are entered; links are followed, loops survived. */
final class Globs {

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
        List<PathMatcher> exclusions =
                excluded.stream().map(glob -> matcher(normal(glob))).toList();
        SortedMap<String, Path> found = new TreeMap<>();
        for (String glob : globs) {
            find(normal(glob), exclusions, found);
        }
        return found;
    }

    /** Absolute, with forward slashes. */
    private String normal(String glob) {
        String slashes = glob.replace('\\', '/');
        boolean absolute = slashes.startsWith("/") || slashes.matches("[A-Za-z]:/.*");
        String full = absolute ? slashes : base.toString().replace('\\', '/') + "/" + slashes;
        return full.replaceAll("/(\\./)+", "/").replaceAll("(?<!^)/{2,}", "/");
    }

    private PathMatcher matcher(String glob) {
        try {
            // "**/" also stands for no folder at all, which Java's globs do not know.
            String lenient = glob.replace("/**/", "/{,**/}");
            return FileSystems.getDefault().getPathMatcher("glob:" + lenient);
        } catch (PatternSyntaxException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    place + ": '" + glob + "' is not a glob: " + e.getDescription()
                            + "; brackets and braces must close",
                    e);
        }
    }

    private void find(String glob, List<PathMatcher> exclusions, SortedMap<String, Path> found) {
        Path start = fixedPart(glob);
        boolean exact = !hasWildcard(glob);
        if (exact) {
            Path file = Path.of(glob).normalize();
            if (Files.isRegularFile(file)) {
                add(file, exclusions, found);
            } else {
                requireFolder(parent(file), glob);
            }
            return;
        }
        requireFolder(start, glob);
        PathMatcher matcher = matcher(glob);
        int depth = glob.contains("**")
                ? Integer.MAX_VALUE
                : Path.of(glob.replaceAll("[*?\\[\\]{},!]", "x")).getNameCount() - start.getNameCount();
        try {
            Files.walkFileTree(
                    start, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Math.max(1, depth), new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                            return !folder.equals(start) && isHidden(folder)
                                    ? FileVisitResult.SKIP_SUBTREE
                                    : FileVisitResult.CONTINUE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            if (attributes.isRegularFile() && matcher.matches(file)) {
                                add(file, exclusions, found);
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
                    });
        } catch (IOException e) {
            throw unreadable(start, e);
        }
    }

    private void add(Path file, List<PathMatcher> exclusions, SortedMap<String, Path> found) {
        String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        boolean skipped = isHidden(file)
                || UNFINISHED.stream().anyMatch(name::endsWith)
                || exclusions.stream().anyMatch(each -> each.matches(file));
        if (!skipped) {
            String shown = file.startsWith(base) ? base.relativize(file).toString() : file.toString();
            found.put(shown.replace('\\', '/'), file);
        }
    }

    private static boolean isHidden(Path path) {
        Path name = path.getFileName();
        return name != null && name.toString().startsWith(".");
    }

    private static boolean hasWildcard(String glob) {
        return glob.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    /** The folders before the first wildcard. */
    private static Path fixedPart(String glob) {
        int wildcard = 0;
        while (wildcard < glob.length() && "*?[{".indexOf(glob.charAt(wildcard)) < 0) {
            wildcard++;
        }
        int slash = glob.lastIndexOf('/', wildcard);
        return Path.of(slash <= 0 ? "/" : glob.substring(0, slash)).normalize();
    }

    private static Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? file : parent;
    }

    private void requireFolder(Path folder, String glob) {
        if (Files.isDirectory(folder)) {
            return;
        }
        @Nullable Path nearest = folder;
        while (nearest != null && !Files.isDirectory(nearest)) {
            nearest = nearest.getParent();
        }
        throw new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                place + ": the folder " + folder + " of path '" + glob + "' does not exist; the nearest that does is "
                        + nearest + ". Make it, or correct the path");
    }

    private LakesmithException unreadable(Path path, IOException e) {
        return new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                place + ": " + path + " cannot be read: " + e + "; check that this user may read it",
                e);
    }
}
