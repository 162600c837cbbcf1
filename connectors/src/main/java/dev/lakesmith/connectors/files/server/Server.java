package dev.lakesmith.connectors.files.server;

import dev.lakesmith.core.project.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Where a source's {@code url} says that its files are.
 *
 * @param protocol how it is spoken to
 * @param host its name or address
 * @param port written, or its protocol's own
 * @param folder from the root on, without a slash at its end; empty: where the server puts who logs in
 */
public record Server(Protocol protocol, String host, int port, String folder) {

    /** How files come from another machine. */
    public enum Protocol {
        /** Over SSH. */
        SFTP(22),
        /** FTP whose connection is secured once it stands. */
        FTPES(21),
        /** FTP whose connection is secured from the start. */
        FTPS(990),
        /** FTP that everybody on the way can read. */
        FTP(21),
        HTTPS(443),
        HTTP(80);

        private final int port;

        Protocol(int port) {
            this.port = port;
        }

        public String scheme() {
            return name().toLowerCase(Locale.ROOT);
        }

        public boolean isHttp() {
            return this == HTTPS || this == HTTP;
        }

        boolean isFtp() {
            return this == FTPES || this == FTPS || this == FTP;
        }

        private static Optional<Protocol> of(String scheme) {
            return Arrays.stream(values())
                    .filter(each -> each.scheme().equals(scheme.toLowerCase(Locale.ROOT)))
                    .findFirst();
        }
    }

    /** What a source names; empty: it reads folders of this machine. */
    public static Optional<Server> of(Values source) {
        return source.find("url", String.class)
                .filter(url -> Protocol.of(url.replaceFirst("(?s)://.*", "")).isPresent())
                .map(Server::parsed);
    }

    private static Server parsed(String text) {
        URI url = URI.create(text);
        Protocol protocol = Protocol.of(url.getScheme()).orElseThrow();
        int port = url.getPort() < 0 ? protocol.port : url.getPort();
        String folder = protocol.isHttp() ? url.getRawPath() : url.getPath();
        return new Server(
                protocol,
                url.getHost().replaceAll("^\\[|\\]$", ""),
                port,
                folder.equals("/") ? "/" : folder.replaceAll("/+$", ""));
    }

    public static Optional<String> complaint(String text) {
        String allowed = Arrays.stream(Protocol.values())
                .map(each -> each.scheme() + "://")
                .collect(Collectors.joining(", ", "", ", s3://"));
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("is no URL; write one such as sftp://files.example.com/outgoing");
        }
        if (url.getScheme() == null || Protocol.of(url.getScheme()).isEmpty()) {
            return Optional.of("begins with none of " + allowed
                    + "; write one such as sftp://files.example.com/outgoing, or leave 'url' out for folders of this"
                    + " machine");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("holds a user or password; write them in 'user' and 'password'");
        }
        if (url.getHost() == null) {
            return Optional.of("names no host; write one such as sftp://files.example.com/outgoing");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            return Optional.of("holds a '?' or '#'; write what follows '?' in 'parameters'");
        }
        return Optional.empty();
    }

    /** For people, and in tables: with a path from the root on, and without whoever logs in. */
    String shown(String path) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return protocol.scheme() + "://" + name + (port == protocol.port ? "" : ":" + port) + path;
    }

    /** The machine alone, for people. */
    String shown() {
        return shown("");
    }
}
