package dev.lakesmith.cloud;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;

/**
 * The SDK's standard strategy with our patience, but short with an address that has never answered and a clock that stays
 * wrong. Thread-safe.
 */
final class S3Retries implements RetryStrategy {

    private final RetryStrategy standard;
    private final Clock clock;
    private final Search search;
    private final AtomicReference<@Nullable Instant> skewed = new AtomicReference<>();

    private S3Retries(RetryStrategy standard, Clock clock) {
        this.standard = standard;
        this.clock = clock;
        this.search = new Search(clock);
    }

    // The circuit breaker would give up earlier the more is asked at once.
    static S3Retries create() {
        BackoffStrategy wait = BackoffStrategy.exponentialDelayHalfJitter(Patience.FIRST_WAIT, Patience.LONGEST_WAIT);
        return new S3Retries(
                AwsRetryStrategy.standardRetryStrategy().toBuilder()
                        .maxAttempts(Patience.ATTEMPTS)
                        .backoffStrategy(wait)
                        .throttlingBackoffStrategy(wait)
                        .circuitBreakerEnabled(false)
                        .retryOnException(S3Retries::isBrokenOff)
                        .build(),
                Clock.systemUTC());
    }

    /** An answer that ended too early is XML without an end, unless the connection itself says that more should have come. */
    private static boolean isBrokenOff(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof XMLStreamException) {
                return true;
            }
        }
        return false;
    }

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
        return standard.acquireInitialToken(request);
    }

    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
        Throwable failure = request.failure();
        if (failure instanceof SdkServiceException answer) {
            search.answered();
            if (answer.isClockSkewException() && isSkewedForLong()) {
                throw new TokenAcquisitionFailedException("the clock is wrong", request.token(), failure);
            }
        } else if (search.ends(failure)) {
            throw new TokenAcquisitionFailedException("the address has never answered", request.token(), failure);
        }
        return standard.refreshRetryToken(request);
    }

    private boolean isSkewedForLong() {
        Instant now = clock.instant();
        Instant first = skewed.updateAndGet(before -> before == null ? now : before);
        return first != null && now.isAfter(first.plus(Patience.CLOCK));
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
        search.answered();
        skewed.set(null);
        return standard.recordSuccess(request);
    }

    @Override
    public int maxAttempts() {
        return standard.maxAttempts();
    }

    @Override
    public boolean useClientDefaults() {
        return false;
    }

    @Override
    public Builder<?, ?> toBuilder() {
        return standard.toBuilder();
    }
}
