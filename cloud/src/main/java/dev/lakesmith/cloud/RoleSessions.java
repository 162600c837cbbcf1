package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Sessions of a role that may do no more than is needed for a few folders of a bucket, for others than the lake itself.
 * What a session may do is what both the role and the session's own policy allow. Thread-safe.
 */
public final class RoleSessions implements AutoCloseable {

    private final StsClient sts;
    private final List<SdkAutoCloseable> owned;
    private final S3Options.Role role;
    private final S3Options.Encryption encryption;
    private final Duration lifetime;

    /** What may be done with a folder's objects. */
    public enum Rights {
        READ,
        WRITE
    }

    /** What a session is signed with. */
    public record Session(String keyId, String secret, String token, Instant until) {
        @Override
        public String toString() {
            return "Session[***, until=" + until + ']';
        }
    }

    private RoleSessions(
            StsClient sts,
            List<SdkAutoCloseable> owned,
            S3Options.Role role,
            S3Options.Encryption encryption,
            Duration lifetime) {
        this.sts = sts;
        this.owned = owned;
        this.role = role;
        this.encryption = encryption;
        this.lifetime = lifetime;
    }

    /**
     * Takes on a role with the lake's own credentials. Asks nobody yet.
     *
     * @param options how the lake's bucket is reached; a role of its own is taken on first
     * @param lifetime from 15 minutes; of a role that a role takes on, at most an hour
     */
    public static RoleSessions open(S3Options options, S3Options.Role role, Duration lifetime) {
        List<SdkAutoCloseable> owned = new ArrayList<>();
        StsClientBuilder builder = StsClient.builder()
                .httpClientBuilder(S3Clients.http())
                .credentialsProvider(S3Clients.credentials(options, owned))
                .overrideConfiguration(S3Clients.configuration(options));
        S3Clients.region(options).ifPresent(builder::region);
        return new RoleSessions(builder.build(), owned, role, options.encryption(), lifetime);
    }

    /**
     * Begins a session.
     *
     * @param name shown in the account's log of what was done
     * @param folders locations, such as {@code s3://bucket/lake/silver/sales}
     * @throws LakesmithException STORAGE_REFUSED when the role cannot be taken on
     */
    public Session begin(String name, List<String> folders, Rights rights) {
        try {
            Credentials credentials = sts.assumeRole(request -> request.roleArn(role.arn())
                            .externalId(role.externalId().orElse(null))
                            .roleSessionName(sessionName(name))
                            .durationSeconds((int) lifetime.toSeconds())
                            .policy(SessionPolicy.of(role.arn(), folders, rights, encryption)))
                    .credentials();
            return new Session(
                    credentials.accessKeyId(),
                    credentials.secretAccessKey(),
                    credentials.sessionToken(),
                    credentials.expiration());
        } catch (SdkException e) {
            throw new LakesmithException(
                    ErrorCode.STORAGE_REFUSED,
                    "the role " + role.arn() + " for clients cannot be taken on: "
                            + String.valueOf(e.getMessage()).replaceFirst("(?s)\n.*", "")
                            + "; check its trust policy, 'external_id' and 'lifetime'",
                    e);
        }
    }

    /** What AWS allows: letters, digits and some signs, 2 to 64 of them. */
    private static String sessionName(String name) {
        String plain = "lakesmith-" + name.replaceAll("[^A-Za-z0-9_=,.@-]", "-");
        return plain.substring(0, Math.min(plain.length(), 64));
    }

    @Override
    public void close() {
        sts.close();
        owned.forEach(SdkAutoCloseable::close);
    }
}
