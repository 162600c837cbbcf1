package dev.lakesmith.lake;

import dev.lakesmith.lake.catalog.Dropped;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Finds the files in the folder of one table or view that none of its states needs, nor those of a table that another
 * tool has given another name: that one keeps its folder, and a new table of the old name may come into it.
 */
final class UnneededFiles {

    private final Storage storage;
    private final Instant since;

    UnneededFiles(Storage storage, Instant since) {
        this.storage = storage;
        this.since = since;
    }

    /**
     * @param table whose folder is looked through, the name of it
     * @param pointers published and staged, of all tables and views
     * @param dropped of all names
     */
    List<StoredFile> of(TableName table, List<Pointer> pointers, List<Dropped> dropped) {
        List<Pointer> needing = new ArrayList<>(pointers);
        dropped.stream()
                .filter(each -> !each.at().isBefore(since))
                .map(Dropped::pointer)
                .forEach(needing::add);
        needing.removeIf(pointer -> !concerns(table, pointer));
        List<Dropped> gone =
                dropped.stream().filter(each -> concerns(table, each.pointer())).toList();
        // What one of them builds on is read as of its own kind; the other kind's files wait until that is gone.
        Stream<Pointer> everything =
                Stream.concat(needing.stream(), gone.stream().map(Dropped::pointer));
        if (!needing.isEmpty() && everything.map(Pointer::kind).distinct().count() > 1) {
            return List.of();
        }
        boolean views = !needing.isEmpty() && needing.get(0).kind() == Pointer.Kind.VIEW;
        Set<String> folders = new HashSet<>();
        Set<String> needed = views ? views(table, needing, folders) : tables(table, needing, folders);
        gone.forEach(each -> add(each.folder(), table, folders));
        return folders.stream()
                .flatMap(folder -> storage.files(folder).stream())
                .filter(file -> !needed.contains(storage.canonical(file.location())))
                .filter(file -> file.writtenAt().isBefore(since))
                .sorted(Comparator.comparing(StoredFile::location))
                .toList();
    }

    private static boolean concerns(TableName table, Pointer pointer) {
        return pointer.name().equals(table) || pointer.metadata().contains(folder(table) + "/");
    }

    private Set<String> tables(TableName table, List<Pointer> pointers, Set<String> folders) {
        NeededFiles needed = new NeededFiles(storage.io());
        pointers.forEach(pointer -> {
            needed.add(pointer.metadata(), since);
            pointer.base().ifPresent(base -> needed.add(base, since));
        });
        needed.locations().forEach(location -> add(location, table, folders));
        Set<String> files = new HashSet<>();
        needed.files().forEach(file -> files.add(storage.canonical(file)));
        return files;
    }

    /** A view is its current metadata file; earlier ones are nobody's once readers had time to close them. */
    private Set<String> views(TableName table, List<Pointer> pointers, Set<String> folders) {
        Set<String> files = new HashSet<>();
        pointers.forEach(pointer -> {
            files.add(storage.canonical(pointer.metadata()));
            pointer.base().map(storage::canonical).ifPresent(files::add);
            add(new Dropped(pointer, since).folder(), table, folders);
        });
        return files;
    }

    /** Anything else in the folder, such as the files that landing names, is not the table's. */
    private void add(String location, TableName table, Set<String> folders) {
        if (location.endsWith(folder(table))) {
            folders.add(storage.canonical(location + "/data"));
            folders.add(storage.canonical(location + "/metadata"));
        }
    }

    private static String folder(TableName table) {
        return "/" + table.schema() + "/" + table.name();
    }
}
