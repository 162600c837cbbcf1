package dev.lakesmith.core.project;

import dev.lakesmith.lake.catalog.JdbcCatalog;
import dev.lakesmith.lake.catalog.ServerSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Which catalog knows a target's tables. */
public sealed interface CatalogSettings {

    /**
     * A file of SQLite on this machine.
     *
     * @param file absolute
     * @param name as other engines give it
     */
    record Sqlite(Path file, String name) implements CatalogSettings {}

    /** A database server. */
    record Server(ServerSettings settings) implements CatalogSettings {}

    /**
     * A server that speaks Iceberg's REST protocol.
     *
     * @param uri where it is
     * @param properties what Iceberg's client is told beside, in its words; some are secret
     */
    record Rest(String uri, Map<String, String> properties) implements CatalogSettings {
        public Rest {
            properties = Map.copyOf(properties);
        }

        /** Leaves out what may be secret. */
        @Override
        public String toString() {
            return "REST catalog at " + uri;
        }
    }

    /**
     * AWS Glue.
     *
     * @param region empty: as AWS's own settings say
     * @param endpoint empty: AWS's own
     * @param catalogId empty: the account's
     */
    record Glue(Optional<String> region, Optional<String> endpoint, Optional<String> catalogId)
            implements CatalogSettings {}

    /** The catalog that a folder of the local disk has in itself. */
    static CatalogSettings inside(Path warehouse) {
        return new Sqlite(warehouse.resolve("catalog.db"), JdbcCatalog.NAME);
    }
}
