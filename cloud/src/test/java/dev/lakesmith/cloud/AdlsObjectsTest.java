package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.core.http.jdk.httpclient.JdkHttpClientBuilder;
import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.AdlsOptions.Access;
import dev.lakesmith.testkit.storage.AzuriteServer;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectFailure.Kind;
import dev.lakesmith.vocabulary.objects.ObjectStore;
import dev.lakesmith.vocabulary.objects.ObjectStore.Listing;
import dev.lakesmith.vocabulary.objects.ObjectStore.Opened;
import dev.lakesmith.vocabulary.objects.ObjectStore.Page;
import dev.lakesmith.vocabulary.objects.StoredObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A container of Azure as files are read from it. */
class AdlsObjectsTest {

    @TempDir
    static Path folder;

    private static Optional<AzuriteServer> server = Optional.empty();
    private static BlobContainerClient drop;

    @BeforeAll
    static void open() {
        server = AzuriteServer.start(folder);
        assumeTrue(server.isPresent(), AzuriteServer.VARIABLE + " names no Azurite: Azure's storage is not tested");
        AzuriteServer azure = server.get().container("drop");
        drop = new BlobContainerClientBuilder()
                .endpoint(azure.endpoint() + "/" + azure.account())
                .containerName("drop")
                .httpClient(new JdkHttpClientBuilder().build())
                .credential(new StorageSharedKeyCredential(azure.account(), azure.accountKey()))
                .buildClient();
    }

    @AfterAll
    static void close() {
        server.ifPresent(AzuriteServer::close);
    }

    private static ObjectStore store(String container, String key) {
        AzuriteServer azure = server.orElseThrow();
        return CloudObjects.open(
                azure.location(container), new AdlsOptions(Optional.of(azure.endpoint()), new Access.AccountKey(key)));
    }

    private static ObjectStore store() {
        return store("drop", server.orElseThrow().accountKey());
    }

    private static void put(String name, byte[] content) {
        drop.getBlobClient(name).upload(BinaryData.fromBytes(content), true);
    }

    private static void fails(ThrowingCallable asked, Kind... kinds) {
        assertThatThrownBy(asked).isInstanceOfSatisfying(ObjectFailure.class, e -> assertThat(kinds)
                .contains(e.kind()));
    }

    private static List<String> keys(ObjectStore store, Listing listing) throws ObjectFailure {
        List<String> keys = new ArrayList<>();
        Optional<Listing> next = Optional.of(listing);
        while (next.isPresent()) {
            Page page = store.list(next.get());
            page.objects().forEach(object -> keys.add(object.key()));
            next = page.token().map(token -> new Listing(listing.prefix(), listing.after(), Optional.of(token)));
        }
        return keys;
    }

    @Test
    void keys_are_listed_as_they_are_and_read_by_them() throws IOException {
        List<String> names = List.of("n/a b+c.csv", "n/größe %41.csv", "n/x#y?z&.csv", "n/x/y.csv");
        for (String name : names) {
            put(name, name.getBytes(StandardCharsets.UTF_8));
        }
        try (ObjectStore store = store()) {
            assertThat(keys(store, new Listing("n/", Optional.empty(), Optional.empty())))
                    .containsExactlyInAnyOrderElementsOf(names);
            for (String name : names) {
                StoredObject looked = store.look(name).orElseThrow();
                assertThat(looked.key()).isEqualTo(name);
                try (Opened opened = store.open(name, 0, Optional.of(looked.etag()))) {
                    assertThat(new String(opened.body().readAllBytes(), StandardCharsets.UTF_8))
                            .isEqualTo(name);
                    assertThat(opened.object()).isEqualTo(looked);
                }
            }
            assertThat(store.look("n/A.csv")).isEmpty();
            assertThat(keys(store, new Listing("n/", Optional.of("n/größe %41.csv"), Optional.empty())))
                    .containsExactlyInAnyOrder("n/x#y?z&.csv", "n/x/y.csv");
        }
    }

    @Test
    void a_blob_is_read_from_any_byte_of_one_version() throws Exception {
        byte[] content = Content.any(20_000_000);
        put("large.bin", content);
        put("empty.bin", new byte[0]);
        try (ObjectStore store = store()) {
            StoredObject object = store.list(new Listing("large", Optional.empty(), Optional.empty()))
                    .objects()
                    .get(0);
            assertThat(object).isEqualTo(store.look("large.bin").orElseThrow());
            assertThat(object.bytes()).isEqualTo(20_000_000);
            try (Opened opened = store.open("large.bin", 0, Optional.empty())) {
                assertThat(opened.body().readAllBytes()).isEqualTo(content);
                assertThat(opened.object()).isEqualTo(object);
            }
            try (Opened opened = store.open("large.bin", 19_999_990, Optional.of(object.etag()))) {
                assertThat(opened.body().readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 19_999_990, 20_000_000));
                assertThat(opened.object()).isEqualTo(object);
            }
            try (Opened opened = store.open("empty.bin", 0, Optional.empty())) {
                assertThat(opened.body().readAllBytes()).isEmpty();
                assertThat(opened.object().bytes()).isZero();
            }
            put("small.bin", new byte[] {1});
            try (Opened opened = store.open("small.bin", 0, Optional.empty())) {
                assertThat(opened.md5())
                        .contains(HexFormat.of()
                                .formatHex(MessageDigest.getInstance("MD5").digest(new byte[] {1})));
            }
            put("large.bin", Content.any(20_000_000));
            fails(() -> store.open("large.bin", 5, Optional.of(object.etag())), Kind.CHANGED);
        }
    }

    @Test
    void what_fails_says_why() throws ObjectFailure {
        put("here.bin", new byte[] {1});
        try (ObjectStore store = store()) {
            fails(() -> store.open("nowhere", 0, Optional.empty()), Kind.NO_OBJECT);
            assertThat(store.look("nowhere")).isEmpty();
        }
        Listing all = new Listing("", Optional.empty(), Optional.empty());
        try (ObjectStore store = store("nowhere", server.orElseThrow().accountKey())) {
            fails(() -> store.list(all), Kind.NO_BUCKET);
        }
        try (ObjectStore store = store("drop", "c29tZWJvZHk=")) {
            fails(() -> store.list(all), Kind.LOGIN, Kind.DENIED);
            fails(() -> store.open("here.bin", 0, Optional.empty()), Kind.LOGIN, Kind.DENIED);
        }
    }
}
