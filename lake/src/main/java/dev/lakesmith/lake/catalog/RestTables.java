package dev.lakesmith.lake.catalog;

import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;
import org.apache.iceberg.TableOperations;
import org.apache.iceberg.catalog.TableCommit;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.BadRequestException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.io.FileIO;

/**
 * The tables of a server that speaks Iceberg's REST protocol. It writes metadata files itself: what was staged is told it
 * as changes, and a property of the table says which staged file they came from.
 */
public final class RestTables implements TableStore {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final RestConnection server;
    private final RestListing listing;
    private final RestNamespaces namespaces;
    private final RestViews views;
    private final FileIO io;
    /** Whether the server takes several tables in one request, as far as is known. */
    private volatile boolean takesSeveral = true;
    /** Whether there may be new tables among them. */
    private volatile boolean takesNewOnes = true;

    /**
     * @param uri of the server
     * @param properties what Iceberg's client is told beside
     * @param storage with the tables' files; not closed
     */
    public RestTables(String uri, Map<String, String> properties, Storage storage) {
        FileIO io = storage.io();
        this.server = new RestConnection(uri, properties, io);
        this.listing = new RestListing(server);
        this.namespaces = new RestNamespaces(server);
        this.views = new RestViews(server, io);
        this.io = io;
    }

    @Override
    public String told() {
        return server.uri();
    }

    @Override
    public List<Pointer> published() {
        return server.ask(catalog -> listing.read(namespaces.names(catalog)));
    }

    @Override
    public boolean hasArrived(Pointer pointer, Pointer published) {
        if (listing.madeFrom(published).equals(pointer.metadata())) {
            return true;
        }
        // A server may word the location of a file that it was given differently.
        return pointer.base().isEmpty()
                && pointer.kind() == Pointer.Kind.TABLE
                && listing.isTable(
                        published,
                        TableMetadataParser.read(io, pointer.metadata()).uuid());
    }

    private boolean hasArrived(Pointer pointer) {
        return current(pointer.name()).filter(now -> hasArrived(pointer, now)).isPresent();
    }

    private Optional<Pointer> current(TableName name) {
        return server.ask(catalog -> listing.table(name).or(() -> listing.view(name)));
    }

    @Override
    public boolean moveTogether(List<Pointer> pointers) {
        boolean news = pointers.stream().anyMatch(pointer -> pointer.base().isEmpty());
        if (!takesSeveral || (news && !takesNewOnes)) {
            return false;
        }
        List<TableCommit> commits = new ArrayList<>();
        for (Pointer pointer : pointers) {
            Optional<Pointer> now = current(pointer.name());
            if (now.filter(each -> each.kind() == Pointer.Kind.VIEW).isPresent()) {
                return false;
            }
            if (!now.map(Pointer::metadata).equals(pointer.base())) {
                throw Conflicts.changed(pointer.name());
            }
            commits.add(commit(pointer));
        }
        namespaces.ensure(pointers);
        try {
            server.catalog().commitTransaction(commits);
            return true;
        } catch (UnsupportedOperationException e) {
            takesSeveral = false;
            return false;
        } catch (CommitFailedException | AlreadyExistsException | NoSuchTableException e) {
            return arrived(pointers, e);
        } catch (BadRequestException | IllegalArgumentException e) {
            if (!news) {
                throw server.failed(e);
            }
            takesNewOnes = false;
            return false;
        } catch (RuntimeException e) {
            if (!RestFailures.isUncertain(e)) {
                throw server.failed(e);
            }
            return awaited(pointers, e);
        }
    }

    /** After a conflict: it may be with what this one has published itself, when an answer was lost. */
    private boolean arrived(List<Pointer> pointers, RuntimeException failure) {
        for (Pointer pointer : pointers) {
            if (!hasArrived(pointer)) {
                LakesmithException conflict = Conflicts.changed(pointer.name());
                conflict.addSuppressed(failure);
                throw conflict;
            }
        }
        return true;
    }

