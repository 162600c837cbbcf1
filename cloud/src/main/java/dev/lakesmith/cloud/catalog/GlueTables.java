package dev.lakesmith.cloud.catalog;

import dev.lakesmith.lake.catalog.Conflicts;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.catalog.TableStore;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.apache.iceberg.io.FileIO;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.model.AlreadyExistsException;
import software.amazon.awssdk.services.glue.model.ConcurrentModificationException;
import software.amazon.awssdk.services.glue.model.Database;
import software.amazon.awssdk.services.glue.model.EntityNotFoundException;
import software.amazon.awssdk.services.glue.model.Table;
import software.amazon.awssdk.services.glue.model.TableInput;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * The tables of AWS Glue. Its pointers are the staged metadata files themselves; a change names the version of the entry
 * that it replaces, so that of two writers one wins.
 */
public final class GlueTables implements TableStore {

    private final GlueClient client;
    private final Optional<String> catalogId;
    private final GlueEntries entries;
    private final String told;
    private final List<SdkAutoCloseable> owned;

    /**
     * @param catalogId empty: that of the account
     * @param io access to the tables' metadata; not closed
     * @param told whose catalog it is, for messages
     * @param owned closed with this, in their order
     */
    public GlueTables(
            GlueClient client,
            Optional<String> catalogId,
            FileIO io,
            String told,
            List<? extends SdkAutoCloseable> owned) {
        this.client = client;
        this.catalogId = catalogId;
        this.entries = new GlueEntries(io);
        this.told = told;
        this.owned = List.copyOf(owned);
    }

    @Override
    public String told() {
        return told;
    }

