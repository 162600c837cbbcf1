package dev.lakesmith.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.core.connector.RecordReader;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.contract.QuarantineLimit;
import dev.lakesmith.core.project.NewColumns;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Place;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

final class FilesReaderTest {

    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final String ETAG_OF_ABC = "crc:364b3fb7352441c2";

    @TempDir
    Path project;

    private final FilesConnector connector = new FilesConnector();
    private final List<String> warnings = new ArrayList<>();
    private int batches;

    /** Keeps warnings; what else happens while bytes are copied is up to each test. */
    private class Watching implements Progress {
        @Override
        public void update(long rows, long bytes, double fraction) {}

        @Override
        public void warn(String message) {
            warnings.add(message);
        }
    }

    private static final RecordFiles NO_RECORDS = new RecordFiles() {
        @Override
        public List<Written> write(List<Column> columns, List<? extends Supplier<RecordReader>> parts, int atOnce) {
            throw new AssertionError("files bring no records");
        }

        @Override
        public List<Written> writeUnknown(
                List<Column> columns, List<? extends Supplier<RecordReader>> parts, int atOnce, Known known) {
            throw new AssertionError("files bring no records");
        }

        @Override
        public List<Written> writeGone(List<Column> columns, List<? extends Supplier<RecordReader>> keys, Gone gone) {
            throw new AssertionError("files bring no records");
        }
    };

    @BeforeEach
    void makeFolder() throws IOException {
        Files.createDirectories(project.resolve("drop"));
    }

    private Stream stream(String yaml) {
        return new Stream(
                "crm",
                "contacts",
                connector.spec().stream().read("sources/crm.yml", yaml),
                Format.Csv.standard(),
                List.of(),
                QuarantineLimit.NONE,
                NewColumns.EVOLVE,
                "",
                new Place("sources/crm.yml", 3, 3));
    }

