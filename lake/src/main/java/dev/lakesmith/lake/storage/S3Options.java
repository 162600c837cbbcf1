package dev.lakesmith.lake.storage;

import java.net.URI;
import java.util.Optional;

/**
 * How buckets of S3, or of a server that speaks like it, are reached.
 *
 * @param endpoint of a server other than AWS
 * @param region empty: what the environment says
 * @param addressing where a request names its bucket
 * @param access who asks
 * @param role a role to take on with that access
 * @param encryption what is asked for when objects are written
 */
public record S3Options(
        Optional<URI> endpoint,
        Optional<String> region,
        Addressing addressing,
        Access access,
        Optional<Role> role,
        Encryption encryption)
        implements StorageOptions {

    /** What holds when nothing is said. */
    public static final S3Options STANDARD = new S3Options(
            Optional.empty(),
            Optional.empty(),
            Addressing.BY_HOST,
            new Access.Chain(Optional.empty()),
            Optional.empty(),
            new Encryption.OfBucket());

    /** Where a request names its bucket. */
    public enum Addressing {
        BY_HOST,
        BY_PATH
    }

    /** Who asks. */
    public sealed interface Access {

        /** Whom the SDK's default chain finds: environment, web identity, profile, container, instance. */
        record Chain(Optional<String> profile) implements Access {}

        /** Who has these keys. */
        record Keys(String id, String secret, Optional<String> sessionToken) implements Access {

            @Override
            public String toString() {
                return "Keys[***]";
            }
        }

        /** Anybody; requests are not signed. */
        record Anonymous() implements Access {}
    }

    /** A role to take on. */
    public record Role(String arn, Optional<String> externalId) {

        @Override
        public String toString() {
            return "Role[arn=" + arn + ']';
        }
    }

    /** What is asked for when objects are written. */
    public sealed interface Encryption {

        /** Nothing: the bucket's own setting holds. */
        record OfBucket() implements Encryption {}

        /** Keys that S3 manages. */
        record SseS3() implements Encryption {}

        /** A key of KMS; empty: the account's own for S3. */
        record SseKms(Optional<String> key) implements Encryption {}
    }
}
