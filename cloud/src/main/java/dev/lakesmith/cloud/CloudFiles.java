package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.RemoteFiles;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.StorageOptions;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.Locale;
import org.apache.iceberg.io.DelegateFileIO;

/** Opens Iceberg's access to files in object storage. */
public final class CloudFiles {

    private CloudFiles() {}

    /** Opens what is reached with these settings. */
    public static RemoteFiles with(StorageOptions options) {
        return (location, traffic) -> open(location, options, traffic);
    }

    /**
     * Access to everything in the bucket or container of a location. Nothing is asked over the network yet. What is
     * opened is thread-safe, and retries what can be retried for about a minute and a half.
     *
     * @param location of any file or folder there, such as {@code s3://bucket/lake}
     * @param traffic is told of every request
     * @throws LakesmithException when no storage of this program has such locations
     */
    public static DelegateFileIO open(String location, StorageOptions options, Traffic traffic) {
        int colon = location.indexOf(':');
        String scheme = colon < 0 ? "" : location.substring(0, colon).toLowerCase(Locale.ROOT);
        return switch (scheme) {
            case "s3", "s3a" ->
                S3Files.open(location, options instanceof S3Options s3 ? s3 : S3Options.STANDARD, traffic);
            case "abfs", "abfss" ->
                AdlsFiles.open(location, options instanceof AdlsOptions adls ? adls : AdlsOptions.STANDARD, traffic);
            default ->
                throw new LakesmithException(
                        ErrorCode.VALUE_INVALID,
                        location + " is in no storage that is supported; write s3://bucket/folder or"
                                + " abfss://container@account.dfs.core.windows.net/folder");
        };
    }
}