    private SourceReader reader(Stream stream) {
        Source source =
                new Source("crm", "files", connector.spec().source().read("sources/crm.yml", "{}"), List.of(stream));
        return connector.open(source, project, Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private Pending.Files pending(Stream stream, List<LandedFile> landed) {
        try (SourceReader reader = reader(stream)) {
            return (Pending.Files) reader.pending(stream, new Landed(landed, Optional.empty()));
        }
    }

    private List<LandedFile> extract(Stream stream, Pending pending, List<LandedFile> landed, Progress progress)
            throws IOException {
        Path folder = Files.createDirectories(project.resolve("landing/" + ++batches));
        try (SourceReader reader = reader(stream)) {
            Delivery delivery = new Delivery(folder, NO_RECORDS, "batch-" + batches, progress);
            return reader.extract(stream, pending, new Landed(landed, Optional.empty()), delivery)
                    .files();
        }
    }

    private List<LandedFile> extract(Stream stream, List<LandedFile> landed) throws IOException {
        return extract(stream, pending(stream, landed), landed, new Watching());
    }

    private Path file(String name, String content, Instant modified) throws IOException {
        Path file = project.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private static Instant daysAgo(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_backslash_in_a_name_is_part_of_the_name() throws Exception {
        file("drop/a\\b.csv", "1", daysAgo(1));
        Stream stream = stream("{path: drop/*.csv}");

        List<LandedFile> landed = extract(stream, List.of());
        assertThat(landed).extracting(LandedFile::path).containsExactly("drop/a\\b.csv");
        assertThat(pending(stream, landed)).isEqualTo(new Pending.Files(List.of(), 1, 0));
    }

    @Test
    void filesAreListedInOrderOfPathRelativeToTheProject() throws Exception {
        file("drop/b.csv", "b", daysAgo(1));
        file("drop/in/a.csv", "aa", daysAgo(2));
        file("drop/.hidden.csv", "x", daysAgo(2));
        file("drop/.trash/c.csv", "x", daysAgo(2));
        file("drop/d.csv.tmp", "x", daysAgo(2));
        file("drop/e.csv.PART", "x", daysAgo(2));
        file("drop/f-test.csv", "x", daysAgo(2));
        Pending.Files pending = pending(stream("{path: ['drop/**', drop/b.csv], exclude: '*-test.csv'}"), List.of());
        assertThat(pending.files())
                .containsExactly(
                        new SourceFile(
                                "drop/b.csv", project.resolve("drop/b.csv").toString(), 1, daysAgo(1), 1),
                        new SourceFile(
                                "drop/in/a.csv",
                                project.resolve("drop/in/a.csv").toString(),
                                2,
                                daysAgo(2),
                                1));
    }

    @Test
    void aCopyIsTheSourceByteForByteWithItsHash() throws Exception {
        file("drop/Kontakte März.csv", "abc", daysAgo(1));
        List<LandedFile> landed = extract(stream("path: drop/*.csv"), List.of());
        assertThat(landed).hasSize(1);
        LandedFile file = landed.get(0);
        assertThat(Path.of(file.landedPath())).hasContent("abc").hasFileName("00001-Kontakte_M_rz.csv");
        assertThat(file)
                .isEqualTo(new LandedFile(
                        "batch-1", "drop/Kontakte März.csv", file.landedPath(), 3, ETAG_OF_ABC, daysAgo(1), 1, NOW));
    }

    @Test
    void aFileSeenAgainUnchangedIsNotPending() throws Exception {
        file("drop/a.csv", "abc", daysAgo(1));
        Stream stream = stream("path: drop/*.csv");
        List<LandedFile> landed = extract(stream, List.of());
        assertThat(pending(stream, landed)).isEqualTo(new Pending.Files(List.of(), 1, 0));
    }

    @Test
    void aChangedFileIsANewVersion() throws Exception {
        file("drop/a.csv", "abc", daysAgo(3));
        Stream stream = stream("path: drop/*.csv");
        List<LandedFile> landed = new ArrayList<>(extract(stream, List.of()));
        file("drop/a.csv", "abcd", daysAgo(2));
        landed.addAll(extract(stream, landed));
        file("drop/a.csv", "abXd", daysAgo(1));
        landed.addAll(extract(stream, landed));
        assertThat(landed).extracting(LandedFile::version).containsExactly(1, 2, 3);
        assertThat(landed.stream().map(file -> Path.of(file.landedPath())))
                .allSatisfy(copy -> assertThat(copy).exists());
    }

    @Test
    void aTouchedFileOfTheSameContentIsNotLandedTwice() throws Exception {
        file("drop/a.csv", "abc", daysAgo(3));
        Stream stream = stream("path: drop/*.csv");
        List<LandedFile> landed = extract(stream, List.of());
        Pending.Files before = pending(stream, List.of());
        file("drop/a.csv", "abc", daysAgo(1));
        assertThat(pending(stream, landed).files()).isEmpty();
        assertThat(pending(stream, landed).unchanged()).isEqualTo(1);
        assertThat(extract(stream, before, landed, new Watching())).isEmpty();
        assertThat(project.resolve("landing/2")).isEmptyDirectory();
        assertThat(warnings).isEmpty();
    }

    @Test
    void aFileLandedRightAfterItsLastChangeIsReadAgainBecauseItsTimeCannotTell() throws Exception {
        Instant justNow = NOW.minusMillis(500);
        Path file = file("drop/a.csv", "abc", justNow);
        Stream stream = stream("path: drop/*.csv");
        List<LandedFile> landed = extract(stream, List.of());
        assertThat(pending(stream, landed).unchanged()).isEqualTo(1);
        Files.writeString(file, "abd");
        Files.setLastModifiedTime(file, FileTime.from(justNow));
        assertThat(pending(stream, landed).files())
                .extracting(SourceFile::version)
                .containsExactly(2);
    }

    @Test
    void aWarehouseHoldsNoSources() throws Exception {
        file("drop/a.csv", "abc", daysAgo(1));
        Files.createDirectories(project.resolve("lake/landing/crm"));
        file("lake/catalog.db", "", daysAgo(1));
        file("lake/landing/crm/a.csv", "abc", daysAgo(1));
        assertThat(pending(stream("path: '**/*.csv'"), List.of()).files())
                .extracting(SourceFile::path)
                .containsExactly("drop/a.csv");
        assertThatThrownBy(() -> pending(stream("path: 'lake/**/*.csv'"), List.of()))
                .isInstanceOf(LakesmithException.class)
                .hasMessageContaining("keep sources and warehouse apart");
    }

    @Test
    void youngFilesAreHeldBackAndCounted() throws Exception {
        file("drop/young.csv", "x", NOW.minusSeconds(59));
        file("drop/old.csv", "x", NOW.minusSeconds(61));
        Pending.Files pending = pending(stream("{path: drop/*.csv, min_age: 1m}"), List.of());
        assertThat(pending.files()).extracting(SourceFile::path).containsExactly("drop/old.csv");
        assertThat(pending.held()).isEqualTo(1);
    }

    @Test
    void aFileThatGrowsOnceWhileItIsCopiedIsCopiedAgain() throws Exception {
        Path file = file("drop/a.csv", "x".repeat(3 << 20), daysAgo(1));
        Stream stream = stream("path: drop/*.csv");
        List<LandedFile> landed = extract(stream, pending(stream, List.of()), List.of(), new Growing(file, 1));
        assertThat(landed).hasSize(1);
        assertThat(landed.get(0).bytes()).isEqualTo((3 << 20) + 1);
        assertThat(Path.of(landed.get(0).landedPath())).hasSameBinaryContentAs(file);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aFileThatKeepsGrowingIsLeftForTheNextRun() throws Exception {
        Path file = file("drop/a.csv", "x".repeat(3 << 20), daysAgo(1));
        Stream stream = stream("path: drop/*.csv");
        assertThat(extract(stream, pending(stream, List.of()), List.of(), new Growing(file, Integer.MAX_VALUE)))
                .isEmpty();
        assertThat(warnings)
                .containsExactly(
                        "drop/a.csv is still being written; it is left for the next run. min_age: 1m would wait"
                                + " for it");
        assertThat(project.resolve("landing/1")).isEmptyDirectory();
    }

    /** Somebody who appends to a file as long as its copy is not complete. */
    private final class Growing extends Watching {

        private final Path file;
        private int left;

        Growing(Path file, int times) {
            this.file = file;
            this.left = times;
        }

        @Override
        public void update(long rows, long bytes, double fraction) {
            if (left-- > 0) {
                try {
                    Files.writeString(file, "y", StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    @Test
    void aFileThatVanishedIsToldAndTheOthersAreCopied() throws Exception {
        Path gone = file("drop/a.csv", "x", daysAgo(1));
        file("drop/b.csv", "y", daysAgo(1));
        Stream stream = stream("path: drop/*.csv");
        Pending.Files pending = pending(stream, List.of());
        Files.delete(gone);
        assertThat(extract(stream, pending, List.of(), new Watching()))
                .extracting(LandedFile::path)
                .containsExactly("drop/b.csv");
        assertThat(warnings).containsExactly("drop/a.csv vanished before it was copied");
    }

    @Test
    void progressGrowsToTheWhole() throws Exception {
        file("drop/a.csv", "x".repeat(12 << 20), daysAgo(1));
        file("drop/b.csv", "y", daysAgo(1));
        Stream stream = stream("path: drop/*.csv");
        List<Double> fractions = new ArrayList<>();
        extract(stream, pending(stream, List.of()), List.of(), new Watching() {
            @Override
            public void update(long rows, long bytes, double fraction) {
                fractions.add(fraction);
            }
        });
        assertThat(fractions).isSorted().hasSizeGreaterThan(5).endsWith(1.0);
    }

    @Test
    void aMissingFolderIsToldWithTheNearestThatExists() {
        assertThatThrownBy(() -> pending(stream("path: drop/2026/in/*.csv"), List.of()))
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE))
                .hasMessage("sources/crm.yml:3:3: the folder " + project.resolve("drop/2026/in")
                        + " of path 'drop/2026/in/*.csv' does not exist; the nearest that does is "
                        + project.resolve("drop") + ". Make it, or correct the path");
    }

    @Test
    void aGlobWithoutMatchIsNoError() {
        assertThat(pending(stream("path: [drop/*.csv, drop/one.csv]"), List.of()))
                .isEqualTo(new Pending.Files(List.of(), 0, 0));
    }

    @Test
    void absolutePathsAreShownAsTheyAre(@TempDir Path elsewhere) throws Exception {
        Path file = Files.writeString(elsewhere.resolve("a.csv"), "x");
        assertThat(pending(stream("path: '" + elsewhere + "/*.csv'"), List.of()).files())
                .extracting(SourceFile::path)
                .containsExactly(file.toString());
    }

    @Test
    void linksAreFollowedAndLoopsSurvived(@TempDir Path elsewhere) throws Exception {
        Files.writeString(elsewhere.resolve("a.csv"), "x");
        Files.createSymbolicLink(project.resolve("drop/linked"), elsewhere);
        Files.createSymbolicLink(project.resolve("drop/loop"), project.resolve("drop"));
        Files.createSymbolicLink(project.resolve("drop/broken.csv"), project.resolve("nowhere"));
        assertThat(pending(stream("path: 'drop/**/*.csv'"), List.of()).files())
                .extracting(SourceFile::path)
                .containsExactly("drop/linked/a.csv");
    }

    @Test
    void aFileThatMayNotBeReadIsToldByName() throws Exception {
        Path file = file("drop/secret.csv", "x", daysAgo(1));
        Stream stream = stream("path: drop/*.csv");
        Pending.Files pending = pending(stream, List.of());
        assumeThat(file.toFile().setReadable(false) && !Files.isReadable(file)).isTrue();
        assertThatThrownBy(() -> extract(stream, pending, List.of(), new Watching()))
                .isInstanceOfSatisfying(
                        LakesmithException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_UNREADABLE))
                .hasMessageContaining("secret.csv");
    }
}
