package dev.lakesmith.server.iceberg;

import dev.lakesmith.server.iceberg.Client.Scope;
import org.apache.iceberg.rest.Endpoint;

/** One thing that can be asked for. */
record Route(Endpoint endpoint, Scope needed, Action action) {

    private static final String PREFIX = "/{prefix}";

    /** What is done. */
    interface Action {
        Answer on(Request request);
    }

    static Route reading(Endpoint endpoint, Action action) {
        return new Route(endpoint, Scope.READ, action);
    }

    static Route writing(Endpoint endpoint, Action action) {
        return new Route(endpoint, Scope.WRITE, action);
    }

    /** This server has one catalog, so no prefix tells catalogs apart. */
    String path() {
        return endpoint.path().replace(PREFIX, "");
    }
}
