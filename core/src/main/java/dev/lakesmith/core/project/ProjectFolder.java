package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Finds and reads a project's files, and tells those that nothing would read. */
final class ProjectFolder {

    /** The folders that are read, and how the files in them end. */
    private static final Map<String, String> FOLDERS =
            new TreeMap<>(Map.of("sources", ".yml", "models", ".sql", "seeds", ".csv", "tests", ".yml"));

    private final Path directory;
    private final Map<String, String> proposed;
    private final Diagnostics diagnostics;

    /**
     * A file of a project.
     *
     * @param path absolute
     * @param shown relative to the project, with slashes
     * @param stem the name without its ending
     */
    record Found(Path path, String shown, String stem) {}

    ProjectFolder(Path directory, Diagnostics diagnostics) {
        this(directory, Map.of(), diagnostics);
    }

    /** @param proposed as for {@link ProjectRequest} */
    ProjectFolder(Path directory, Map<String, String> proposed, Diagnostics diagnostics) {
        this.directory = directory;
        this.proposed = proposed;
        this.diagnostics = diagnostics;
    }

    List<Found> sources() {
        return files("sources", 1, List.of(".yml", ".yaml"), "sources are files sources/<name>.yml");
    }

    List<Found> models() {
        return files("models", 2, List.of(".sql"), "models are files models/<schema>/<name>.sql");
    }

    List<Found> seeds() {
        return files("seeds", 1, List.of(".csv"), "seeds are files seeds/<name>.csv");
    }

    /** Unit tests, and the files that hold rows for them. */
    List<Found> tests() {
        return files(
                "tests",
                1,
                List.of(".yml", ".yaml", ".csv", ".json", ".ndjson"),
                "tests are files tests/<name>.yml, their rows files .csv or .json beside them");
    }

    /** Tells folders and files beside lakesmith.yml whose names are nearly those that are read. */
    void tellNearMisses() {
        try (Stream<Path> beside = Files.list(directory)) {
            beside.filter(Files::isDirectory).sorted().forEach(this::tellIfMistaken);
        } catch (IOException problem) {
            diagnostics.add(
                    ErrorCode.PROJECT_INVALID,
                    Place.of("."),
                    "cannot be read: " + problem.getClass().getSimpleName());
        }
        if (Files.exists(directory.resolve("lakesmith.yaml"))) {
            misplaced(
                    "lakesmith.yaml", "this file is not read beside lakesmith.yml; move its keys there and remove it");
        }
    }

    /** A folder of another name than one that is read, when that one is missing or the files look as if it were meant. */
    private void tellIfMistaken(Path folder) {
        String name = folder.getFileName().toString();
        for (Map.Entry<String, String> known : FOLDERS.entrySet()) {
            String meant = known.getKey();
            boolean alike = name.equalsIgnoreCase(meant) || (name + "s").equalsIgnoreCase(meant);
            if (alike
                    && !isRead(folder, meant)
                    && (!Files.exists(directory.resolve(meant)) || holds(folder, known.getValue()))) {
                misplaced(name, "this folder is not read; did you mean '" + meant + "'?");
            }
        }
    }

    /** Where case does not matter, {@code Models} is {@code models}. */
    private boolean isRead(Path folder, String meant) {
        try {
            return Files.exists(directory.resolve(meant)) && Files.isSameFile(folder, directory.resolve(meant));
        } catch (IOException problem) {
            // One of them is gone meanwhile.
            return false;
        }
    }

    private static boolean holds(Path folder, String ending) {
        try (Stream<Path> files = Files.find(folder, 2, (file, attributes) -> attributes.isRegularFile())) {
            return files.anyMatch(file -> file.toString().endsWith(ending));
        } catch (IOException | UncheckedIOException problem) {
            // What cannot be read here is not of this project either way.
            return false;
        }
    }

