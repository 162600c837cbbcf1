package dev.lakesmith.cli;

import dev.lakesmith.cloud.RoleSessions;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.StorageOptions;
import dev.lakesmith.server.iceberg.AccessFile;
import dev.lakesmith.server.iceberg.StorageCredentials;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;
import java.util.Map;

/** The role that clients of the catalog get for the files of a table. */
final class ClientRole implements StorageCredentials, AutoCloseable {

    private final RoleSessions sessions;

    private ClientRole(RoleSessions sessions) {
        this.sessions = sessions;
    }

    /**
     * Takes the role on with the lake's own credentials.
     *
     * @throws LakesmithException USAGE when the lake is not in S3
     */
    static ClientRole of(AccessFile.Role role, StorageOptions storage) {
        if (!(storage instanceof S3Options s3) || s3.access() instanceof S3Options.Access.Anonymous) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "'credentials' of the access file are for warehouses in S3 with credentials of their own; take it out");
        }
        return new ClientRole(
                RoleSessions.open(s3, new S3Options.Role(role.arn(), role.externalId()), role.lifetime()));
    }

    @Override
    public Granted grant(String client, List<String> folders, Rights rights) {
        RoleSessions.Session session = sessions.begin(
                client, folders, rights == Rights.READ ? RoleSessions.Rights.READ : RoleSessions.Rights.WRITE);
        return new Granted(
                Map.of(
                        "s3.access-key-id", session.keyId(),
                        "s3.secret-access-key", session.secret(),
                        "s3.session-token", session.token(),
                        "s3.session-token-expires-at-ms",
                                Long.toString(session.until().toEpochMilli())),
                session.until());
    }

    @Override
    public void close() {
        sessions.close();
    }
}
