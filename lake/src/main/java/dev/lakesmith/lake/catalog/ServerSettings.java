package dev.lakesmith.lake.catalog;

import java.util.Optional;

/**
 * Where a catalog on a database server is.
 *
 * @param url as drivers name it ({@code jdbc:postgresql://host/database}) or without {@code jdbc:}; {@code postgres},
 *     {@code postgresql}, {@code mysql} and {@code mariadb} are known
 * @param user empty: the one in the URL, or the driver's default
 * @param password empty: the one in the URL, or none
 * @param schema of PostgreSQL; empty: the user's default one
 * @param name of the catalog, as other engines give it
 */
public record ServerSettings(
        String url, Optional<String> user, Optional<String> password, Optional<String> schema, String name) {

    /** Leaves out what is secret. */
    @Override
    public String toString() {
        return "catalog " + name + " at " + ServerUrl.of(url).shown();
    }
}
