package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.catalog.Pointer.Kind;
import dev.lakesmith.vocabulary.TableName;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.iceberg.MetadataUpdate;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.UpdateRequirement;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ListTablesResponse;
import org.jspecify.annotations.Nullable;

/** The tables of a lake. */
final class Tables {

    private final Pointers pointers;
    private final MetadataFiles files;
    private final Commits commits;
    private final Rules rules;
    private final Clock clock;

    Tables(Pointers pointers, MetadataFiles files, Commits commits, Rules rules, Clock clock) {
        this.pointers = pointers;
        this.files = files;
        this.commits = commits;
        this.rules = rules;
        this.clock = clock;
    }

    /** The names of tables or views. */
    ListTablesResponse list(String schema, Kind kind, Optional<String> token, Optional<String> size) {
        pointers.requireNamespace(schema);
        Page<TableName> page = Page.of(pointers.names(schema, kind), TableName::name, token, size);
        return ListTablesResponse.builder()
                .addAll(page.entries().stream().map(Identifiers::of).toList())
                .nextPageToken(page.nextOrNull())
                .build();
    }

    /** What a table would be, in a folder that nothing else has; nothing is kept. */
    TableMetadata stage(String schema, CreateTableRequest request) {
        TableName name = Identifiers.newTable(schema, request.name());
        pointers.requireNamespace(schema);
        pointers.requireFree(name);
        TableMetadata[] metadata = new TableMetadata[1];
        Refusal.ofInput(
                request,
                each -> metadata[0] = TableMetadata.newTableMetadata(
                        each.schema(),
                        Objects.requireNonNullElseGet(each.spec(), PartitionSpec::unpartitioned),
                        Objects.requireNonNullElseGet(each.writeOrder(), SortOrder::unsorted),
                        Objects.requireNonNullElseGet(each.location(), () -> freeFolder(name)),
                        each.properties()));
        TableMetadata staged = Objects.requireNonNull(metadata[0]);
        rules.check(name, null, staged);
        return staged;
    }

    TableMetadata create(String schema, CreateTableRequest request) {
        TableName name = Identifiers.newTable(schema, request.name());
        return commits.commit(() -> written(name, stage(schema, request), null));
    }

    /** The usual folder, unless a table that was renamed or is still staged has its files there. */
    private String freeFolder(TableName name) {
        String folder = rules.warehouse().folder(name, "");
        boolean taken = pointers.catalog().publishedBelow(folder).stream()
                .anyMatch(pointer -> !pointer.name().equals(name));
        return taken
                ? rules.warehouse()
                        .folder(name, "-" + UUID.randomUUID().toString().substring(0, 8))
                : folder;
    }

    private Change<TableMetadata> written(TableName name, TableMetadata next, @Nullable String base) {
        return Change.of(name, Kind.TABLE, files.write(next, base), TableMetadata::metadataFileLocation, base);
    }

    TableMetadata register(String schema, RegisterTableRequest request) {
        TableName name = Identifiers.newTable(schema, request.name());
        pointers.requireNamespace(schema);
        String location = request.metadataLocation();
        rules.checkRegistered(name, location);
        Optional<Pointer> present = pointers.find(name);
        if (present.isPresent() && (!request.overwrite() || present.get().kind() != Kind.TABLE)) {
            pointers.requireFree(name);
        }
        TableMetadata[] metadata = new TableMetadata[1];
        try {
            Refusal.ofInput(location, each -> metadata[0] = files.table(each));
        } catch (RuntimeException e) {
            if (e instanceof Refusal) {
                throw e;
            }
            throw Refusal.badRequest("the metadata file " + location + " cannot be read: " + e.getMessage());
        }
        TableMetadata registered = Objects.requireNonNull(metadata[0]);
        rules.checkRegistered(name, registered);
        return commits.commit(() -> {
            Optional<String> base = pointers.find(name).map(Pointer::metadata);
            if (base.isPresent() && !request.overwrite()) {
                pointers.requireFree(name);
            }
            return base.equals(Optional.of(location))
                    ? Change.none(registered)
                    : new Change<>(Optional.of(new Pointer(name, Kind.TABLE, location, base, true)), registered);
        });
    }

    TableMetadata load(String location) {
        return files.table(location);
    }

