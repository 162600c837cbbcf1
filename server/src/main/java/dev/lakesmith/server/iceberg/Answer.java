package dev.lakesmith.server.iceberg;

import java.util.Optional;

/**
 * What a client gets.
 *
 * @param body empty: nothing
 * @param etag names what was loaded; empty: it has no name
 */
record Answer(int status, Optional<Object> body, Optional<String> etag) {

    static final Answer NOTHING = new Answer(204, Optional.empty(), Optional.empty());

    static Answer of(Object body) {
        return new Answer(200, Optional.of(body), Optional.empty());
    }

    static Answer unchanged(String etag) {
        return new Answer(304, Optional.empty(), Optional.of(etag));
    }

    Answer named(String name) {
        return new Answer(status, body, Optional.of(name));
    }
}