    /** The file's text; empty when it cannot be read, which is then told. */
    Optional<String> text(Found file) {
        if (proposed.containsKey(file.shown())) {
            return Optional.ofNullable(proposed.get(file.shown()));
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file.path());
        } catch (IOException problem) {
            diagnostics.add(
                    ErrorCode.PROJECT_INVALID,
                    Place.of(file.shown()),
                    "cannot be read: " + problem.getClass().getSimpleName());
            return Optional.empty();
        }
        try {
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException malformed) {
            diagnostics.add(
                    ErrorCode.PROJECT_INVALID,
                    new Place(file.shown(), firstBadLine(bytes), 0),
                    "is not UTF-8 text; save the file as UTF-8");
            return Optional.empty();
        }
    }

    private static int firstBadLine(byte[] bytes) {
        // The first replacement character stands where decoding failed, or where the file itself has one before that.
        String text = new String(bytes, StandardCharsets.UTF_8);
        int bad = Math.max(text.indexOf('\uFFFD'), 0);
        return (int) text.substring(0, bad).chars().filter(c -> c == '\n').count() + 1;
    }

    private List<Found> files(String folder, int depth, List<String> endings, String rule) {
        Path root = directory.resolve(folder);
        List<Found> found = new ArrayList<>();
        if (Files.exists(root)) {
            walk(folder, root, depth, endings, rule, found);
        }
        for (String shown : proposed.keySet()) {
            endings.stream()
                    .filter(ending -> shown.startsWith(folder + "/") && shown.endsWith(ending))
                    .filter(ending ->
                            found.stream().noneMatch(each -> each.shown().equals(shown)))
                    .findFirst()
                    .map(ending -> shown.substring(shown.lastIndexOf('/') + 1, shown.length() - ending.length()))
                    .ifPresent(stem -> found.add(new Found(directory.resolve(shown), shown, stem)));
        }
        found.sort(Comparator.comparing(Found::shown));
        return found;
    }

    private void walk(String folder, Path root, int depth, List<String> endings, String rule, List<Found> found) {
        try {
            Files.walkFileTree(
                    root,
                    EnumSet.of(FileVisitOption.FOLLOW_LINKS),
                    Integer.MAX_VALUE,
                    new Visitor(root, depth, endings, rule, found));
        } catch (IOException problem) {
            diagnostics.add(
                    ErrorCode.PROJECT_INVALID,
                    Place.of(folder),
                    "cannot be read: " + problem.getClass().getSimpleName());
        }
    }

    private String shown(Path path) {
        return directory.relativize(path).toString().replace('\\', '/');
    }

    private void misplaced(String shown, String message) {
        diagnostics.add(ErrorCode.FILE_MISPLACED, Place.of(shown), message);
    }

    private final class Visitor extends SimpleFileVisitor<Path> {

        private final Path root;
        private final int depth;
        private final List<String> endings;
        private final String rule;
        private final List<Found> found;

        Visitor(Path root, int depth, List<String> endings, String rule, List<Found> found) {
            this.root = root;
            this.depth = depth;
            this.endings = endings;
            this.rule = rule;
            this.found = found;
        }

        @Override
        public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            int level = folder.equals(root) ? 0 : root.relativize(folder).getNameCount();
            if (level > 0 && folder.getFileName().toString().startsWith(".")) {
                return FileVisitResult.SKIP_SUBTREE;
            }
            if (level >= depth) {
                misplaced(shown(folder), "this folder is not read; " + rule);
                return FileVisitResult.SKIP_SUBTREE;
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.getFileName().toString();
            if (isForPeople(name)) {
                return FileVisitResult.CONTINUE;
            }
            Optional<String> ending = endings.stream().filter(name::endsWith).findFirst();
            boolean atItsLevel = root.relativize(file).getNameCount() == depth;
            if (ending.isPresent() && atItsLevel) {
                String stem = name.substring(0, name.length() - ending.get().length());
                found.add(new Found(file, shown(file), stem));
            } else {
                misplaced(shown(file), "this file is not read; " + rule);
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult visitFileFailed(Path file, IOException problem) {
            String what = problem instanceof FileSystemLoopException
                    ? "this symbolic link leads back to a folder around it; remove it"
                    : "cannot be read: " + problem.getClass().getSimpleName();
            diagnostics.add(ErrorCode.PROJECT_INVALID, Place.of(shown(file)), what);
            return FileVisitResult.CONTINUE;
        }

        // Notes, hidden files and what editors leave behind.
        private boolean isForPeople(String name) {
            String lower = name.toLowerCase(Locale.ROOT);
            return lower.startsWith("readme")
                    || lower.startsWith(".")
                    || lower.endsWith(".md")
                    || lower.endsWith("~")
                    || lower.endsWith(".bak")
                    || lower.endsWith(".orig")
                    || lower.endsWith(".swp");
        }
    }
}
