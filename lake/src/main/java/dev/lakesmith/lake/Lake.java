package dev.lakesmith.lake;

import dev.lakesmith.vocabulary.TableName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.iceberg.io.FileIO;

/**
 * A warehouse folder with its catalog file {@code catalog.db}. Opening touches nothing; the folder and the file are made
 * by the first write. Thread-safe.
 */
public final class Lake implements AutoCloseable {

    private static final String CATALOG_FILE = "catalog.db";

    private final Path warehouse;
    private final SqliteCatalog catalog;
    private final FileIO io = new LocalFileIo();
    private final MetadataCache cache = new MetadataCache(io);

    private Lake(Path warehouse) {
        this.warehouse = warehouse.toAbsolutePath().normalize();
        this.catalog = new SqliteCatalog(this.warehouse.resolve(CATALOG_FILE));
    }

    /** A lake in a folder of the local disk, which need not exist. */
    public static Lake at(Path warehouse) {
        return new Lake(warehouse);
    }

    public Path warehouse() {
        return warehouse;
    }

    /** The SQLite file that other engines open as a JDBC (PyIceberg: SQL) catalog named {@code lakesmith}. */
    public Path catalogFile() {
        return warehouse.resolve(CATALOG_FILE);
    }

    /** What is published now. Later publications do not change the view. */
    public LakeView published() {
        return pinned(List.of());
    }

    /** A branch, new or continued. */
    public Branch branch(String name) {
        return new Branch(name, this, catalog);
    }

    /** A branch that holds nothing: what an earlier try staged under this name is forgotten. */
    public Branch freshBranch(String name) {
        catalog.dropBranch(name);
        return branch(name);
    }

    /** The branches that hold something. */
    public List<String> branches() {
        return catalog.branches();
    }

    /** Names a snapshot, so that it can be read by that name and is kept. */
    public void tag(TableName table, String tag, long snapshotId) {
        Branch branch = branch("tag-" + table + "-" + tag);
        LakeTable existing = existing(table);
        existing.at(Long.toString(snapshotId));
        branch.draft(table, existing.columns()).tag(tag, snapshotId).stage();
        branch.audited(table);
        branch.publish();
    }

    /**
     * Makes an earlier state of a table current again, positions included, so that the next run loads again what came
     * after it.
     *
     * @param moment as for {@link LakeTable#at}
     */
    public void rollback(TableName table, String moment) {
        LakeTable target = existing(table).at(moment);
        Branch branch = branch("rollback-" + table);
        branch.draft(table, target.columns())
                .rollbackTo(target.snapshotId().orElseThrow())
                .stage();
        branch.audited(table);
        branch.publish();
    }

    /**
     * The branches on which nothing was staged since a moment: what runs, loads, replays and upkeep left behind that
     * failed or died.
     */
    public List<String> branchesIdleSince(Instant moment) {
        return branches().stream()
                .filter(branch -> catalog.staged(branch).stream()
                        .allMatch(staged -> isGoneOrOlder(Locations.path(staged.metadata()), moment)))
                .toList();
    }

    private static boolean isGoneOrOlder(Path file, Instant moment) {
        return Files.notExists(file) || Locations.writtenBefore(file, moment);
    }

    /**
     * The data and metadata files of a table that nothing needs: no snapshot, tag or branch, nothing that was current
     * since a moment, and nothing written since then. What else is in the table's folder, such as the files that landing
     * names, is not the table's.
     */
    public List<Path> unneeded(TableName table, Instant since) {
        // Staged ones first: one that is published meanwhile is seen at least once.
        List<Pointer> pointers = new ArrayList<>();
        catalog.branches().forEach(branch -> pointers.addAll(catalog.staged(branch)));
        pointers.addAll(catalog.published());
        pointers.removeIf(pointer -> !pointer.name().equals(table));
        // Without a pointer the folder may be anybody's.
        if (pointers.isEmpty()
                || pointers.stream().map(Pointer::kind).distinct().count() > 1) {
            return List.of();
        }
        if (pointers.get(0).kind() == Pointer.Kind.VIEW) {
            return unneededOfView(pointers, since);
        }
        NeededFiles needed = new NeededFiles(io);
        pointers.forEach(pointer -> {
            needed.add(pointer.metadata(), since);
            pointer.base().ifPresent(base -> needed.add(base, since));
        });
        // The path by which the files know themselves; this lake may have been opened through a link.
        return needed.locations().stream()
                .map(Locations::path)
                .filter(location -> location.endsWith(Path.of(table.schema(), table.name())))
                .flatMap(location -> Stream.of(location.resolve("data"), location.resolve("metadata")))
                .flatMap(folder -> filesIn(folder).stream())
                .filter(file -> !needed.files().contains(file))
                .filter(file -> Locations.writtenBefore(file, since))
                .toList();
    }

    /** A view is its current metadata file; earlier ones are nobody's once readers had time to close them. */
    private static List<Path> unneededOfView(List<Pointer> pointers, Instant since) {
        Set<Path> needed = new HashSet<>();
        pointers.forEach(pointer -> {
            needed.add(Locations.path(pointer.metadata()));
            pointer.base().map(Locations::path).ifPresent(needed::add);
        });
        return needed.stream()
                .map(Path::getParent)
                .distinct()
                .flatMap(folder -> filesIn(folder).stream())
                .filter(file -> !needed.contains(file))
                .filter(file -> Locations.writtenBefore(file, since))
                .toList();
    }

    private static List<Path> filesIn(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LakeTable existing(TableName table) {
        return published().table(table).orElseThrow(() -> UnknownTable.in(published(), table));
    }

    PinnedView pinned(Collection<Pointer> staged) {
        return new PinnedView(cache, catalog.published(), staged);
    }

    String locationOf(TableName table) {
        return Locations.of(warehouse.resolve(table.schema()).resolve(table.name()));
    }

    FileIO io() {
        return io;
    }

    @Override
    public void close() {
        catalog.close();
        io.close();
    }
}
