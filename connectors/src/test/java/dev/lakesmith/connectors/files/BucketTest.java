package dev.lakesmith.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in a bucket, as a project's runs meet them. */
final class BucketTest {

    private static Path buckets = Path.of("");

    @SuppressWarnings("NullAway") // set before all tests
    private static Bucket bucket;

    @TempDir
    private Path folder = Path.of("");

    private final List<String> questions = Collections.synchronizedList(new ArrayList<>());
    private FaultyStore.Asked fault = question -> {};
    private Function<InputStream, InputStream> line = body -> body;
    private final AtomicInteger opened = new AtomicInteger();

    @BeforeAll
    static void start(@TempDir Path machine) {
        buckets = machine;
        bucket = Bucket.start(machine);
    }

    @AfterEach
    void clear() throws IOException {
        bucket.clear();
    }

    @AfterAll
    static void stop() {
        bucket.close();
    }

    private Remote remote() {
        return new Remote(folder.resolve("project"), (source, name) -> {
            opened.incrementAndGet();
            return new FaultyStore(
                    Bucket.STORES.open(source, name),
                    question -> {
                        questions.add(question);
                        fault.of(question);
                    },
                    body -> line.apply(body));
        });
    }

    private Remote reading(String stream) {
        return remote().source("url: s3://drop/out", bucket.storage(), "streams: { s: " + stream + " }");
    }

    private static List<String> paths(Pending.Files pending) {
        return pending.files().stream().map(SourceFile::path).toList();
    }

    @Test
    void globsNameObjectsAsTheyNameLocalFiles() {
        for (String key : List.of(
                "out/a.csv",
                "out/b.txt",
                "out/x/c.csv",
                "out/x/y/größe + 100 %.csv",
                "out/.hidden.csv",
                "out/.folder/d.csv",
                "out/e.csv.part",
                "other/f.csv",
                "outer.csv")) {
            bucket.put(key, "id\n1\n");
        }

        assertThat(paths(reading("{ path: '**/*.csv', format: csv }").pending()))
                .containsExactly("s3://drop/out/a.csv", "s3://drop/out/x/c.csv", "s3://drop/out/x/y/größe + 100 %.csv");
        assertThat(paths(reading("{ path: ['*.csv', '**/*.csv'], exclude: ['c.csv', 'x/y/*'], format: csv }")
                        .pending()))
                .containsExactly("s3://drop/out/a.csv");
        assertThat(paths(reading("{ path: 'x/c.csv', format: csv }").pending()))
                .containsExactly("s3://drop/out/x/c.csv");
        assertThat(paths(remote().source(
                                bucket.storage(), "streams: { s: { path: 's3a://drop/o*/?.csv', format: csv } }")
                        .pending()))
                .containsExactly("s3://drop/other/f.csv", "s3://drop/out/a.csv");
        assertThat(reading("{ path: 'nothing/*.csv', format: csv }").pending().notes())
                .containsExactly("no file matches its path");
    }

    @Test
    void filesAreLandedByteForByteInTheOrderOfTheirPaths() {
        IntStream.range(0, 100).forEach(i -> bucket.put("out/%03d.csv".formatted(i), "id\n" + i + "\n"));
        bucket.put("out/x/größe + 100 %.csv", "id\n\u00ff\n");
        Remote remote = reading("{ path: '**', format: csv }");

        List<String> expected = new ArrayList<>();
        IntStream.range(0, 100).forEach(i -> expected.add("s3://drop/out/%03d.csv=id\n%d\n".formatted(i, i)));
        expected.add("s3://drop/out/x/größe + 100 %.csv=id\n\u00ff\n");
        assertThat(remote.files()).isEqualTo(expected);
        assertThat(remote.pending()).isEqualTo(new Pending.Files(List.of(), 101, 0));
    }

