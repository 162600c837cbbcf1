package dev.lakesmith.lake;

import dev.lakesmith.lake.catalog.Dropped;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.StoredFile;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Finds the files in the folder of one table or view that none of its states needs. */
final class UnneededFiles {

    private final Storage storage;
    private final Instant since;

    UnneededFiles(Storage storage, Instant since) {
        this.storage = storage;
        this.since = since;
    }

    /**
     * @param pointers published and staged
     * @param dropped of the same name
     */
    List<StoredFile> of(List<Pointer> pointers, List<Dropped> dropped) {
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
        Set<String> folders = new HashSet<>();
        Set<String> needed = views ? views(needing, folders) : tables(needing, folders);
        dropped.forEach(each -> add(each.folder(), each.pointer(), folders));
        return folders.stream()
                .flatMap(folder -> storage.files(folder).stream())
                .filter(file -> !needed.contains(storage.canonical(file.location())))
                .filter(file -> file.writtenAt().isBefore(since))
                .sorted(Comparator.comparing(StoredFile::location))
                .toList();
    }

    private Set<String> tables(List<Pointer> pointers, Set<String> folders) {
        NeededFiles needed = new NeededFiles(storage.io());
        pointers.forEach(pointer -> {
            needed.add(pointer.metadata(), since);
            pointer.base().ifPresent(base -> needed.add(base, since));
        });
        needed.locations().forEach(location -> add(location, pointers.get(0), folders));
        Set<String> files = new HashSet<>();
        needed.files().forEach(file -> files.add(storage.canonical(file)));
        return files;
    }

    /** A view is its current metadata file; earlier ones are nobody's once readers had time to close them. */
    private Set<String> views(List<Pointer> pointers, Set<String> folders) {
        Set<String> files = new HashSet<>();
        pointers.forEach(pointer -> {
            files.add(storage.canonical(pointer.metadata()));
            pointer.base().map(storage::canonical).ifPresent(files::add);
            add(new Dropped(pointer, since).folder(), pointer, folders);
        });
        return files;
    }

    /** Anything else in the folder, such as the files that landing names, is not the table's. */
    private void add(String location, Pointer pointer, Set<String> folders) {
        if (location.endsWith(
                "/" + pointer.name().schema() + "/" + pointer.name().name())) {
            folders.add(storage.canonical(location + "/data"));
            folders.add(storage.canonical(location + "/metadata"));
        }
    }
}
