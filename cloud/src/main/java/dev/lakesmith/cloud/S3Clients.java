package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.lake.storage.S3Options.Addressing;
import dev.lakesmith.lake.storage.Traffic;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.StandardRetryStrategy;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Makes clients of S3. */
final class S3Clients {

    private static final int CONNECTIONS = 64;

    private S3Clients() {}

    static S3Client open(S3Options options, Traffic traffic) {
        S3ClientBuilder builder = S3Client.builder()
                .httpClient(http())
                .forcePathStyle(options.addressing() == Addressing.BY_PATH)
                .credentialsProvider(credentials(options))
                // servers that only speak like S3 do not all know the newer checksums
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(
                        override -> override.retryStrategy(retries()).addExecutionInterceptor(new S3Traffic(traffic)));
        options.endpoint().ifPresent(builder::endpointOverride);
        options.region().map(Region::of).ifPresent(builder::region);
        return builder.build();
    }

    private static SdkHttpClient http() {
        return Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(Patience.CONNECT)
                .socketTimeout(Patience.SILENCE)
                .connectionAcquisitionTimeout(Duration.ofMinutes(5))
                .build();
    }

    // The circuit breaker would give up earlier the more is asked at once.
    private static StandardRetryStrategy retries() {
        BackoffStrategy wait = BackoffStrategy.exponentialDelayHalfJitter(Patience.FIRST_WAIT, Patience.LONGEST_WAIT);
        return AwsRetryStrategy.standardRetryStrategy().toBuilder()
                .maxAttempts(Patience.ATTEMPTS)
                .backoffStrategy(wait)
                .throttlingBackoffStrategy(wait)
                .circuitBreakerEnabled(false)
                .build();
    }

    private static AwsCredentialsProvider credentials(S3Options options) {
        if (options.access() instanceof Access.Keys keys) {
            return StaticCredentialsProvider.create(
                    keys.sessionToken().isPresent()
                            ? AwsSessionCredentials.create(
                                    keys.id(),
                                    keys.secret(),
                                    keys.sessionToken().get())
                            : AwsBasicCredentials.create(keys.id(), keys.secret()));
        }
        if (options.access() instanceof Access.Chain chain) {
            DefaultCredentialsProvider.Builder builder = DefaultCredentialsProvider.builder();
            chain.profile().ifPresent(builder::profileName);
            return builder.build();
        }
        return AnonymousCredentialsProvider.create();
    }
}
