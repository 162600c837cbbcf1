package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.lake.storage.VersionedFiles;
import dev.lakesmith.testkit.storage.S3Server;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.io.SeekableInputStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Objects that somebody else may replace are read in one version, or not at all. */
final class VersionsTest {

    private static final String LOCATION = "s3://drop/a b%41?#/größe.bin";
    private static final String KEY = "a b%41?#/größe.bin";

    private static void refused(ThrowingCallable read, String why) {
        assertThatThrownBy(read).isInstanceOfSatisfying(LakesmithException.class, e -> {
            assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CHANGED);
            assertThat(e.message()).contains(LOCATION + " was " + why);
        });
    }

    @Test
    void a_version_is_read_until_it_is_replaced_or_removed(@TempDir Path folder) throws Exception {
        byte[] content = new byte[3_000_000];
        new Random(7).nextBytes(content);
        try (S3Server server = S3Server.start(folder).bucket("drop").put("drop", KEY, content);
                ObjectStore store = CloudObjects.open("s3://drop", Servers.options(server, server.endpoint()));
                DelegateFileIO files =
                        CloudFiles.open("s3://drop/x", Servers.options(server, server.endpoint()), new Traffic())) {
            String etag = store.look(KEY).orElseThrow().etag();
            VersionedFiles versions = (VersionedFiles) files;

            try (InputStream in =
                    versions.version(LOCATION, content.length, etag).newStream()) {
                assertThat(in.readAllBytes()).isEqualTo(content);
            }
            try (SeekableInputStream in =
                    versions.version(LOCATION, content.length, etag).newStream()) {
                in.seek(2_999_990);
                assertThat(in.readAllBytes()).hasSize(10).isEqualTo(Arrays.copyOfRange(content, 2_999_990, 3_000_000));
                server.put("drop", KEY, new byte[3_000_000]);
                in.seek(0);
                refused(in::read, "replaced");
            }
            refused(
                    () -> versions.version(LOCATION, content.length, etag)
                            .newStream()
                            .read(),
                    "replaced");

            String other = store.look(KEY).orElseThrow().etag();
            refused(() -> versions.version(LOCATION, 7, other).newStream().read(), "replaced");

            server.delete("drop", KEY);
            refused(() -> versions.version(LOCATION, 7, other).newStream().read(), "removed");
        }
    }
}
