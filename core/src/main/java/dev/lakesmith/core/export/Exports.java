package dev.lakesmith.core.export;

import dev.lakesmith.core.engine.PlainFile;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.TableName;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The exports of a lake, below {@code <warehouse>/exports/<schema>/<table>/}: each version in a folder of its own that
 * never changes, and beside them what names the current one, each replaced at once: a symlink manifest, a symbolic link on
 * the local disk, and last of all {@code current.json}.
 */
public final class Exports {

    /** The folder of the warehouse in which they are. */
    public static final String FOLDER = "exports";

    /** The folder with the list of files that Hive's SymlinkTextInputFormat reads. */
    public static final String MANIFEST_FOLDER = "_symlink_format_manifest";

    /** The symbolic link on the local disk. */
    public static final String LINK = "current";

    private static final String POINTER = "current.json";
    private static final String VERSION_PREFIX = "version-";

    private final Storage storage;
    private final String root;

    public Exports(Lake lake) {
        this.storage = lake.storage();
        this.root = lake.warehouse() + "/" + FOLDER;
    }

    /** Where a table's export is, whether or not it has one. */
    public String folder(TableName table) {
        return root + "/" + table.schema() + "/" + table.name();
    }

    /** What is exported of a table now. */
    public Optional<ExportedVersion> current(TableName table) {
        return pointer(table).filter(ExportedVersion::isPresent);
    }

    private Optional<ExportedVersion> pointer(TableName table) {
        String location = folder(table) + "/" + POINTER;
        return storage.read(location).map(text -> VersionText.read(text, location));
    }

    static String versionFolder(long snapshot, int random) {
        return VERSION_PREFIX + snapshot + "-" + "%08x".formatted(random);
    }

    /** Makes a version whose files are there the current one. */
    void publish(TableName table, ExportedVersion version) {
        Map<String, Instant> replaced = replaced(table, version.exportedAt());
        replaced.remove(version.folder());
        storage.replace(manifest(table), manifestOf(version.files()));
        FaultPoint.EXPORT_POINTED.reach();
        storage.link(folder(table) + "/" + LINK, version.folder());
        storage.replace(
                folder(table) + "/" + POINTER,
                VersionText.write(new ExportedVersion(
                        version.state(),
                        version.folder(),
                        version.snapshot(),
                        version.exportedAt(),
                        version.files(),
                        replaced)));
    }

    /** The versions that readers may still have open: a killed export may have moved some of what names them. */
    private Map<String, Instant> replaced(TableName table, Instant now) {
        Map<String, Instant> replaced = new HashMap<>();
        Optional<ExportedVersion> before = pointer(table);
        before.ifPresent(version -> replaced.putAll(version.replaced()));
        before.filter(ExportedVersion::isPresent).ifPresent(version -> replaced.put(version.folder(), now));
        storage.read(manifest(table))
                .flatMap(
                        text -> new String(text, StandardCharsets.UTF_8).lines().findFirst())
                .ifPresent(file -> replaced.put(Locations.name(Locations.parent(file)), now));
        return replaced;
    }

    private String manifest(TableName table) {
        return folder(table) + "/" + MANIFEST_FOLDER + "/manifest";
    }

    private static byte[] manifestOf(List<PlainFile> files) {
        return files.stream()
                .map(file -> file.location() + "\n")
                .collect(Collectors.joining())
                .getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Ends a table's export: nothing names a version any more. The files stay for those who read them.
     *
     * @return whether there was one
     */
    public boolean end(TableName table, Instant now) {
        if (current(table).isEmpty()) {
            return false;
        }
        Map<String, Instant> replaced = replaced(table, now);
        storage.delete(manifest(table));
        storage.delete(folder(table) + "/" + LINK);
        storage.replace(
                folder(table) + "/" + POINTER,
                VersionText.write(new ExportedVersion("", "", 0, now, List.of(), replaced)));
        return true;
    }

    /** The tables of which there is something below the folder of exports. */
    public SortedSet<TableName> tables() {
        SortedSet<TableName> tables = new TreeSet<>();
        for (StoredFile file : storage.files(root)) {
            String[] parts = inside(root, file).split("/", 3);
            if (parts.length == 3) {
                tables.add(new TableName(parts[0], parts[1]));
            }
        }
        return tables;
    }

    /** The files of versions that are not current since a moment, or never were and are as old. */
    public List<StoredFile> unneeded(TableName table, Instant since) {
        Optional<ExportedVersion> pointer = pointer(table);
        Map<String, List<StoredFile>> versions = new LinkedHashMap<>();
        for (StoredFile file : storage.files(folder(table))) {
            String inside = inside(folder(table), file);
            if (inside.startsWith(VERSION_PREFIX) && inside.contains("/")) {
                versions.computeIfAbsent(inside.substring(0, inside.indexOf('/')), name -> new ArrayList<>())
                        .add(file);
            }
        }
        List<StoredFile> unneeded = new ArrayList<>();
        versions.forEach((name, files) -> {
            boolean current =
                    pointer.map(version -> version.folder().equals(name)).orElse(false);
            Instant replaced =
                    pointer.map(version -> version.replaced().get(name)).orElse(null);
            boolean old = replaced == null
                    ? files.stream().allMatch(file -> file.writtenAt().isBefore(since))
                    : replaced.isBefore(since);
            if (!current && old) {
                unneeded.addAll(files);
            }
        });
        return unneeded;
    }

    private String inside(String folder, StoredFile file) {
        return file.location().substring(storage.canonicalFolder(folder).length() + 1);
    }

    /** Removes a file of a version, and the folder with the last one. */
    public void remove(StoredFile file) {
        storage.delete(file.location());
        storage.removeIfEmpty(Locations.parent(file.location()));
    }

    /** Forgets an export that has ended and left no files. */
    public void forgetEnded(TableName table) {
        boolean ended = pointer(table).map(version -> !version.isPresent()).orElse(false);
        if (ended && storage.files(folder(table)).size() == 1) {
            storage.delete(folder(table) + "/" + POINTER);
            storage.removeIfEmpty(folder(table) + "/" + MANIFEST_FOLDER);
            storage.removeIfEmpty(folder(table));
            storage.removeIfEmpty(Locations.parent(folder(table)));
        }
    }
}