    @Test
    void whatIsReplacedIsANewVersionAndWhatIsDeletedStaysLanded() {
        bucket.put("out/a.csv", "id\n1\n").put("out/b.csv", "id\n2\n");
        Remote remote = reading("{ path: '*.csv', format: csv }");
        remote.extract();

        bucket.put("out/a.csv", "id\n3\n", Bucket.LONG_AGO.plusSeconds(60));
        bucket.delete("out/b.csv");
        Extraction second = remote.extract();

        assertThat(second.files())
                .extracting(LandedFile::path, LandedFile::version)
                .containsExactly(tuple("s3://drop/out/a.csv", 2));
        assertThat(second.files()).extracting(Remote::text).containsExactly("id\n3\n");
        assertThat(remote.pending().isNothing()).isTrue();
    }

    @Test
    void whatIsReplacedByTheSameBytesIsNotLandedAgain() {
        bucket.put("out/a.csv", "id\n1\n");
        Remote remote = reading("{ path: '*.csv', format: csv }");
        remote.extract();
        bucket.put("out/a.csv", "id\n1\n", Bucket.LONG_AGO.plusSeconds(60));

        Extraction second = remote.extract();

        assertThat(second.files()).isEmpty();
        assertThat(second.ledger().dropped()).containsEntry("landed already", 1L);
    }

    @Test
    void aListingBeginsBehindTheWatermarkAndFindsWhatIsLate() {
        bucket.put("out/2026-01-01.csv", "id\n1\n", Bucket.LONG_AGO)
                .put("out/2026-01-03.csv", "id\n3\n", Bucket.LONG_AGO.plus(Duration.ofDays(2)))
                .put("out/2026-01-05.csv", "id\n5\n", Bucket.LONG_AGO.plus(Duration.ofDays(4)));
        Remote remote = reading("{ path: '*.csv', format: csv, listing: incremental, lookback: 1d }");
        assertThat(remote.pending().notes()).containsExactly("all keys are listed, as every backfill_interval");
        remote.extract();

        bucket.put("out/2026-01-02.csv", "id\n2\n")
                .put("out/2026-01-04.csv", "id\n4\n")
                .put("out/2026-01-06.csv", "id\n6\n");
        Pending.Files pending = remote.pending();

        assertThat(paths(pending)).containsExactly("s3://drop/out/2026-01-04.csv", "s3://drop/out/2026-01-06.csv");
        assertThat(pending.unchanged()).isEqualTo(1);
        assertThat(pending.notes())
                .singleElement()
                .asString()
                .startsWith("keys behind out/2026-01-03.csv are listed; all are from ");
        remote.extract();
        assertThat(remote.pending().files()).isEmpty();

        Remote whole = remote.source(
                "url: s3://drop/out",
                bucket.storage(),
                "streams: { s: { path: '*.csv', format: csv, listing: incremental, backfill_interval: 0s } }");
        assertThat(paths(whole.pending())).containsExactly("s3://drop/out/2026-01-02.csv");
    }

    @Test
    void foldersThatHoldNoMatchAreNotListedToTheirEnd() throws IOException {
        for (String each : List.of("a/logs", "a/orders", "b/logs", "b/orders")) {
            Path below = Files.createDirectories(buckets.resolve("drop/out").resolve(each));
            create(below, each.endsWith("logs") ? 2_500 : 500);
        }

        Pending.Files pending =
                reading("{ path: '*/orders/*.csv', format: csv }").pending();

        assertThat(paths(pending))
                .hasSize(1_000)
                .doesNotHaveDuplicates()
                .allMatch(path -> path.contains("/orders/"))
                .startsWith("s3://drop/out/a/orders/00000.csv")
                .endsWith("s3://drop/out/b/orders/00499.csv");
        // All would be 6 pages.
        assertThat(questions).hasSize(3);
    }

    @Test
    @Tag("soak")
    void aListingOfManyObjectsIsReadPageByPage() throws IOException {
        create(Files.createDirectories(buckets.resolve("drop/out")), 20_000);
        Remote remote = reading("{ path: '*.csv', format: csv }");

        assertThat(remote.pending().files()).hasSize(20_000).doesNotHaveDuplicates();
        assertThat(questions).hasSize(20);
    }

    private static void create(Path below, int objects) throws IOException {
        for (int i = 0; i < objects; i++) {
            Files.createFile(below.resolve("%05d.csv".formatted(i)));
        }
    }

