package dev.lakesmith.cloud;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.AdlsOptions.Access;
import dev.lakesmith.testkit.storage.AzuriteServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** How tests reach Azure's storage. */
final class AzureServers {

    private AzureServers() {}

    /** One with a container {@code lake}; skips the test when there is none on this machine. */
    static AzuriteServer start(Path folder) {
        Optional<AzuriteServer> server = AzuriteServer.start(folder);
        assumeTrue(server.isPresent(), AzuriteServer.VARIABLE + " names no Azurite: Azure's storage is not tested");
        return server.get().container("lake");
    }

    /** With the account's key, perhaps through a proxy. */
    static AdlsOptions options(AzuriteServer server, URI endpoint) {
        return new AdlsOptions(Optional.of(endpoint), new Access.AccountKey(server.accountKey()));
    }

    /** A shared access signature for the container, with letters such as {@code racwdl}. */
    static String sas(AzuriteServer server, String permissions, Instant until) {
        return new BlobContainerClientBuilder()
                .endpoint(server.endpoint() + "/" + server.account())
                .containerName("lake")
                .credential(new StorageSharedKeyCredential(server.account(), server.accountKey()))
                .buildClient()
                .generateSas(new BlobServiceSasSignatureValues(
                        until.atOffset(ZoneOffset.UTC), BlobContainerSasPermission.parse(permissions)));
    }
}