    /** Looks whether what was asked for has happened; false when it has not and may be asked for again. */
    private boolean awaited(List<Pointer> pointers, RuntimeException failure) {
        Patience patience = new Patience();
        while (true) {
            try {
                return pointers.stream().allMatch(this::hasArrived);
            } catch (LakesmithException e) {
                if (e.code() != ErrorCode.LAKE_UNREADABLE || !patience.waits(PATIENCE)) {
                    throw server.failed(failure);
                }
            }
        }
    }

    private TableCommit commit(Pointer pointer) {
        TableMetadata next = TableMetadataParser.read(io, pointer.metadata());
        return pointer.base()
                .map(base -> RestCommit.ofChange(pointer, TableMetadataParser.read(io, base), next))
                .orElseGet(() -> RestCommit.ofNew(pointer, next));
    }

    @Override
    public void move(Pointer pointer) {
        Patience patience = new Patience();
        while (true) {
            try {
                Optional<Pointer> now = current(pointer.name());
                if (now.filter(each -> hasArrived(pointer, each)).isEmpty()) {
                    if (!now.map(Pointer::metadata).equals(pointer.base())) {
                        throw Conflicts.changed(pointer.name());
                    }
                    move(pointer, now);
                }
                return;
            } catch (CommitFailedException | AlreadyExistsException e) {
                arrived(List.of(pointer), e);
                return;
            } catch (RuntimeException e) {
                // What happened is seen when it is tried again.
                if (!RestFailures.isUncertain(e) || !patience.waits(PATIENCE)) {
                    throw server.failed(e);
                }
            }
        }
    }

    private void move(Pointer pointer, Optional<Pointer> now) {
        TableIdentifier identifier = RestListing.identifier(pointer.name());
        namespaces.ensure(List.of(pointer));
        if (now.filter(each -> each.kind() != pointer.kind()).isPresent()) {
            remove(now.get());
            now = Optional.empty();
        }
        if (pointer.kind() == Pointer.Kind.VIEW) {
            views.put(pointer);
        } else if (now.isEmpty()) {
            server.catalog().registerTable(identifier, pointer.metadata());
        } else {
            TableMetadata base = TableMetadataParser.read(io, now.get().metadata());
            TableMetadata next = TableMetadataParser.read(io, pointer.metadata());
            TableOperations operations = ((HasTableOperations) server.catalog().loadTable(identifier)).operations();
            operations.commit(base, MetadataChanges.between(base, next, RestCommit.mark(pointer)));
        }
    }

    @Override
    public void remove(Pointer pointer) {
        Optional<Pointer> now = current(pointer.name());
        if (!now.map(Pointer::metadata).equals(Optional.of(pointer.metadata()))) {
            throw Conflicts.notDropped(pointer.name());
        }
        TableIdentifier identifier = RestListing.identifier(pointer.name());
        server.ask(catalog -> now.get().kind() == Pointer.Kind.VIEW
                ? catalog.dropView(identifier)
                : catalog.dropTable(identifier, false));
    }

    @Override
    public void rename(Pointer table, TableName name) {
        if (!current(table.name()).map(Pointer::metadata).equals(Optional.of(table.metadata()))) {
            throw Conflicts.changed(table.name());
        }
        TableIdentifier from = RestListing.identifier(table.name());
        TableIdentifier to = RestListing.identifier(name);
        namespaces.ensure(Set.of(name.schema()));
        try {
            server.ask(catalog -> {
                if (table.kind() == Pointer.Kind.VIEW) {
                    catalog.renameView(from, to);
                } else {
                    catalog.renameTable(from, to);
                }
                return true;
            });
        } catch (AlreadyExistsException e) {
            throw Conflicts.taken(table.name(), name);
        }
    }

    @Override
    public SortedMap<String, Map<String, String>> namespaces() {
        return server.ask(namespaces::read);
    }

    @Override
    public void createNamespace(String namespace, Map<String, String> properties) {
        namespaces.create(namespace, properties);
    }

    @Override
    public void changeNamespace(String namespace, Map<String, String> set, Set<String> removed) {
        namespaces.change(namespace, set, removed);
    }

    @Override
    public void dropNamespace(String namespace) {
        namespaces.drop(namespace);
    }

    @Override
    public void close() {
        listing.close();
        server.close();
    }
}