    @Test
    void aCopyGoesOnWhereTheConnectionBroke() {
        String text = "0123456789".repeat(100_000);
        bucket.put("out/a.csv", text);
        Remote remote = reading("{ path: '*.csv', format: csv }");
        AtomicInteger breaks = new AtomicInteger();
        line = body -> breaks.incrementAndGet() > 3
                ? body
                : FaultyStore.cut(
                        body, 200_000, breaks.get() == 2 ? List.of() : List.of(new IOException("cut by the test")));

        assertThat(remote.files()).containsExactly("s3://drop/out/a.csv=" + text);
        assertThat(questions.stream().filter(question -> question.startsWith("open")))
                .containsExactly(
                        "open out/a.csv 0", "open out/a.csv 200000", "open out/a.csv 400000", "open out/a.csv 600000");
        assertThat(remote.waits()).isEmpty();
    }

    @Test
    void anObjectThatIsReplacedInTheMiddleIsCopiedAnew() {
        bucket.put("out/a.csv", "old".repeat(100_000));
        Remote remote = reading("{ path: '*.csv', format: csv }");
        AtomicInteger reads = new AtomicInteger();
        line = body -> {
            if (reads.incrementAndGet() > 1) {
                return body;
            }
            bucket.put("out/a.csv", "new".repeat(100_000), Bucket.LONG_AGO.plusSeconds(60));
            return FaultyStore.cut(body, 1_000, List.of(new IOException("cut by the test")));
        };

        assertThat(remote.files()).containsExactly("s3://drop/out/a.csv=" + "new".repeat(100_000));
        assertThat(remote.pending().isNothing()).isTrue();
    }

    @Test
    void bytesThatAreNotThoseOfTheirChecksumAreNeverLanded() {
        bucket.put("out/a.csv", "id\n1\n");
        Remote remote = reading("{ path: '*.csv', format: csv }");
        line = body -> new FilterInputStream(body) {
            @Override
            public int read(byte[] buffer, int from, int count) throws IOException {
                int got = super.read(buffer, from, count);
                if (got > 0) {
                    buffer[from] ^= 1;
                }
                return got;
            }
        };

        assertThatThrownBy(remote::extract)
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("sources/drop.yml:")
                .hasMessageContaining("the bytes of s3://drop/out/a.csv have another checksum than the storage says");

        line = body -> body;
        assertThat(remote.files()).containsExactly("s3://drop/out/a.csv=id\n1\n");
    }

    @Test
    void credentialsThatExpireInTheMiddleAreTakenAnewOnce() {
        IntStream.range(0, 40).forEach(i -> bucket.put("out/%02d.csv".formatted(i), "id\n" + i + "\n"));
        Remote remote = reading("{ path: '*.csv', format: csv }");
        int before = opened.get();
        fault = question -> {
            if (question.startsWith("open out/2") && opened.get() <= before + 1) {
                throw new ObjectFailure(
                        ObjectFailure.Kind.LOGIN, "the credentials have expired", new IOException("test"));
            }
        };

        assertThat(remote.files()).hasSize(40).endsWith("s3://drop/out/39.csv=id\n39\n");
        assertThat(opened.get()).isEqualTo(before + 2);
    }

    @Test
    void credentialsThatStayExpiredAreToldWithThePlace() {
        bucket.put("out/a.csv", "id\n1\n");
        Remote remote = reading("{ path: '*.csv', format: csv }");
        fault = question -> {
            if (question.startsWith("open")) {
                throw new ObjectFailure(
                        ObjectFailure.Kind.LOGIN, "the credentials have expired; renew them", new IOException("test"));
            }
        };

        assertThatThrownBy(remote::extract)
                .isInstanceOf(LakesmithException.class)
                .hasMessageMatching("sources/drop.yml:\\d+:\\d+: the credentials have expired; renew them");
    }

