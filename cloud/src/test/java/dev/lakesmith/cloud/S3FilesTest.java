package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.storage.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.io.DelegateFileIO;
import org.apache.iceberg.io.FileInfo;
import org.apache.iceberg.io.SeekableInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3FilesTest {

    private static final Traffic TRAFFIC = new Traffic();

    @TempDir
    static Path folder;

    private static S3Server server;
    private static DelegateFileIO io;

    @BeforeAll
    static void open() {
        server = S3Server.start(folder).bucket("lake");
        io = CloudFiles.open("s3://lake/shop", Servers.options(server, server.endpoint()), TRAFFIC);
    }

    @AfterAll
    static void close() {
        io.close();
        server.close();
    }

    @Test
    void what_is_written_is_read() throws IOException {
        write("s3://lake/a/one.txt", "one".getBytes(StandardCharsets.UTF_8));
        assertThat(read("s3://lake/a/one.txt")).isEqualTo("one".getBytes(StandardCharsets.UTF_8));
        assertThat(io.newInputFile("s3://lake/a/one.txt").getLength()).isEqualTo(3);
        assertThat(io.newInputFile("s3://lake/a/one.txt").exists()).isTrue();
        assertThat(io.newInputFile("s3://lake/a/two.txt").exists()).isFalse();
    }

    @Test
    void a_name_with_blanks_and_other_letters_is_kept() throws IOException {
        String location = "s3://lake/b/day=2026-01-01/größe + 100 %.txt";
        write(location, new byte[] {7});
        assertThat(read(location)).containsExactly(7);
        assertThat(listed("s3://lake/b/")).containsExactly(location);
    }

    @Test
    void a_large_file_goes_in_parts_and_is_read_from_its_middle() throws IOException {
        byte[] content = new byte[40_000_000];
        new Random(1).nextBytes(content);
        write("s3://lake/large", content);
        assertThat(read("s3://lake/large")).isEqualTo(content);
        try (SeekableInputStream in = io.newInputFile("s3://lake/large").newStream()) {
            in.seek(39_999_990);
            assertThat(in.readAllBytes()).isEqualTo(Arrays.copyOfRange(content, 39_999_990, 40_000_000));
        }
    }

    @Test
    void files_are_listed_by_how_their_names_begin_and_deleted_together() throws IOException {
        for (String name : List.of("c/x/1", "c/x/2", "c/xy", "d")) {
            write("s3://lake/" + name, new byte[] {1});
        }
        assertThat(listed("s3://lake/c/x/")).containsExactly("s3://lake/c/x/1", "s3://lake/c/x/2");
        io.deleteFiles(List.of("s3://lake/c/x/1", "s3://lake/c/x/2", "s3://lake/c/never-there"));
        assertThat(listed("s3://lake/c/")).containsExactly("s3://lake/c/xy");
        io.deletePrefix("s3://lake/c/");
        assertThat(listed("s3://lake/c/")).isEmpty();
        assertThat(server.has("lake", "d")).isTrue();
    }

    @Test
    void the_other_scheme_means_the_same_objects() throws IOException {
        write("s3a://lake/e/1", new byte[] {5});
        assertThat(read("s3://lake/e/1")).containsExactly(5);
        assertThat(listed("s3a://lake/e/")).containsExactly("s3a://lake/e/1");
    }

    @Test
    void what_is_not_there_and_what_is_there_already_are_told_as_iceberg_expects() throws IOException {
        assertThatThrownBy(() -> read("s3://lake/nothing")).isInstanceOf(NotFoundException.class);
        assertThatThrownBy(() -> io.newInputFile("s3://lake/nothing").getLength())
                .isInstanceOf(NotFoundException.class);
        write("s3://lake/f", new byte[] {1});
        assertThatThrownBy(() -> io.newOutputFile("s3://lake/f").create()).isInstanceOf(AlreadyExistsException.class);
    }

    private static void write(String location, byte[] content) throws IOException {
        Content.write(io, location, content);
    }

    private static byte[] read(String location) throws IOException {
        return Content.read(io, location);
    }

    private static List<String> listed(String prefix) {
        return StreamSupport.stream(io.listPrefix(prefix).spliterator(), false)
                .map(FileInfo::location)
                .sorted()
                .toList();
    }

    @Test
    void what_is_asked_sent_and_received_is_counted() throws IOException {
        Traffic.Total before = TRAFFIC.total();
        write("s3://lake/counted", new byte[1000]);
        read("s3://lake/counted");

        Traffic.Total total = TRAFFIC.total().since(before);
        assertThat(total.sent()).isBetween(1000L, 1400L);
        assertThat(total.received()).isEqualTo(1000);
        assertThat(total.requests()).isBetween(2L, 4L);
    }
}
