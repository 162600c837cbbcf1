package dev.lakesmith.server.iceberg;

import dev.lakesmith.server.iceberg.Client.Scope;
import org.apache.iceberg.rest.Endpoint;

/**
 * One thing that can be asked for.
 *
 * @param answers what a client gets to see
 */
record Route(Endpoint endpoint, Scope needed, Kind answers, Action action) {

    private static final String PREFIX = "/{prefix}";

    /** What a client gets to see when it asked for a change. */
    enum Kind {
        NOTHING,
        TABLE,
        VIEW,
        BODY
    }

    /** What is done. */
    interface Action {
        Answer on(Services services, Request request);
    }

    static Route reading(Endpoint endpoint, Action action) {
        return new Route(endpoint, Scope.READ, Kind.BODY, action);
    }

    static Route writing(Endpoint endpoint, Kind answers, Action action) {
        return new Route(endpoint, Scope.WRITE, answers, action);
    }

    /** This server has one catalog, so no prefix tells catalogs apart. */
    String path() {
        return endpoint.path().replace(PREFIX, "");
    }
}
