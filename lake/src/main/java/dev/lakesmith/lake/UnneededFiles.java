package dev.lakesmith.lake;

import dev.lakesmith.lake.catalog.Dropped;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.storage.Locations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;

/** Finds the files in the folder of one table or view that none of its states needs. */
final class UnneededFiles {

    private final FileIO io;
    private final Instant since;
    /** The files of a table know themselves by one path, and the lake may be opened through a link to it. */
    private final Map<Path, Path> realFolders = new HashMap<>();

    UnneededFiles(FileIO io, Instant since) {
        this.io = io;
        this.since = since;
    }

    /**
     * @param pointers published and staged
     * @param dropped of the same name
     */
    List<Path> of(List<Pointer> pointers, List<Dropped> dropped) {
        List<Pointer> needing = new ArrayList<>(pointers);
        dropped.stream()
                .filter(each -> !each.at().isBefore(since))
                .map(Dropped::pointer)
                .forEach(needing::add);
        // What one of them builds on is read as of its own kind; the other kind's files wait until that is gone.
        Stream<Pointer> everything =
                Stream.concat(needing.stream(), dropped.stream().map(Dropped::pointer));
        if (!needing.isEmpty() && everything.map(Pointer::kind).distinct().count() > 1) {
            return List.of();
        }
        boolean views = !needing.isEmpty() && needing.get(0).kind() == Pointer.Kind.VIEW;
        Set<Path> folders = new HashSet<>();
        Set<Path> needed = views ? views(needing, folders) : tables(needing, folders);
        dropped.forEach(each -> add(each.folder(), each.pointer(), folders));
        return folders.stream()
                .flatMap(folder -> filesIn(folder).stream())
                .filter(file -> !needed.contains(file))
                .filter(file -> Locations.writtenBefore(file, since))
                .sorted()
                .toList();
    }

    private Set<Path> tables(List<Pointer> pointers, Set<Path> folders) {
        NeededFiles needed = new NeededFiles(io);
        pointers.forEach(pointer -> {
            needed.add(pointer.metadata(), since);
            pointer.base().ifPresent(base -> needed.add(base, since));
        });
        needed.locations().forEach(location -> add(Locations.path(location), pointers.get(0), folders));
        Set<Path> files = new HashSet<>();
        needed.files().forEach(file -> files.add(real(file)));
        return files;
    }

    /** A view is its current metadata file; earlier ones are nobody's once readers had time to close them. */
    private Set<Path> views(List<Pointer> pointers, Set<Path> folders) {
        Set<Path> files = new HashSet<>();
        pointers.forEach(pointer -> {
            files.add(real(Locations.path(pointer.metadata())));
            pointer.base().map(Locations::path).map(this::real).ifPresent(files::add);
            add(new Dropped(pointer, since).folder(), pointer, folders);
        });
        return files;
    }

    /** Anything else in the folder, such as the files that landing names, is not the table's. */
    private void add(Path location, Pointer pointer, Set<Path> folders) {
        if (location.endsWith(Path.of(pointer.name().schema(), pointer.name().name()))) {
            folders.add(realFolder(location.resolve("data")));
            folders.add(realFolder(location.resolve("metadata")));
        }
    }

    private Path real(Path file) {
        Path folder = file.getParent();
        return folder == null ? file : realFolder(folder).resolve(file.getFileName());
    }

    private Path realFolder(Path folder) {
        return realFolders.computeIfAbsent(folder, path -> {
            try {
                return path.toRealPath();
            } catch (NoSuchFileException e) {
                return path;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static List<Path> filesIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
