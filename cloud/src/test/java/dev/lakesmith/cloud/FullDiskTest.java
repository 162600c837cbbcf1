package dev.lakesmith.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lakesmith.lake.storage.CacheSettings;
import dev.lakesmith.lake.storage.FileSize;
import dev.lakesmith.lake.storage.LocalCopies;
import dev.lakesmith.lake.storage.Storage;
import dev.lakesmith.lake.storage.Traffic;
import dev.lakesmith.testkit.process.SmallDisk;
import dev.lakesmith.testkit.storage.S3Server;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.iceberg.io.DelegateFileIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The disk of this machine is full, that of the bucket is not. */
class FullDiskTest {

    private static final String PLACE = "s3://lake/t/data/";

    @TempDir
    private Path folder = Path.of("");

    private S3Server server;
    private Path disk;

    @BeforeEach
    void open() throws IOException {
        disk = Files.createDirectories(folder.resolve("disk"));
        assumeTrue(SmallDisk.isPossible(disk), "no small disk can be mounted here: full disks are not tested");
        server = S3Server.start(Files.createDirectories(folder.resolve("s3"))).bucket("lake");
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
    }

    private DelegateFileIO io() {
        return CloudFiles.open(PLACE, Servers.options(server, server.endpoint()), new Traffic());
    }

    private List<String> onSmallDisk(Class<?> program) {
        return SmallDisk.run(
                        disk,
                        4,
                        List.of("-Djava.io.tmpdir=" + disk),
                        program,
                        server.endpoint().toString(),
                        server.accessKeyId(),
                        server.secretAccessKey(),
                        disk.toString())
                .lines()
                .filter(line -> !line.startsWith("SLF4J"))
                .toList();
    }

    private static Storage storage(String[] arguments) {
        URI endpoint = URI.create(arguments[0]);
        return Storage.of(
                CloudFiles.with(Servers.options(endpoint, arguments[1], arguments[2])),
                new CacheSettings(Path.of(arguments[3], "cache"), 1L << 30));
    }

    /** Reads files of a bucket through a cache that has no room for all. */
    static final class Reader {

        private Reader() {}

        public static void main(String[] arguments) throws IOException {
            try (Storage storage = storage(arguments)) {
                for (String name : List.of("small", "large", "other", "small")) {
                    try (LocalCopies copies = storage.copies()) {
                        Path copy = copies.files(List.of(FileSize.unknown(PLACE + name)))
                                .get(0);
                        byte[] content = Files.readAllBytes(copy);
                        boolean right = Arrays.equals(content, Content.any(content.length));
                        System.out.println(name + " " + content.length + " " + right);
                    } catch (LakesmithException e) {
                        System.out.println(name + " " + e.code() + " " + e.message());
                    }
                }
            }
            try (Stream<Path> left = Files.walk(Path.of(arguments[3], "cache"))) {
                for (Path file : left.filter(Files::isRegularFile).toList()) {
                    if (!file.getFileName().toString().endsWith("lock")) {
                        System.out.println("left " + Files.size(file));
                    }
                }
            }
        }
    }

    @Test
    void what_fits_is_read_and_what_does_not_is_told_and_leaves_nothing() throws IOException {
        try (DelegateFileIO io = io()) {
            Content.write(io, PLACE + "small", Content.any(1_000_000));
            Content.write(io, PLACE + "other", Content.any(1_500_000));
            Content.write(io, PLACE + "large", Content.any(8_000_000));
        }
        List<String> told = onSmallDisk(Reader.class);
        assertThat(told.get(0)).isEqualTo("small 1000000 true");
        assertThat(told.get(1))
                .startsWith("large LAKE_UNREADABLE no copy of s3://lake/t/data/large can be kept under " + disk)
                .contains("No space left")
                .contains("name another folder with 'cache' in the target");
        assertThat(told.get(2)).isEqualTo("other 1500000 true");
        assertThat(told.get(3)).isEqualTo("small 1000000 true");
        assertThat(told.subList(4, told.size())).isNotEmpty().isSubsetOf("left 1000000", "left 1500000");
    }

    /** Replaces a small file, and then one by more than this disk takes. */
    static final class Writer {

        private Writer() {}

        public static void main(String[] arguments) {
            try (Storage storage = storage(arguments)) {
                for (int bytes : List.of(1_000, 9_000_000)) {
                    try {
                        storage.replace("s3://lake/current.json", Content.any(bytes));
                        System.out.println("replaced");
                    } catch (LakesmithException e) {
                        System.out.println(e.code() + " " + e.message());
                    }
                }
            }
            System.gc();
            System.runFinalization();
        }
    }

    @Test
    void a_file_that_is_not_written_to_its_end_replaces_none() throws IOException {
        List<String> told = onSmallDisk(Writer.class);
        assertThat(told.get(0)).isEqualTo("replaced");
        assertThat(told.get(1)).contains("s3://lake/current.json").contains("the disk with " + disk + " is full");
        try (DelegateFileIO io = io()) {
            assertThat(Content.read(io, "s3://lake/current.json")).isEqualTo(Content.any(1_000));
        }
    }
}
