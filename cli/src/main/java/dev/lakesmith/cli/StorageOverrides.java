package dev.lakesmith.cli;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Addressing;
import dev.lakesmith.lake.storage.StorageOptions;
import java.util.HashMap;
import java.util.Map;

/** What clients of a catalog must know of its storage, in Iceberg's and PyIceberg's words: places, never secrets. */
final class StorageOverrides {

    private StorageOverrides() {}

    static Map<String, String> of(StorageOptions options) {
        Map<String, String> overrides = new HashMap<>();
        if (options instanceof S3Options s3) {
            s3.endpoint().ifPresent(endpoint -> overrides.put("s3.endpoint", endpoint.toString()));
            s3.region().ifPresent(region -> {
                overrides.put("client.region", region);
                overrides.put("s3.region", region);
            });
            if (s3.addressing() == Addressing.BY_PATH) {
                overrides.put("s3.path-style-access", "true");
            }
        }
        return overrides;
    }
}
