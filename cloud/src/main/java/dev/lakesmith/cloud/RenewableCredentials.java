package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.S3Options;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials that are looked for anew when they are refused. The SDK's providers give theirs until the time that these
 * tell, but a session may be ended before, a rotated key tells no time, and a process that gives credentials need not
 * either. Thread-safe.
 */
final class RenewableCredentials implements AwsCredentialsProvider, SdkAutoCloseable {

    private static final Set<String> REFUSED = Set.of(
            "ExpiredToken", "ExpiredTokenException", "InvalidToken", "TokenRefreshRequired", "InvalidAccessKeyId");

    private final S3Options options;
    private final List<SdkAutoCloseable> owned = new ArrayList<>();
    private AwsCredentialsProvider provider;
    private volatile @Nullable AwsCredentials given;
    private int generation;

    RenewableCredentials(S3Options options) {
        this.options = options;
        this.provider = S3Clients.credentials(options, owned);
    }

    /** Whether an answer may mean that the credentials were good once. The answer to HEAD has no code. */
    static boolean areRefused(AwsServiceException failure) {
        AwsErrorDetails details = failure.awsErrorDetails();
        String code = details == null || details.errorCode() == null ? "" : details.errorCode();
        boolean untold = code.isEmpty() && (failure.statusCode() == 400 || failure.statusCode() == 403);
        return untold || REFUSED.contains(code);
    }

    @Override
    public AwsCredentials resolveCredentials() {
        AwsCredentials credentials = current().resolveCredentials();
        given = credentials;
        return credentials;
    }

    private synchronized AwsCredentialsProvider current() {
        return provider;
    }

    /** Counts how often there were others. */
    synchronized int generation() {
        return generation;
    }

    /**
     * Looks for other credentials than those that were refused.
     *
     * @param refused their generation
     * @return whether there are others now
     */
    synchronized boolean renew(int refused) {
        if (refused != generation) {
            return true;
        }
        AwsCredentialsProvider next = S3Clients.credentials(options, owned);
        try {
            if (areSame(next.resolveCredentials(), given)) {
                return false;
            }
        } catch (SdkException e) {
            // That the old ones are refused says more.
            return false;
        }
        provider = next;
        generation++;
        return true;
    }

    private static boolean areSame(AwsCredentials one, @Nullable AwsCredentials other) {
        return other != null
                && one.accessKeyId().equals(other.accessKeyId())
                && one.secretAccessKey().equals(other.secretAccessKey())
                && token(one).equals(token(other));
    }

    private static Optional<String> token(AwsCredentials credentials) {
        return credentials instanceof AwsSessionCredentials session
                ? Optional.of(session.sessionToken())
                : Optional.empty();
    }

    @Override
    public synchronized void close() {
        owned.forEach(SdkAutoCloseable::close);
        owned.clear();
    }
}
