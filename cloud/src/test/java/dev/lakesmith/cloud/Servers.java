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
