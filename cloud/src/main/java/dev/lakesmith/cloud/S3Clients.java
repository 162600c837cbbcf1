package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Access;
import dev.lakesmith.lake.storage.S3Options.Addressing;
import dev.lakesmith.lake.storage.Traffic;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProviderChain;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Makes clients of S3. */
final class S3Clients {

    private static final int CONNECTIONS = 64;
    private static final String SESSION = "lakesmith";

    private S3Clients() {}

    /**
     * For lakes, which are patient.
     *
     * @param traffic is told of every request
     */
    static S3Client open(S3Options options, Traffic traffic) {
        return open(
                options,
                configuration(options).toBuilder()
                        .addExecutionInterceptor(new S3Traffic(traffic))
                        .build());
    }

    /** For sources: connectors try again themselves. */
    static S3Client forSources(S3Options options) {
        return open(
                options,
                configuration(options).toBuilder()
                        .retryStrategy(AwsRetryStrategy.standardRetryStrategy())
                        .build());
    }

    private static S3Client open(S3Options options, ClientOverrideConfiguration configuration) {
        RenewableCredentials credentials = new RenewableCredentials(options);
        S3ClientBuilder builder = S3Client.builder()
                .httpClientBuilder(http())
                .forcePathStyle(options.addressing() == Addressing.BY_PATH)
                .credentialsProvider(credentials)
                // servers that only speak like S3 do not all know the newer checksums
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
                .overrideConfiguration(configuration);
        options.endpoint().ifPresent(builder::endpointOverride);
        region(options).ifPresent(builder::region);
        return new RepeatableS3Client(builder.build(), credentials);
    }

    static SdkHttpClient.Builder<?> http() {
        return Apache5HttpClient.builder()
                .maxConnections(CONNECTIONS)
                .connectionTimeout(Patience.CONNECT)
                .socketTimeout(Patience.SILENCE)
                .connectionAcquisitionTimeout(Duration.ofMinutes(5));
    }

    static ClientOverrideConfiguration configuration(S3Options options) {
        ClientOverrideConfiguration.Builder builder =
                ClientOverrideConfiguration.builder().retryStrategy(S3Retries.create());
        profile(options).ifPresent(builder::defaultProfileName);
        return builder.build();
    }

    private static Optional<String> profile(S3Options options) {
        return options.access() instanceof Access.Chain chain ? chain.profile() : Optional.empty();
    }

    /** Empty: the SDK looks for it, on the machine that it runs on too. */
    static Optional<Region> region(S3Options options) {
        if (options.region().isPresent() || options.endpoint().isEmpty()) {
            return options.region().map(Region::of);
        }
        try {
            return Optional.of(new AwsRegionProviderChain(
                            new SystemSettingsRegionProvider(),
                            new AwsProfileRegionProvider(null, profile(options).orElse(null)))
                    .getRegion());
        } catch (SdkClientException e) {
            return Optional.of(Region.US_EAST_1);
        }
    }

    static AwsCredentialsProvider credentials(S3Options options, List<SdkAutoCloseable> owned) {
        AwsCredentialsProvider own = own(options.access(), owned);
        if (options.role().isEmpty()) {
            return own;
        }
        S3Options.Role role = options.role().get();
        StsClientBuilder builder = StsClient.builder()
                .httpClientBuilder(http())
                .credentialsProvider(own)
                .overrideConfiguration(configuration(options));
        region(options).ifPresent(builder::region);
        StsClient sts = builder.build();
        StsAssumeRoleCredentialsProvider provider = StsAssumeRoleCredentialsProvider.builder()
                .stsClient(sts)
                .refreshRequest(request -> request.roleArn(role.arn())
                        .roleSessionName(SESSION)
                        .externalId(role.externalId().orElse(null)))
                .build();
        owned.add(provider);
        owned.add(sts);
        return provider;
    }

    private static AwsCredentialsProvider own(Access access, List<SdkAutoCloseable> owned) {
        if (access instanceof Access.Keys keys) {
            return StaticCredentialsProvider.create(
                    keys.sessionToken().isPresent()
                            ? AwsSessionCredentials.create(
                                    keys.id(),
                                    keys.secret(),
                                    keys.sessionToken().get())
                            : AwsBasicCredentials.create(keys.id(), keys.secret()));
        }
        if (access instanceof Access.Chain chain) {
            DefaultCredentialsProvider.Builder builder = DefaultCredentialsProvider.builder();
            chain.profile().ifPresent(builder::profileName);
            DefaultCredentialsProvider provider = builder.build();
            owned.add(provider);
            return provider;
        }
        return AnonymousCredentialsProvider.create();
    }
}
