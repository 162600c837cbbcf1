package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.StoredFile;
import dev.lakesmith.testkit.storage.FaultyProxy;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteStorageTest {

    @TempDir
    private Path folder = Path.of("");

    @Test
    void one_file_is_asked_for_without_its_neighbours() throws IOException {
        try (S3Server server = S3Server.start(Files.createDirectories(folder.resolve("s3")))
                        .bucket("lake");
                FaultyProxy proxy = FaultyProxy.before(server.port());
                Storage storage = Storage.of(
                        CloudFiles.with(Servers.options(server, proxy.endpoint())),
                        new CacheSettings(folder.resolve("cache"), 1000))) {
            for (String name : new String[] {"a.json", "a.json.old", "b.json"}) {
                storage.replace("s3://lake/t/metadata/" + name, name.getBytes(StandardCharsets.UTF_8));
            }
            proxy.forget();
            assertThat(storage.file("s3://lake/t/metadata/a.json"))
                    .get()
                    .extracting(StoredFile::location, StoredFile::bytes)
                    .containsExactly("s3://lake/t/metadata/a.json", 6L);
            assertThat(storage.file("s3://lake/t/metadata/a.js")).isEmpty();
            assertThat(proxy.requests()).hasSize(2).allMatch(request -> request.target()
                    .contains("prefix=t%2Fmetadata%2Fa.js"));
        }
    }
}
