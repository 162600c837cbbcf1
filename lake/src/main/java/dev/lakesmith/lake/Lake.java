package dev.lakesmith.lake;

import dev.lakesmith.lake.catalog.Catalog;
import dev.lakesmith.lake.catalog.Dropped;
import dev.lakesmith.lake.catalog.JdbcCatalog;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.types.Types;
import org.sqlite.SQLiteConfig;

/**
 * A catalog and the storage with the files of its tables. Opening touches nothing; what is missing is made by the first
 * write. Thread-safe.
 */
public final class Lake implements AutoCloseable {

    private static final String CATALOG_FILE = "catalog.db";

    private final String warehouse;
    private final Catalog catalog;
    private final Storage storage;
    private final MetadataCache cache;

    private Lake(String warehouse, Catalog catalog, Storage storage) {
        this.warehouse = warehouse;
        this.catalog = catalog;
        this.storage = storage;
        this.cache = new MetadataCache(storage.io());
    }

    /** A lake in a folder of the local disk, which need not exist, with its catalog in that folder. */
    public static Lake at(Path warehouse) {
        return of(
                Locations.of(warehouse),
                JdbcCatalog.sqlite(warehouse.toAbsolutePath().normalize().resolve(CATALOG_FILE)),
                Storage.local());
    }

    /**
     * A lake; it closes the catalog and the storage.
     *
     * @param warehouse the location of the folder in which new tables are made
     */
    public static Lake of(String warehouse, Catalog catalog, Storage storage) {
        return new Lake(warehouse, catalog, storage);
    }

    /**
     * Loads the code that reading any lake needs, for whoever has a thread to spare.
     *
     * @throws LakesmithException LAKE_UNREADABLE when SQLite does not start; opening a lake says so as well
     */
    public static void warmUp() {
        TableMetadataParser.fromJson(TableMetadataParser.toJson(TableMetadata.newTableMetadata(
                new Schema(Types.NestedField.optional(1, "a", Types.StringType.get())),
                PartitionSpec.unpartitioned(),
                "",
                Map.of())));
        try (Connection connection = new SQLiteConfig().createConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement()) {
            statement.execute("SELECT 1");
        } catch (SQLException e) {
            throw new LakesmithException(ErrorCode.LAKE_UNREADABLE, "SQLite does not start: " + e.getMessage(), e);
        }
    }

    /** The location of the folder in which new tables are made. */
    public String warehouse() {
        return warehouse;
    }

    public Storage storage() {
        return storage;
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
                .filter(branch ->
                        catalog.staged(branch).stream().allMatch(staged -> isGoneOrOlder(staged.metadata(), moment)))
                .toList();
    }

    private boolean isGoneOrOlder(String location, Instant moment) {
        return storage.file(location)
                .map(file -> file.writtenAt().isBefore(moment))
                .orElse(true);
    }

    /**
     * The data and metadata files of a table that nothing needs: no snapshot, tag or branch, nothing that was current or
     * dropped since a moment, and nothing written since then. What else is in the table's folder, such as the files that
     * landing names, is not the table's.
     */
    public List<StoredFile> unneeded(TableName table, Instant since) {
        // Staged ones first: one that is published meanwhile is seen at least once.
        List<Pointer> pointers = new ArrayList<>();
        catalog.branches().forEach(branch -> pointers.addAll(catalog.staged(branch)));
        pointers.addAll(catalog.published());
        List<Dropped> dropped = catalog.dropped();
        UnneededFiles files = new UnneededFiles(storage, since);
        // Without a pointer a folder may be anybody's.
        Stream<Pointer> own = Stream.concat(pointers.stream(), dropped.stream().map(Dropped::pointer))
                .filter(pointer -> pointer.name().equals(table));
        return Stream.concat(Stream.of(table), own.flatMap(pointer -> home(pointer).stream()))
                .distinct()
                .flatMap(name -> files.of(name, pointers, dropped).stream())
                .toList();
    }

    /** The table that a folder was made for: another one when the table was given another name since. */
    private Optional<TableName> home(Pointer pointer) {
        if (!pointer.metadata().startsWith(warehouse + "/")) {
            return Optional.empty();
        }
        String[] parts = pointer.metadata().substring(warehouse.length() + 1).split("/", 3);
        return parts.length == 3 && !parts[0].isBlank() && !parts[1].isBlank()
                ? Optional.of(new TableName(parts[0], parts[1]))
                : Optional.empty();
    }

    /**
     * Takes tables and views out of the catalog in one transaction. Their files stay for readers that have opened them,
     * and for branches; {@link #unneeded} tells when they may go.
     *
     * @param view what the caller looked at when it decided
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when another writer changed one of them since;
     *     then nothing is dropped
     */
    public void drop(Collection<TableName> tables, LakeView view, Instant now) {
        PinnedView seen = (PinnedView) view;
        catalog.drop(
                tables.stream()
                        .map(table -> seen.pointer(table).orElseThrow(() -> UnknownTable.in(view, table)))
                        .toList(),
                now);
    }

    /** The names of dropped tables and views of which files may be left. */
    public SortedSet<TableName> dropped() {
        return catalog.dropped().stream()
                .map(each -> each.pointer().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The last states of tables of a name that were dropped since a moment. */
    public List<LakeTable> droppedSince(TableName table, Instant since) {
        return dropped(table).stream()
                .filter(each -> !each.at().isBefore(since))
                .map(Dropped::pointer)
                .filter(pointer -> pointer.kind() == Pointer.Kind.TABLE)
                .map(pointer -> cache.table(table, pointer.metadata()))
                .toList();
    }

    /** Forgets those tables of a name, dropped before a moment, that left no files but what others need. */
    public void forgetDropped(TableName table, Instant since) {
        boolean named = published().names().contains(table);
        dropped(table).stream()
                .filter(each -> each.at().isBefore(since))
                .filter(each -> named || !hasFiles(each))
                .forEach(catalog::forget);
    }

    private boolean hasFiles(Dropped dropped) {
        return Stream.of("/data", "/metadata")
                .anyMatch(folder -> !storage.files(dropped.folder() + folder).isEmpty());
    }

    private List<Dropped> dropped(TableName table) {
        return catalog.dropped().stream()
                .filter(each -> each.pointer().name().equals(table))
                .toList();
    }

    /** The branches that hold a table or view of this name. */
    public List<String> branchesWith(TableName table) {
        return branches().stream()
                .filter(branch -> catalog.staged(branch).stream()
                        .anyMatch(pointer -> pointer.name().equals(table)))
                .toList();
    }

    private LakeTable existing(TableName table) {
        return published().table(table).orElseThrow(() -> UnknownTable.in(published(), table));
    }

    PinnedView pinned(Collection<Pointer> staged) {
        return new PinnedView(cache, catalog.published(), staged);
    }

    /** Where its pointers are; closed with the lake. */
    public Catalog catalog() {
        return catalog;
    }

    String locationOf(TableName table) {
        return warehouse + "/" + table.schema() + "/" + table.name();
    }

    /** Deletes files that no table will get. */
    public void discard(WrittenFiles files) {
        files.files().forEach(file -> storage.delete(file.location()));
    }

    @Override
    public void close() {
        catalog.close();
        storage.close();
    }
}
