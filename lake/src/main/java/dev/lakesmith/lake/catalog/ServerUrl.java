package dev.lakesmith.lake.catalog;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a database server, taken apart.
 *
 * @param kind which database
 * @param rest behind the scheme, without user and password
 * @param user in the URL
 * @param password in the URL
 */
public record ServerUrl(ServerKind kind, String rest, Optional<String> user, Optional<String> password) {

    private static final Pattern FORM =
            Pattern.compile("(?:jdbc:)?([a-z]+):(//(?:([^/@:?#]*)(?::([^/@?#]*))?@)?)?(.*)", Pattern.DOTALL);

    /**
     * Takes an address apart.
     *
     * @throws IllegalArgumentException for a database that is not known
     */
    public static ServerUrl of(String url) {
        Matcher parts = FORM.matcher(url);
        Optional<ServerKind> kind = parts.matches() ? ServerKind.ofScheme(parts.group(1)) : Optional.empty();
        if (kind.isEmpty()) {
            throw new IllegalArgumentException("no address of PostgreSQL, MySQL or MariaDB");
        }
        return new ServerUrl(
                kind.get(),
                (parts.group(2) == null ? "" : "//") + parts.group(5),
                Optional.ofNullable(parts.group(3)).map(ServerUrl::decoded),
                Optional.ofNullable(parts.group(4)).map(ServerUrl::decoded));
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    /** What the driver is given. */
    String jdbc() {
        return "jdbc:" + kind.driverScheme() + ":" + rest;
    }

    /** For messages: without options, which may hold secrets. */
    public String shown() {
        int options = rest.indexOf('?');
        return kind.driverScheme() + ":" + (options < 0 ? rest : rest.substring(0, options));
    }
}
