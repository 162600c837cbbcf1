package dev.lakesmith.lake;

import dev.lakesmith.lake.catalog.Catalog;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.KeptBeside;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.apache.iceberg.DataFile;

/**
 * A branch of the whole catalog: tables staged together, seen by no one else, published together. Pointers of staged
 * tables are kept in the catalog, so a branch outlives its process. Thread-safe; each table has one writer at a time.
 */
public final class Branch {

    private final String name;
    private final Lake lake;
    private final Catalog catalog;
    private final PinnedView start;

    /** What this process has put on the branch, or chosen to keep there. */
    private final Map<TableName, Pointer> mine = new ConcurrentHashMap<>();

    Branch(String name, Lake lake, Catalog catalog) {
        this.name = name;
        this.lake = lake;
        this.catalog = catalog;
        this.start = lake.pinned(List.of());
    }

    public String name() {
        return name;
    }

    /** What is published, with everything staged here laid over it. */
    public LakeView view() {
        return lake.pinned(catalog.staged(name));
    }

    /**
     * As {@link #view}, but of the staged tables only those that may be published: their checks passed, and what they
     * build on is still what is published.
     */
    public LakeView auditedView() {
        return lake.pinned(publishable());
    }

    /** A table goes with those kept beside it: its rows are neither published without their quarantine nor twice. */
    private List<Pointer> publishable() {
        PinnedView published = lake.pinned(List.of());
        List<Pointer> staged = catalog.staged(name);
        Set<String> unfit = staged.stream()
                .filter(pointer -> !pointer.audited()
                        || !pointer.base()
                                .equals(published.pointer(pointer.name()).map(Pointer::metadata)))
                .map(pointer -> KeptBeside.owner(pointer.name()))
                .collect(Collectors.toSet());
        return staged.stream()
                .filter(pointer -> !unfit.contains(KeptBeside.owner(pointer.name())))
                .toList();
    }

    /** Forgets the staged tables that {@link #auditedView} leaves out. */
    public void keepAudited() {
        List<Pointer> kept = publishable();
        catalog.replaceBranch(name, kept);
        kept.forEach(pointer -> mine.put(pointer.name(), pointer));
    }

    /** Begins a table that is not there yet, or continues one that is, whatever its columns are. */
    public TableDraft draft(TableName table, List<Column> columnsIfNew) {
        return draft(table, columnsIfNew, TableLayout.PLAIN);
    }

    /** As {@link #draft(TableName, List)}, with the layout of a new table. */
    public TableDraft draft(TableName table, List<Column> columnsIfNew, TableLayout layoutIfNew) {
        // What was published when this branch was made: if that changed since, the publication must find a conflict.
        Optional<Pointer> base = start.pointer(table);
        if (base.filter(pointer -> pointer.kind() == Pointer.Kind.TABLE).isEmpty()) {
            // A view of that name becomes a table: its pointer is what the publication compares with.
            return TableDraft.create(
                    this, table, columnsIfNew, layoutIfNew, base.map(Pointer::metadata), lake.locationOf(table));
        }
        return TableDraft.change(
                this, start.table(table).orElseThrow(), base.get().metadata());
    }

    /** Stages a view. */
    public void stageView(TableName view, String sql, List<Column> columns, Map<String, String> properties) {
        Optional<Pointer> published = start.pointer(view);
        String previous = published
                .filter(pointer -> pointer.kind() == Pointer.Kind.VIEW)
                .map(Pointer::metadata)
                .orElse(null);
        String location = ViewFiles.write(
                view,
                sql,
                columns,
                properties,
                lake.locationOf(view),
                previous,
                storage().io());
        stage(new Pointer(view, Pointer.Kind.VIEW, location, published.map(Pointer::metadata), false));
    }

    /** Says that the staged table may be published. */
    public void audited(TableName table) {
        audited(table, Map.of());
    }

    /** As {@link #audited(TableName)}; a staged table gets properties that were not known when it was staged. */
    public void audited(TableName table, Map<String, String> properties) {
        for (Pointer pointer : catalog.staged(name)) {
            if (pointer.name().equals(table)) {
                boolean amends = pointer.kind() == Pointer.Kind.TABLE && !properties.isEmpty();
                String metadata = amends
                        ? TableDraft.amended(this, view().table(table).orElseThrow(), pointer.metadata(), properties)
                        : pointer.metadata();
                stage(new Pointer(table, pointer.kind(), metadata, pointer.base(), true));
            }
        }
    }

    /** Gives a table of {@link #view} properties and nothing else; it may be published. */
    public void stageProperties(TableName table, Map<String, String> properties) {
        boolean staged =
                catalog.staged(name).stream().anyMatch(pointer -> pointer.name().equals(table));
        if (!staged) {
            draft(table, List.of()).stage();
        }
        audited(table, properties);
    }

    /**
     * Publishes every audited table of this branch in one catalog transaction and removes the branch.
     *
     * @return the tables that changed
     * @throws dev.lakesmith.vocabulary.LakesmithException LAKE_CONFLICT when another writer changed one of them, or
     *     another process what this one staged; then nothing is published
     */
    public List<TableName> publish() {
        List<Pointer> staged = catalog.staged(name);
        if (!staged.containsAll(mine.values())) {
            throw new LakesmithException(
                    ErrorCode.LAKE_CONFLICT,
                    "what was staged on the branch " + name + " was changed, published or forgotten by another process;"
                            + " nothing was published, run again");
        }
        List<Pointer> audited = staged.stream().filter(Pointer::audited).toList();
        catalog.publish(name, staged, audited);
        mine.clear();
        return audited.stream().map(Pointer::name).toList();
    }

    /** Forgets everything staged here. */
    public void drop() {
        catalog.dropBranch(name);
        mine.clear();
    }

    /** Forgets everything staged here and deletes the data files that only this branch knows and that were written for it. */
    public void discard() {
        LakeView staged = view();
        PinnedView published = lake.pinned(List.of());
        for (Pointer pointer : catalog.staged(name)) {
            Set<String> kept = published.table(pointer.name()).stream()
                    .flatMap(table -> table.files().stream())
                    .map(file -> file.data().location())
                    .collect(Collectors.toSet());
            List<DataFile> only = staged.table(pointer.name()).stream()
                    .flatMap(table -> table.files().stream().filter(file -> !table.isRegistered(file)))
                    .map(ScanFile::data)
                    .filter(file -> !kept.contains(file.location()))
                    .toList();
            discard(new WrittenFiles(only));
        }
        drop();
    }

    /** Deletes files that no table will get. */
    public void discard(WrittenFiles files) {
        lake.discard(files);
    }

    void stage(Pointer pointer) {
        catalog.stage(name, pointer);
        mine.put(pointer.name(), pointer);
    }

    Storage storage() {
        return lake.storage();
    }
}
