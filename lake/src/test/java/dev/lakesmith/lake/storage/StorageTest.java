package dev.lakesmith.lake.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.inmemory.InMemoryFileIO;
import org.apache.iceberg.io.FileIO;
import org.apache.iceberg.io.InputFile;
import org.apache.iceberg.io.OutputFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The cache over Iceberg's files in memory, which stand for a remote place. */
final class StorageTest {

    @TempDir
    private Path folder;

    private final Remote remote = new Remote();
    private final List<Storage> open = new ArrayList<>();

    @AfterEach
    void close() {
        open.forEach(Storage::close);
    }

    /** Counts what is read. */
    private static final class Remote implements FileIO {

        private static final long serialVersionUID = 1L;

        private final transient InMemoryFileIO files = new InMemoryFileIO();
        private final transient List<String> read = new ArrayList<>();

        @Override
        public synchronized InputFile newInputFile(String location) {
            read.add(location);
            return files.newInputFile(location);
        }

        @Override
        public OutputFile newOutputFile(String location) {
            return files.newOutputFile(location);
        }

        @Override
        public void deleteFile(String location) {
            files.deleteFile(location);
        }

        synchronized List<String> read() {
            return List.copyOf(read);
        }
    }

    private Storage storage(long limit) {
        Storage storage = Storage.of((location, traffic) -> remote, new CacheSettings(folder.resolve("cache"), limit));
        open.add(storage);
        return storage;
    }

