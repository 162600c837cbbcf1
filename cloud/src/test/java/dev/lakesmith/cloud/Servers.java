package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.lake.storage.S3Options.Addressing;
import dev.lakesmith.testkit.storage.S3Server;
import java.net.URI;
import java.util.Optional;

/** How tests reach their servers. */
final class Servers {

    private Servers() {}

    /** With the server's own key, perhaps through a proxy. */
    static S3Options options(S3Server server, URI endpoint) {
        return options(
                server, endpoint, new Access.Keys(server.accessKeyId(), server.secretAccessKey(), Optional.empty()));
    }

    /** With a key, for a process that has not started the server. */
    static S3Options options(URI endpoint, String id, String secret) {
        return new S3Options(
                Optional.of(endpoint),
                Optional.of("us-east-1"),
                Addressing.BY_PATH,
                new Access.Keys(id, secret, Optional.empty()),
                Optional.empty(),
                new S3Options.Encryption.OfBucket());
    }

    static S3Options options(S3Server server, URI endpoint, Access access) {
        return new S3Options(
                Optional.of(endpoint),
                Optional.of(server.region()),
                Addressing.BY_PATH,
                access,
                Optional.empty(),
                new S3Options.Encryption.OfBucket());
    }
}
