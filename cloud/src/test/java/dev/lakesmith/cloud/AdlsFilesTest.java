package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.AdlsOptions.Access;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.AzuriteServer;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.RangeReadable;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdlsFilesTest {

    @TempDir
    static Path folder;

    private static Optional<AzuriteServer> server = Optional.empty();
    private static DelegateFileIO io;
    private static String root;

    @BeforeAll
    static void open() {
        server = AzuriteServer.start(folder);
        assumeTrue(server.isPresent(), AzuriteServer.VARIABLE + " names no Azurite: Azure's storage is not tested");
        root = server.get().container("lake").location("lake") + "/";
        io = CloudFiles.open(root, with(server.get().accountKey()), new Traffic());
    }

    @AfterAll
    static void close() {
        server.ifPresent(each -> {
            io.close();
            each.close();
        });
    }

    private static AdlsOptions with(String key) {
        return new AdlsOptions(Optional.of(server.orElseThrow().endpoint()), new Access.AccountKey(key));
    }

    @Test
    void what_is_written_is_read() throws IOException {
        byte[] content = Content.any(20_000_000);
        Content.write(io, root + "a/large", content);
        assertThat(Content.read(io, root + "a/large")).isEqualTo(content);
        assertThat(io.newInputFile(root + "a/large").getLength()).isEqualTo(20_000_000);
        try (SeekableInputStream in = io.newInputFile(root + "a/large").newStream()) {
            in.seek(19_999_990);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 19_999_990, 20_000_000));
        }
    }

    @Test
    void no_more_is_fetched_of_a_file_than_the_range_asked_for() throws IOException {
        byte[] content = Content.any(9_000_000);
        Content.write(io, root + "a/ranges", content);
        Traffic traffic = new Traffic();
        try (DelegateFileIO counted =
                CloudFiles.open(root, with(server.orElseThrow().accountKey()), traffic)) {
            byte[] range = new byte[1000];
            try (SeekableInputStream in =
                    counted.newInputFile(root + "a/ranges", content.length).newStream()) {
                ((RangeReadable) in).readFully(4_000_000, range, 0, 900);
            }
            assertThat(Arrays.copyOf(range, 900)).isEqualTo(Arrays.copyOfRange(content, 4_000_000, 4_000_900));
            assertThat(traffic.total().received()).isBetween(900L, 10_000L);
        }
    }

    @Test
    void names_are_kept_letter_by_letter() throws IOException {
        for (String name : List.of("b/größe + 1.txt", "b/at=10%3A00/100 %.txt")) {
            Content.write(io, root + name, name.getBytes(StandardCharsets.UTF_8));
            assertThat(Content.read(io, root + name)).isEqualTo(name.getBytes(StandardCharsets.UTF_8));
            assertThat(io.newInputFile(root + name).location()).isEqualTo(root + name);
        }
        assertThat(listed("b/")).containsExactly(root + "b/at=10%3A00/100 %.txt", root + "b/größe + 1.txt");
        io.deletePrefix(root + "b/");
        assertThat(listed("b/")).isEmpty();
    }

    @Test
    void files_are_listed_by_how_their_names_begin_and_deleted() throws IOException {
        for (String name : List.of("c/x/1", "c/x/2", "c/xy")) {
            Content.write(io, root + name, new byte[] {1});
        }
        assertThat(listed("c/x/")).containsExactly(root + "c/x/1", root + "c/x/2");
        io.deleteFile(root + "c/x/1");
        io.deleteFiles(List.of(root + "c/x/2", root + "c/never-there"));
        assertThat(listed("c/")).containsExactly(root + "c/xy");
        assertThat(io.newInputFile(root + "c/x/1").exists()).isFalse();
    }

    @Test
    void what_is_wrong_is_told() {
        String right = server.orElseThrow().accountKey();
        assertThatThrownBy(() -> Content.read(io, root + "nothing")).isInstanceOf(NotFoundException.class);
        String elsewhere = server.orElseThrow().location("leak") + "/a";
        try (DelegateFileIO other = CloudFiles.open(elsewhere, with(right), new Traffic())) {
            assertThatThrownBy(() -> Content.write(other, elsewhere, new byte[] {1}))
                    .isInstanceOf(LakesmithException.class)
                    .hasMessageContaining("the container of " + elsewhere + " does not exist");
        }
        try (DelegateFileIO other = CloudFiles.open(root, with("d3Jvbmcga2V5"), new Traffic())) {
            assertThatThrownBy(() -> Content.write(other, root + "a", new byte[] {1}))
                    .isInstanceOf(LakesmithException.class)
                    .hasMessageContaining("check 'account_key'")
                    .hasMessageNotContaining("d3Jvbmcga2V5");
        }
    }

    private static List<String> listed(String prefix) {
        return StreamSupport.stream(io.listPrefix(root + prefix).spliterator(), false)
                .map(FileInfo::location)
                .sorted()
                .toList();
    }
}
