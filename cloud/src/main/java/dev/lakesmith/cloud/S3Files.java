package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Encryption;
import dev.lakesmith.lake.storage.Traffic;
import java.util.HashMap;
import java.util.Map;
import org.apache.iceberg.aws.s3.S3FileIO;
import org.apache.iceberg.aws.s3.S3FileIOProperties;
import org.apache.iceberg.io.DelegateFileIO;

/** Iceberg's access to S3 with a client of our making. */
final class S3Files {

    /** Half as large again goes in one piece; ten thousand parts are allowed. */
    private static final int PART = 16 << 20;

    private S3Files() {}

    static DelegateFileIO open(String location, S3Options options, Traffic traffic) {
        S3FileIO io = new S3FileIO(() -> S3Clients.open(options, traffic));
        io.initialize(properties(options));
        String bucket = location.replaceFirst("(?s)^[^:]*://([^/]*).*", "$1");
        return new ToldFiles(
                io, new S3Objects(bucket, options, () -> S3Clients.open(options, traffic)), new S3Failures());
    }

    private static Map<String, String> properties(S3Options options) {
        Map<String, String> properties = new HashMap<>();
        properties.put(S3FileIOProperties.MULTIPART_SIZE, Integer.toString(PART));
        if (options.encryption() instanceof Encryption.SseS3) {
            properties.put(S3FileIOProperties.SSE_TYPE, S3FileIOProperties.SSE_TYPE_S3);
        } else if (options.encryption() instanceof Encryption.SseKms kms) {
            properties.put(S3FileIOProperties.SSE_TYPE, S3FileIOProperties.SSE_TYPE_KMS);
            kms.key().ifPresent(key -> properties.put(S3FileIOProperties.SSE_KEY, key));
        }
        return properties;
    }
}