    TableMetadata update(TableName name, UpdateTableRequest request) {
        requireSame(name, request);
        return commits.commit(() -> next(name, request));
    }

    /** The body may name the table that the path names, and no other. */
    static void requireSame(TableName name, UpdateTableRequest request) {
        if (request.identifier() != null
                && !Identifiers.table(request.identifier()).equals(name)) {
            throw Refusal.badRequest(
                    "the path is of " + name + ", and the body of " + request.identifier() + "; they must be the same");
        }
    }

    /** Several tables, all or nothing. */
    void transact(CommitTransactionRequest request) {
        Set<TableName> seen = new HashSet<>();
        for (UpdateTableRequest each : request.tableChanges()) {
            if (each.identifier() == null) {
                throw Refusal.badRequest("a table change without an identifier");
            }
            TableName name = Identifiers.table(each.identifier());
            if (!seen.add(name)) {
                throw Refusal.badRequest(
                        "the table " + name + " is there twice; put all of its changes into one entry");
            }
        }
        commits.commit(request.tableChanges().stream()
                .map(each -> (Supplier<Change<TableMetadata>>) () -> next(Identifiers.table(each.identifier()), each))
                .toList());
    }

    private Change<TableMetadata> next(TableName name, UpdateTableRequest request) {
        boolean creates = request.requirements().stream()
                .anyMatch(each -> each instanceof UpdateRequirement.AssertTableDoesNotExist);
        return creates ? created(name, request) : changed(name, request);
    }

    private Change<TableMetadata> created(TableName name, UpdateTableRequest request) {
        TableName fresh = Identifiers.newTable(name.schema(), name.name());
        if (request.requirements().size() > 1) {
            throw Refusal.badRequest("a table that must not exist can meet no other requirement");
        }
        pointers.requireNamespace(name.schema());
        pointers.requireFree(fresh);
        TableMetadata.Builder builder = request.updates().stream()
                .filter(each -> each instanceof MetadataUpdate.UpgradeFormatVersion)
                .map(each -> ((MetadataUpdate.UpgradeFormatVersion) each).formatVersion())
                .findFirst()
                .map(TableMetadata::buildFromEmpty)
                .orElseGet(TableMetadata::buildFromEmpty);
        if (request.updates().stream().noneMatch(each -> each instanceof MetadataUpdate.SetLocation)) {
            builder.setLocation(freeFolder(fresh));
        }
        TableMetadata next = applied(request.updates(), builder);
        rules.check(fresh, null, next);
        return written(fresh, next, null);
    }

    private Change<TableMetadata> changed(TableName name, UpdateTableRequest request) {
        String base = pointers.table(name).metadata();
        TableMetadata present = files.table(base);
        Refusal.ofInput(present, each -> request.requirements().forEach(requirement -> requirement.validate(each)));
        TableMetadata next = applied(request.updates(), TableMetadata.buildFrom(present));
        if (next.changes().isEmpty()) {
            rules.requireWritable(name);
            return Change.none(present);
        }
        rules.check(name, present, next);
        return written(name, next, base);
    }

    private static TableMetadata applied(List<MetadataUpdate> updates, TableMetadata.Builder builder) {
        TableMetadata[] next = new TableMetadata[1];
        Refusal.ofInput(updates, each -> {
            each.forEach(update -> update.applyTo(builder));
            next[0] = builder.build();
        });
        return Objects.requireNonNull(next[0]);
    }

    /** Takes a table or view out; its files stay until upkeep finds that nothing needs them. */
    void drop(TableName name, Kind kind) {
        rules.requireWritable(name);
        commits.retrying(() -> {
            Pointer pointer = kind == Kind.TABLE ? pointers.table(name) : pointers.view(name);
            pointers.drop(pointer, clock.instant());
        });
    }

    void rename(RenameTableRequest request, Kind kind) {
        TableName source = Identifiers.table(request.source());
        TableName destination = Identifiers.newTable(
                request.destination().namespace(), request.destination().name());
        rules.requireWritable(source);
        rules.requireWritable(destination);
        commits.retrying(() -> {
            Pointer pointer = kind == Kind.TABLE ? pointers.table(source) : pointers.view(source);
            pointers.requireNamespace(destination.schema());
            pointers.requireFree(destination);
            pointers.rename(pointer, destination);
        });
    }
}