    private <T> T ask(Supplier<T> question) {
        try {
            return question.get();
        } catch (AlreadyExistsException | ConcurrentModificationException | EntityNotFoundException e) {
            throw e;
        } catch (SdkException e) {
            throw new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    "the catalog " + told + " does not do what was asked: " + e.getMessage()
                            + "; check the target's catalog, and that this user may read and change Glue's databases and"
                            + " tables; a change that was under way has arrived or not, and the next run sees which",
                    e);
        }
    }

    @Override
    public List<Pointer> published() {
        List<Pointer> found = new ArrayList<>();
        for (Database database : databases()) {
            tables(database.name()).forEach(table -> entries.pointer(table).ifPresent(found::add));
        }
        return found;
    }

    private List<Table> tables(String database) {
        try {
            return ask(() ->
                    client.getTablesPaginator(request -> request.catalogId(id()).databaseName(database)).stream()
                            .flatMap(page -> page.tableList().stream())
                            .toList());
        } catch (EntityNotFoundException e) {
            // Removed since it was listed.
            return List.of();
        }
    }

    private List<Database> databases() {
        return ask(() -> client.getDatabasesPaginator(request -> request.catalogId(id())).stream()
                .flatMap(page -> page.databaseList().stream())
                .toList());
    }

    private @Nullable String id() {
        return catalogId.orElse(null);
    }

    private Optional<Table> entry(TableName name) {
        try {
            return Optional.of(ask(() -> client.getTable(request ->
                            request.catalogId(id()).databaseName(name.schema()).name(name.name()))
                    .table()));
        } catch (EntityNotFoundException e) {
            return Optional.empty();
        }
    }

    @Override
    public boolean hasArrived(Pointer pointer, Pointer published) {
        return pointer.metadata().equals(published.metadata());
    }

    @Override
    public boolean moveTogether(List<Pointer> pointers) {
        return false;
    }

    @Override
    public void move(Pointer pointer) {
        requireName(pointer.name());
        Optional<Table> before = entry(pointer.name());
        Optional<String> now = before.flatMap(entries::pointer).map(Pointer::metadata);
        if (now.equals(Optional.of(pointer.metadata()))) {
            return;
        }
        if (!now.equals(pointer.base()) || (now.isEmpty() && before.isPresent())) {
            throw Conflicts.changed(pointer.name());
        }
        try {
            TableInput input = entries.input(pointer, before);
            if (before.isPresent()) {
                ask(() -> client.updateTable(request -> request.catalogId(id())
                        .databaseName(pointer.name().schema())
                        .skipArchive(true)
                        .versionId(before.get().versionId())
                        .tableInput(input)));
            } else {
                ensure(pointer.name().schema());
                ask(() -> client.createTable(request -> request.catalogId(id())
                        .databaseName(pointer.name().schema())
                        .tableInput(input)));
            }
        } catch (AlreadyExistsException | ConcurrentModificationException | EntityNotFoundException e) {
            // The client asks again when an answer is lost: the other writer may be this one.
            if (!entry(pointer.name())
                    .flatMap(entries::pointer)
                    .map(Pointer::metadata)
                    .equals(Optional.of(pointer.metadata()))) {
                throw Conflicts.changed(pointer.name());
            }
        }
    }

    /** Glue would keep other names than it was given. */
    private static void requireName(TableName name) {
        if (!name.toString().matches("[a-z0-9_.-]+")) {
            throw new LakesmithException(
                    ErrorCode.NAME_INVALID,
                    name
                            + " cannot be a table of AWS Glue, whose names are lower-case letters, digits and _; rename it");
        }
    }

    private void ensure(String schema) {
        try {
            ask(() -> client.createDatabase(
                    request -> request.catalogId(id()).databaseInput(database -> database.name(schema))));
        } catch (AlreadyExistsException e) {
            // As it should be.
            return;
        }
    }

    @Override
    public void remove(Pointer pointer) {
        if (!entry(pointer.name())
                .flatMap(entries::pointer)
                .map(Pointer::metadata)
                .equals(Optional.of(pointer.metadata()))) {
            throw Conflicts.notDropped(pointer.name());
        }
        ask(() -> client.deleteTable(request -> request.catalogId(id())
                .databaseName(pointer.name().schema())
                .name(pointer.name().name())));
    }

    @Override
    public void rename(Pointer table, TableName name) {
        if (entry(name).isPresent()) {
            throw Conflicts.taken(table.name(), name);
        }
        // Glue has no such request: for a moment both names are there.
        move(new Pointer(name, table.kind(), table.metadata(), Optional.empty(), true));
        remove(table);
    }

    @Override
    public SortedMap<String, Map<String, String>> namespaces() {
        SortedMap<String, Map<String, String>> found = new TreeMap<>();
        databases().forEach(database -> found.put(database.name(), Map.copyOf(database.parameters())));
        return found;
    }

    @Override
    public void createNamespace(String namespace, Map<String, String> properties) {
        try {
            ask(() -> client.createDatabase(request -> request.catalogId(id())
                    .databaseInput(database -> database.name(namespace).parameters(properties))));
        } catch (AlreadyExistsException e) {
            throw Conflicts.schemaThere(namespace);
        }
    }

    @Override
    public void changeNamespace(String namespace, Map<String, String> set, Set<String> removed) {
        try {
            Database database = ask(
                    () -> client.getDatabase(request -> request.catalogId(id()).name(namespace))
                            .database());
            Map<String, String> properties = new HashMap<>(database.parameters());
            properties.keySet().removeAll(removed);
            properties.putAll(set);
            ask(() -> client.updateDatabase(
                    request -> request.catalogId(id()).name(namespace).databaseInput(input -> input.name(namespace)
                            .description(database.description())
                            .locationUri(database.locationUri())
                            .parameters(properties))));
        } catch (EntityNotFoundException e) {
            throw Conflicts.schemaGone(namespace);
        }
    }

    @Override
    public void dropNamespace(String namespace) {
        try {
            // Glue would drop the tables with it.
            if (!ask(() -> client.getTables(request -> request.catalogId(id()).databaseName(namespace)))
                    .tableList()
                    .isEmpty()) {
                throw Conflicts.schemaFull(namespace);
            }
            ask(() -> client.deleteDatabase(request -> request.catalogId(id()).name(namespace)));
        } catch (EntityNotFoundException e) {
            // It is gone already, as it should be.
            return;
        }
    }

    @Override
    public void close() {
        owned.forEach(SdkAutoCloseable::close);
    }
}
