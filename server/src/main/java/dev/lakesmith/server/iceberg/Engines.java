package dev.lakesmith.server.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.lake.catalog.Catalog;
import dev.lakesmith.lake.catalog.CatalogChange;
import dev.lakesmith.lake.catalog.CatalogJson;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.lake.catalog.ServedCatalog;
import dev.lakesmith.server.iceberg.Client.Scope;
import java.util.List;
import java.util.function.Function;
import org.apache.iceberg.rest.Endpoint;

/**
 * What Lakesmith asks of Lakesmith beside the open API: the catalog as it is, with its branches. Reading it tells no more than
 * where metadata files are.
 */
final class Engines {

    private Engines() {}

    static List<Route> routes() {
        return List.of(
                reading("published", catalog -> CatalogJson.ofPointers(catalog.published())),
                reading("branches", catalog -> CatalogJson.ofBranches(catalog.branches())),
                Route.reading(
                        Endpoint.create("GET", ServedCatalog.PATH + "/staged"),
                        (services, request) -> Answer.of(CatalogJson.ofPointers(services.pointers()
                                .catalog()
                                .staged(request.query("branch")
                                        .orElseThrow(() -> Refusal.badRequest("branch=NAME is missing")))))),
                reading("dropped", catalog -> CatalogJson.ofDropped(catalog.dropped())),
                reading("namespaces", catalog -> CatalogJson.ofNamespaces(catalog.namespaces())),
                new Route(
                        Endpoint.create("POST", ServedCatalog.PATH + "/changes"),
                        Scope.ENGINE,
                        Route.Kind.NOTHING,
                        Engines::change));
    }

    private static Route reading(String name, Function<Catalog, Object> read) {
        return Route.reading(
                Endpoint.create("GET", ServedCatalog.PATH + "/" + name),
                (services, request) -> Answer.of(read.apply(services.pointers().catalog())));
    }

    private static Answer change(Services services, Request request) {
        JsonNode json = request.json();
        CatalogChange change;
        try {
            change = CatalogJson.change(json);
        } catch (IllegalArgumentException e) {
            throw Refusal.badRequest(String.valueOf(e.getMessage()));
        }
        for (Pointer pointer : change.pointers()) {
            Identifiers.requirePlain(pointer.name());
            services.rules().warehouse().requireInside(pointer.metadata(), "metadata file");
        }
        services.pointers().change(change);
        return Answer.NOTHING;
    }
}
