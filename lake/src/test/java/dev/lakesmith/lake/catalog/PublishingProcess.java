package dev.lakesmith.lake.catalog;

import java.util.List;
import java.util.Optional;

/** Publishes a branch in a process of its own, which a test kills. */
final class PublishingProcess {

    private PublishingProcess() {}

    /** Of a catalog on a server, at the URL that the first argument is, the branch that the second is. */
    public static void main(String[] arguments) {
        ServerSettings settings = new ServerSettings(
                arguments[0], Optional.empty(), Optional.empty(), Optional.empty(), JdbcCatalog.NAME);
        try (Catalog catalog = JdbcCatalog.server(settings)) {
            List<Pointer> staged = catalog.staged(arguments[1]);
            catalog.publish(arguments[1], staged, staged);
        }
    }
}
