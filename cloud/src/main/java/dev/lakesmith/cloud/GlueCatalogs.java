package dev.lakesmith.cloud;

import dev.lakesmith.cloud.catalog.GlueTables;
import dev.lakesmith.lake.catalog.TableStore;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.StorageOptions;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.glue.GlueClient;
import software.amazon.awssdk.services.glue.GlueClientBuilder;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/** Opens catalogs of AWS Glue. */
public final class GlueCatalogs {

    private GlueCatalogs() {}

    /**
     * The tables of a catalog; who asks and, unless it is said here, the region are the storage's.
     *
     * @param region empty: the storage's, else what the environment says
     * @param endpoint empty: AWS's own
     * @param catalogId empty: that of the account
     * @param access how the target reaches object storage
     * @param storage with the tables' files; not closed
     */
    public static TableStore open(
            Optional<String> region,
            Optional<String> endpoint,
            Optional<String> catalogId,
            StorageOptions access,
            Storage storage) {
        S3Options options = access instanceof S3Options s3 ? s3 : S3Options.STANDARD;
        List<SdkAutoCloseable> owned = new ArrayList<>();
        GlueClientBuilder builder = GlueClient.builder()
                .httpClientBuilder(S3Clients.http())
                .credentialsProvider(S3Clients.credentials(options, owned))
                .overrideConfiguration(S3Clients.configuration(options));
        endpoint.map(URI::create).ifPresent(builder::endpointOverride);
        region.map(Region::of).or(() -> S3Clients.region(options)).ifPresent(builder::region);
        GlueClient client = builder.build();
        owned.add(0, client);
        String told = "AWS Glue" + endpoint.map(uri -> " at " + uri).orElse("");
        return new GlueTables(client, catalogId, storage.io(), told, owned);
    }
}
