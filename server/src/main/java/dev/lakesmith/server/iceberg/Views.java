package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.catalog.Pointer.Kind;
import dev.lakesmith.vocabulary.TableName;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.view.ViewMetadata;
import org.jspecify.annotations.Nullable;

/** The views of a lake. */
final class Views {

    private final Pointers pointers;
    private final MetadataFiles files;
    private final Commits commits;
    private final Rules rules;

    Views(Pointers pointers, MetadataFiles files, Commits commits, Rules rules) {
        this.pointers = pointers;
        this.files = files;
        this.commits = commits;
        this.rules = rules;
    }

    ViewMetadata create(String schema, CreateViewRequest request) {
        TableName name = Identifiers.newTable(schema, request.name());
        rules.requireWritable(name);
        pointers.requireNamespace(schema);
        return commits.commit(() -> {
            pointers.requireFree(name);
            String folder = Objects.requireNonNullElseGet(
                    request.location(), () -> rules.warehouse().folder(name, ""));
            rules.warehouse().requireOwn(name, folder, "location");
            ViewMetadata metadata = built(() -> ViewMetadata.builder()
                    .assignUUID(UUID.randomUUID().toString())
                    .setLocation(folder)
                    .setProperties(request.properties())
                    .setCurrentVersion(request.viewVersion(), request.schema())
                    .build());
            return written(name, metadata, null);
        });
    }

    ViewMetadata load(String location) {
        return files.view(location);
    }

    ViewMetadata update(TableName name, UpdateTableRequest request) {
        Tables.requireSame(name, request);
        rules.requireWritable(name);
        return commits.commit(() -> {
            String base = pointers.view(name).metadata();
            ViewMetadata present = files.view(base);
            Refusal.ofInput(present, each -> request.requirements().forEach(requirement -> requirement.validate(each)));
            ViewMetadata next = built(() -> {
                ViewMetadata.Builder builder = ViewMetadata.buildFrom(present);
                request.updates().forEach(update -> update.applyTo(builder));
                return builder.build();
            });
            if (next.changes().isEmpty()) {
                return Change.none(present);
            }
            if (!next.location().equals(present.location())) {
                rules.warehouse().requireOwn(name, next.location(), "location");
            }
            return written(name, next, base);
        });
    }

    private Change<ViewMetadata> written(TableName name, ViewMetadata next, @Nullable String base) {
        return Change.of(name, Kind.VIEW, files.write(next, base), ViewMetadata::metadataFileLocation, base);
    }

    private static ViewMetadata built(Supplier<ViewMetadata> building) {
        ViewMetadata[] built = new ViewMetadata[1];
        Refusal.ofInput(building, each -> built[0] = each.get());
        return Objects.requireNonNull(built[0]);
    }
}
