package dev.lakesmith.lake.catalog;

import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.view.SQLViewRepresentation;
import org.apache.iceberg.view.ViewBuilder;
import org.apache.iceberg.view.ViewMetadata;
import org.apache.iceberg.view.ViewMetadataParser;
import org.apache.iceberg.view.ViewRepresentation;

/** Tells a server of views what was staged. */
final class RestViews {

    private final RestConnection server;
    private final FileIO io;

    RestViews(RestConnection server, FileIO io) {
        this.server = server;
        this.io = io;
    }

    /** Makes or replaces a view. */
    void put(Pointer pointer) {
        ViewMetadata staged = ViewMetadataParser.read(io.newInputFile(pointer.metadata()));
        TableIdentifier identifier = RestListing.identifier(pointer.name());
        ViewBuilder builder = server.catalog()
                .buildView(identifier)
                .withSchema(staged.schema())
                .withDefaultNamespace(staged.currentVersion().defaultNamespace())
                .withLocation(staged.location())
                .withProperties(staged.properties())
                .withProperty(RestCommit.MADE_FROM, pointer.metadata());
        for (ViewRepresentation each : staged.currentVersion().representations()) {
            if (each instanceof SQLViewRepresentation sql) {
                builder.withQuery(sql.dialect(), sql.sql());
            }
        }
        if (pointer.base().isPresent() && server.catalog().viewExists(identifier)) {
            builder.replace();
        } else {
            builder.create();
        }
    }
}
