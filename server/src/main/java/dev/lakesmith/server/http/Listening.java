package dev.lakesmith.server.http;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Where and how a server listens.
 *
 * @param host an address or name of this machine
 * @param port 0: any free one
 * @param tls empty: unencrypted
 * @param largestBody in bytes; longer requests are refused
 * @param accessLog gets one line for each request; never a secret
 */
public record Listening(String host, int port, Optional<Tls> tls, long largestBody, Consumer<String> accessLog) {

    /** What encrypts: files in PEM. */
    public record Tls(Path certificate, Path key) {}

    /** The beginning of every address of the server. */
    String origin(int actualPort) {
        String name = host.contains(":") ? "[" + host + "]" : host;
        return (tls.isPresent() ? "https://" : "http://") + name + ":" + actualPort;
    }
}
