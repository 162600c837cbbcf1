package dev.lakesmith.cli;

import dev.lakesmith.cloud.GlueCatalogs;
import dev.lakesmith.core.project.CatalogSettings;
import dev.lakesmith.core.project.Target;
import dev.lakesmith.lake.catalog.Catalog;
import dev.lakesmith.lake.catalog.JdbcCatalog;
import dev.lakesmith.lake.catalog.RestCatalog;
import dev.lakesmith.lake.catalog.StoreCatalog;
import dev.lakesmith.lake.storage.Storage;

/** Makes the catalog that a target names. */
final class Catalogs {

    private Catalogs() {}

    /** Connects to nothing yet. */
    static Catalog of(Target target, Storage storage) {
        CatalogSettings settings = target.catalog();
        if (settings instanceof CatalogSettings.Sqlite sqlite) {
            return JdbcCatalog.sqlite(sqlite.file(), sqlite.name());
        } else if (settings instanceof CatalogSettings.Server server) {
            return JdbcCatalog.server(server.settings());
        } else if (settings instanceof CatalogSettings.Rest rest) {
            return new RestCatalog(rest.uri(), rest.properties(), storage, target.warehouse());
        }
        CatalogSettings.Glue glue = (CatalogSettings.Glue) settings;
        return new StoreCatalog(
                GlueCatalogs.open(glue.region(), glue.endpoint(), glue.catalogId(), target.storage(), storage),
                storage,
                target.warehouse());
    }
}