    @Test
    void whatIsInABucketIsOfferedByGroups() {
        IntStream.range(0, 5).forEach(i -> bucket.put("out/orders/2026-01-0%d.csv".formatted(i + 1), "id\n1\n")
                .put("out/events/day=0%d/e.json".formatted(i), "{}\n"));
        Remote remote = reading("{ path: 'orders/*.csv', format: csv }");
        try (Explorer explorer = remote.explorer()) {
            assertThat(explorer.connect()).isEqualTo("may list s3://drop/out");
            assertThat(explorer.find(remote.stream())).isEqualTo("5 files");
            assertThat(explorer.offers(Optional.empty()))
                    .extracting(Offer::title, Offer::declared)
                    .containsExactly(
                            tuple("events/day=*/e.json", Optional.empty()), tuple("orders/*.csv", Optional.of("s")));
            assertThat(explorer.offers(Optional.of("events")))
                    .extracting(Offer::title)
                    .containsExactly("events/day=*/e.json");
        }
    }

    @Test
    void keysOfAnyCharactersAreFoundAndLanded() {
        List<String> keys = List.of(
                "out/ a.csv",
                "out/%2e%2e.csv",
                "out/+ &=?#.csv",
                "out/a\nb.csv",
                "out/end.csv ",
                "out/ü/😀.csv",
                "out/~'\"(),;:@$!*[]{}^`|<>.csv");
        keys.forEach(key -> bucket.put(key, "id\n" + key.length() + "\n"));
        bucket.put("out/empty.csv", "");

        List<String> expected = new ArrayList<>();
        keys.forEach(key -> expected.add("s3://drop/" + key + "=id\n" + key.length() + "\n"));
        expected.add("s3://drop/out/empty.csv=");
        Remote remote = reading("{ path: '**', format: csv }");
        assertThat(remote.files()).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(remote.files()).isEmpty();
    }

    @Test
    void anObjectOfTheFutureDoesNotHideWhatComesLate() {
        bucket.put("out/2026-01-30.csv", "id\n1\n").put("out/2026-01-31.csv", "id\n2\n", Instant.now());
        bucket.put("out/2026-02-01.csv", "id\n3\n", Instant.parse("2099-01-01T00:00:00Z"));
        Remote remote = reading("{ path: '*.csv', format: csv, listing: incremental, lookback: 1d }");
        remote.extract();

        bucket.put("out/2026-01-30b.csv", "id\n4\n");

        assertThat(paths(remote.pending())).contains("s3://drop/out/2026-01-30b.csv");
    }

    @Test
    void mistakesAreToldWithTheirPlace() {
        Remote remote = remote();
        assertThat(remote.mistakes(
                        "url: s3://drop/out",
                        "user: me",
                        "storage: { account_key: x }",
                        "streams:",
                        "  a: { path: 's3://drop/x', format: csv, lookback: 2h }",
                        "  b: { path: x, format: { type: parquet, in_place: true } }"))
                .containsExactly(
                        "sources/drop.yml:3:1: 'user' is for a server, and this is object storage, whose keys are under"
                                + " 'storage'; remove the key",
                        "sources/drop.yml:4:12: 'account_key' is for abfss://, and this is s3://; remove it",
                        "sources/drop.yml:6:14: 's3://drop/x' is whole, and the source has a 'url' that paths start"
                                + " from; write the path there, or leave out 'url'",
                        "sources/drop.yml:6:42: 'lookback' is for listing: incremental; write that too, or remove it",
                        "sources/drop.yml:7:25: 'in_place' is read with the target's 'storage', and the source has one"
                                + " of its own; remove that one, or leave this out, and the files are copied");
        assertThat(remote.mistakes(
                        "streams:",
                        "  a: { path: 's3://drop/x', format: csv }",
                        "  b: { path: [x, 's3://b*/x', 'abfss://c@d.dfs.core.windows.net/x'], format: csv }"))
                .hasSize(3)
                .anyMatch(told -> told.contains("'x' is on this machine"))
                .anyMatch(told -> told.contains("names a bucket 'b*'"))
                .anyMatch(told -> told.contains("is in another kind of storage"));
        assertThat(remote.mistakes(
                        "storage: { region: a }", "streams: { a: { path: x, format: csv, listing: incremental } }"))
                .containsExactly(
                        "sources/drop.yml:2:1: 'storage' is for files in object storage; write url: s3://bucket/folder,"
                                + " or remove the key",
                        "sources/drop.yml:3:39: 'listing' is for files in object storage; remove the key");
    }
}
