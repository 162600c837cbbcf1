package dev.lakesmith.cloud;

import com.azure.core.http.HttpClient;
import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.identity.ClientSecretCredentialBuilder;
import com.azure.identity.DefaultAzureCredentialBuilder;
import com.azure.identity.ManagedIdentityCredentialBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.file.datalake.DataLakeFileSystemClient;
import com.azure.storage.file.datalake.DataLakeFileSystemClientBuilder;
import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.AdlsOptions.Access;
import dev.lakesmith.lake.storage.Traffic;
import java.time.Duration;
import java.util.Base64;

/** Makes clients of Azure Data Lake Storage. */
final class AdlsClients {

    /** With the SDK's waits, which double too, a little more than a minute and a half. */
    private static final int ATTEMPTS = 8;

    private static final int ATTEMPTS_OF_SOURCES = 3;

    private AdlsClients() {}

    static DataLakeFileSystemClient files(AdlsPlace place, AdlsOptions options, Traffic traffic) {
        return files(place, options, traffic, ATTEMPTS);
    }

    /** For sources: connectors try again themselves. */
    static BlobContainerClient forSources(AdlsPlace place, AdlsOptions options) {
        return blobs(place, options, files(place, options, new Traffic(), ATTEMPTS_OF_SOURCES));
    }

    private static DataLakeFileSystemClient files(AdlsPlace place, AdlsOptions options, Traffic traffic, int attempts) {
        HttpClient http = new JdkHttpClientBuilder()
                .connectionTimeout(Patience.CONNECT)
                .responseTimeout(Patience.SILENCE)
                .readTimeout(Patience.SILENCE)
                .writeTimeout(Patience.SILENCE)
                .build();
        DataLakeFileSystemClientBuilder builder = new DataLakeFileSystemClientBuilder()
                .endpoint(place.filesEndpoint(options.endpoint()))
                .fileSystemName(place.container())
                .httpClient(http)
                .addPolicy(new AdlsTraffic(traffic))
                .addPolicy(new AdlsSearch())
                .retryOptions(new RequestRetryOptions(
                        RetryPolicyType.EXPONENTIAL,
                        attempts,
                        Duration.ofMinutes(5),
                        Patience.FIRST_WAIT,
                        Patience.LONGEST_WAIT,
                        null));
        Access access = options.access();
        if (access instanceof Access.AccountKey key) {
            requireKey(place, key.key());
            return builder.credential(new StorageSharedKeyCredential(place.account(), key.key()))
                    .buildClient();
        }
        if (access instanceof Access.SasToken sas) {
            return builder.sasToken(sas.token()).buildClient();
        }
        if (access instanceof Access.ClientSecret principal) {
            return builder.credential(new ClientSecretCredentialBuilder()
                            .tenantId(principal.tenant())
                            .clientId(principal.client())
                            .clientSecret(principal.secret())
                            .httpClient(http)
                            .build())
                    .buildClient();
        }
        if (access instanceof Access.ManagedIdentity identity) {
            ManagedIdentityCredentialBuilder managed = new ManagedIdentityCredentialBuilder().httpClient(http);
            identity.client().ifPresent(managed::clientId);
            return builder.credential(managed.build()).buildClient();
        }
        return builder.credential(
                        new DefaultAzureCredentialBuilder().httpClient(http).build())
                .buildClient();
    }

    private static void requireKey(AdlsPlace place, String key) {
        try {
            Base64.getDecoder().decode(key);
        } catch (IllegalArgumentException e) {
            throw AdlsFailures.noKey(place.root(), e);
        }
    }

    /** With the same pipeline: credentials, waits and counts. */
    static BlobContainerClient blobs(AdlsPlace place, AdlsOptions options, DataLakeFileSystemClient files) {
        return new BlobContainerClientBuilder()
                .endpoint(place.blobsEndpoint(options.endpoint()))
                .containerName(place.container())
                .pipeline(files.getHttpPipeline())
                .buildClient();
    }
}