    private String put(String name, String content) {
        String location = "mem://lake/t/data/" + name;
        try (OutputStream out = remote.newOutputFile(location).createOrOverwrite()) {
            out.write(content.getBytes(StandardCharsets.ISO_8859_1));
            return location;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> cached() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache").resolve("files"))) {
            return files.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void a_file_is_fetched_once_by_all_who_read_it() {
        String location = put("a.parquet", "one");
        Storage storage = storage(1000);
        try (LocalCopies copies = storage.copies();
                LocalCopies others = storage(1000).copies()) {
            assertThat(copies.of(location))
                    .hasContent("one")
                    .hasFileName(copies.of(location).getFileName().toString());
            assertThat(copies.of(location).toString()).endsWith("a.parquet");
            assertThat(others.of(location)).hasContent("one");
            assertThat(copies.location(copies.of(location))).isEqualTo(location);
        }
        assertThat(remote.read()).containsExactly(location);
    }

    @Test
    void many_threads_fetch_many_files_once_each() {
        List<String> locations = IntStream.range(0, 40)
                .mapToObj(number -> put("f" + number, "content " + number))
                .toList();
        Storage storage = storage(100_000);
        List<CompletableFuture<Void>> readers = IntStream.range(0, 6)
                .mapToObj(reader -> CompletableFuture.runAsync(() -> {
                    try (LocalCopies copies = storage.copies()) {
                        List<Path> files = copies.all(locations);
                        for (int i = 0; i < files.size(); i++) {
                            assertThat(files.get(i)).hasContent("content " + i);
                        }
                    }
                }))
                .toList();
        readers.forEach(CompletableFuture::join);
        assertThat(remote.read()).containsExactlyInAnyOrderElementsOf(locations);
    }

    @Test
    void what_was_read_last_is_kept_and_what_is_being_read_stays_readable() throws IOException {
        Storage storage = storage(30);
        String first = put("first", "x".repeat(12));
        String second = put("second", "y".repeat(12));
        String third = put("third", "z".repeat(12));
        try (LocalCopies copies = storage.copies()) {
            Path one = copies.of(first);
            copies.of(second);
            try (LocalCopies again = storage.copies()) {
                Files.setLastModifiedTime(again.of(second), java.nio.file.attribute.FileTime.fromMillis(1_000_000));
            }
            copies.of(third);
            assertThat(one).hasContent("x".repeat(12));
            assertThat(copies.of(second)).hasContent("y".repeat(12));
        }
        assertThat(cached()).hasSize(2);
        try (LocalCopies copies = storage.copies()) {
            copies.all(List.of(first, third));
        }
        assertThat(remote.read()).containsExactly(first, second, third);
    }

    @Test
    void a_file_larger_than_the_cache_is_read_and_not_kept() throws IOException {
        String large = put("large", "x".repeat(50));
        try (LocalCopies copies = storage(30).copies()) {
            assertThat(copies.of(large)).hasContent("x".repeat(50));
        }
        assertThat(folder.resolve("cache").resolve("files"))
                .satisfiesAnyOf(files -> assertThat(files).doesNotExist(), files -> assertThat(cached())
                        .isEmpty());
    }

    @Test
    void a_copy_that_was_damaged_is_fetched_anew() throws IOException {
        String location = put("a.parquet", "whole");
        try (LocalCopies copies = storage(1000).copies()) {
            copies.of(location);
        }
        Files.writeString(cached().get(0), "wh0le");
        try (LocalCopies copies = storage(1000).copies()) {
            assertThat(copies.of(location)).hasContent("whole");
        }
        assertThat(remote.read()).containsExactly(location, location);
    }

    @Test
    void what_is_written_is_there_and_needs_no_fetching() throws IOException {
        Storage storage = storage(1000);
        try (Outbox out = storage.outbox("mem://lake/t/data")) {
            Path file = Files.writeString(out.folder().resolve("new.parquet"), "fresh");
            assertThat(out.location(file)).isEqualTo("mem://lake/t/data/new.parquet");
            out.deliver(List.of(file));
        }
        assertThat(remote.files.newInputFile("mem://lake/t/data/new.parquet").getLength())
                .isEqualTo(5);
        try (LocalCopies copies = storage.copies()) {
            assertThat(copies.of("mem://lake/t/data/new.parquet")).hasContent("fresh");
        }
        assertThat(remote.read()).isEmpty();
    }

    private static byte[] parquet(int rows) {
        byte[] file = new byte[rows + 12];
        System.arraycopy("PAR1".getBytes(StandardCharsets.US_ASCII), 0, file, 0, 4);
        System.arraycopy("PAR1".getBytes(StandardCharsets.US_ASCII), 0, file, rows + 8, 4);
        return file;
    }

    @Test
    void complete_files_are_sent_while_others_are_written_and_those_not_wanted_are_taken_back() throws Exception {
        Storage storage = storage(1000);
        try (Outbox out = storage.outbox("mem://lake/t/data")) {
            Path one = Files.write(out.folder().resolve("one.parquet"), parquet(10));
            Path grown = Files.write(out.folder().resolve("grown.parquet"), parquet(10));
            Files.write(out.folder().resolve("unwanted.parquet"), parquet(10));
            Path half = Files.writeString(out.folder().resolve("half.parquet"), "PAR1 and no end");
            for (String name : List.of("one", "grown", "unwanted")) {
                while (!remote.files.fileExists("mem://lake/t/data/" + name + ".parquet")) {
                    Thread.sleep(10);
                }
            }
            assertThat(remote.files.fileExists("mem://lake/t/data/half.parquet"))
                    .isFalse();
            Files.write(grown, parquet(20));
            out.deliver(List.of(one, grown, half));
        }
        assertThat(remote.files.newInputFile("mem://lake/t/data/grown.parquet").getLength())
                .isEqualTo(32);
        assertThat(remote.files.newInputFile("mem://lake/t/data/one.parquet").getLength())
                .isEqualTo(22);
        assertThat(remote.files.newInputFile("mem://lake/t/data/half.parquet").getLength())
                .isEqualTo(15);
        assertThat(remote.files.fileExists("mem://lake/t/data/unwanted.parquet"))
                .isFalse();
    }

    @Test
    void a_file_that_is_not_there_is_said_to_be_missing() {
        try (LocalCopies copies = storage(1000).copies()) {
            assertThatThrownBy(() -> copies.of("mem://lake/t/data/none.parquet"))
                    .isInstanceOfAny(NotFoundException.class, LakesmithException.class)
                    .hasMessageContaining("none.parquet");
        }
    }

    @Test
    void nothing_is_left_of_what_a_process_read() throws IOException {
        String location = put("a.parquet", "one");
        Storage storage = storage(1000);
        try (LocalCopies copies = storage.copies()) {
            copies.of(location);
        }
        storage.close();
        try (Stream<Path> left = Files.list(folder.resolve("cache").resolve("work"))) {
            assertThat(left).isEmpty();
        }
    }

    /** What stands for a large Parquet file: 1,000 bytes, of which the last 108 are its end. */
    private String large(String name) {
        byte[] bytes = new byte[1000];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i % 250 + 1);
        }
        System.arraycopy(new byte[] {100, 0, 0, 0, 'P', 'A', 'R', '1'}, 0, bytes, 992, 8);
        return put(name, new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** Reads parts of a file and tells which bytes are there. */
    private List<ByteRange> read(Storage storage, String location, ByteRange... needed) {
        byte[] all = bytes(location);
        try (LocalCopies copies = storage.copies()) {
            Path copy = copies.files(List.of(new FileSize(location, 1000)), files -> files.stream()
                            .collect(Collectors.toMap(file -> file, file -> {
                                assertThat(Arrays.copyOfRange(local(file), 892, 1000))
                                        .isEqualTo(Arrays.copyOfRange(all, 892, 1000));
                                return List.of(needed);
                            })))
                    .get(0);
            assertThat(copies.location(copy)).isEqualTo(location);
            return there(local(copy), all);
        }
    }

    private byte[] bytes(String location) {
        try (InputStream in = remote.files.newInputFile(location).newStream()) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] local(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<ByteRange> there(byte[] copy, byte[] all) {
        assertThat(copy).hasSameSizeAs(all);
        List<ByteRange> there = new ArrayList<>();
        for (int i = 0; i < copy.length; i++) {
            if (copy[i] != 0 || all[i] == 0) {
                assertThat(copy[i]).isEqualTo(all[i]);
                there.add(new ByteRange(i, i + 1L));
            }
        }
        return ByteRange.merged(there, 0);
    }

    private Storage inParts(long limit) {
        Storage storage =
                Storage.of((location, traffic) -> remote, new CacheSettings(folder.resolve("cache"), limit, 80));
        open.add(storage);
        return storage;
    }

    @Test
    void the_needed_parts_of_a_large_file_are_fetched_once_by_all_who_read_it() {
        String location = large("a.parquet");
        assertThat(read(inParts(5000), location, new ByteRange(4, 50), new ByteRange(200, 210)))
                .containsExactly(new ByteRange(4, 50), new ByteRange(200, 210), new ByteRange(892, 1000));
        int requests = remote.read().size();
        assertThat(read(inParts(5000), location, new ByteRange(10, 50))).hasSize(3);
        assertThat(remote.read()).hasSize(requests);

        assertThat(read(inParts(5000), location, new ByteRange(40, 60), new ByteRange(65, 70)))
                .as("a short gap comes with what is around it")
                .containsExactly(new ByteRange(4, 70), new ByteRange(200, 210), new ByteRange(892, 1000));
        assertThat(remote.read()).hasSize(requests + 1);
    }

    @Test
    void a_file_of_which_most_is_needed_is_fetched_as_a_whole() {
        String location = large("a.parquet");
        assertThat(read(inParts(5000), location, new ByteRange(0, 300), new ByteRange(500, 750)))
                .containsExactly(new ByteRange(0, 1000));
        int requests = remote.read().size();
        assertThat(read(inParts(5000), location, new ByteRange(4, 50)))
                .as("and is no more read in parts")
                .containsExactly(new ByteRange(0, 1000));
        assertThat(remote.read()).hasSize(requests);
    }

    @Test
    void what_is_small_or_no_parquet_is_fetched_as_a_whole() {
        String other = put("other", "x".repeat(500));
        String small = put("small.parquet", "y".repeat(80));
        try (LocalCopies copies = inParts(5000).copies()) {
            List<Path> files = copies.files(List.of(new FileSize(other, 500), new FileSize(small, 80)), large -> {
                throw new AssertionError("there is no large Parquet file");
            });
            assertThat(files.get(0)).hasContent("x".repeat(500));
            assertThat(files.get(1)).hasContent("y".repeat(80));
        }
    }

    private List<Path> parts() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache").resolve("parts"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void a_damaged_part_comes_again() throws IOException {
        String location = large("a.parquet");
        read(inParts(5000), location, new ByteRange(4, 50), new ByteRange(200, 210));
        Path copy = parts().get(0);
        byte[] bytes = Files.readAllBytes(copy);
        bytes[20] ^= 1;
        bytes[995] = 0;
        Files.write(copy, bytes);
        Files.writeString(parts().get(1), "4 5", StandardOpenOption.APPEND);

        assertThat(read(inParts(5000), location, new ByteRange(4, 50), new ByteRange(200, 210)))
                .containsExactly(new ByteRange(4, 50), new ByteRange(200, 210), new ByteRange(892, 1000));
    }

    @Test
    void a_list_without_its_copy_is_not_believed() throws IOException {
        String location = large("a.parquet");
        read(inParts(5000), location, new ByteRange(4, 50));
        byte[] list = Files.readAllBytes(parts().get(1));
        Files.delete(parts().get(0));
        read(inParts(5000), location, new ByteRange(300, 310));
        Files.write(parts().get(1), list);

        assertThat(read(inParts(5000), location, new ByteRange(4, 50)))
                .containsExactly(new ByteRange(4, 50), new ByteRange(300, 310), new ByteRange(892, 1000));
    }

    @Test
    void parts_that_were_read_longest_ago_make_room() throws IOException {
        String old = large("old.parquet");
        read(inParts(5000), old, new ByteRange(4, 50));
        for (Path each : parts()) {
            Files.setLastModifiedTime(each, FileTime.from(Instant.now().minusSeconds(100)));
        }
        assertThat(read(inParts(300), large("new.parquet"), new ByteRange(4, 150)))
                .containsExactly(new ByteRange(4, 150), new ByteRange(892, 1000));
        assertThat(parts()).hasSize(2);
        assertThat(parts().get(0).getFileName().toString())
                .startsWith(CacheFolder.key("mem://lake/t/data/new.parquet"));
    }

    @Test
    void local_files_are_read_where_they_are() throws IOException {
        Path file = Files.writeString(folder.resolve("here.parquet"), "here");
        try (LocalCopies copies = Storage.local().copies()) {
            assertThat(copies.of(Locations.of(file))).isEqualTo(file);
            assertThat(copies.of(file.toString())).isEqualTo(file);
        }
    }
}
