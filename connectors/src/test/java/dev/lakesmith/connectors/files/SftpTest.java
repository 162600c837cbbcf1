package dev.lakesmith.connectors.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.core.connector.SourceFailure.Outlook;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of an SFTP server. */
final class SftpTest {

    private static final String CSV = "streams: { s: { path: '*.csv', format: csv } }";

    @TempDir
    Path project;

    private Path root;
    private SftpMachine machine;
    private Remote remote;

    @BeforeEach
    void start() throws IOException {
        root = Files.createDirectories(project.resolve("machine"));
        Files.createDirectories(root.resolve("out"));
        machine = SftpMachine.start(root);
        remote = new Remote(project.resolve("project"));
    }

    @AfterEach
    void stop() {
        machine.close();
    }

    private SourceFailure failure() {
        SourceFailure failure = catchThrowableOfType(SourceFailure.class, () -> remote.extract());
        assertThat(failure).isNotNull();
        assertThat(failure.message()).doesNotContain(SftpMachine.PASSWORD);
        return failure;
    }

    @Test
    void filesAreFoundByGlobsAndLandedByteForByte() throws IOException {
        Remote.file(root, "out/a.csv", "id\n1\n");
        Remote.file(root, "out/deep/er/b.csv", "id\n2\n");
        Remote.file(root, "out/deep/er/b.txt", "no");
        Remote.file(root, "out/deep/.hidden.csv", "no");
        Remote.file(root, "out/deep/.git/c.csv", "no");
        Remote.file(root, "out/c.csv.part", "no");
        Remote.file(root, "out/test/d.csv", "no");
        Remote.file(root, "other/e ü.csv", "id\n3\n");
        Files.createSymbolicLink(root.resolve("out/deep/again"), Path.of("../../out"));
        remote.source(
                machine.source("/out"),
                "streams: { s: { path: ['**/*.csv', '/other/e*.csv'], exclude: 'test/*', format: csv } }");

        assertThat(remote.files())
                .containsExactly(
                        "sftp://127.0.0.1/other/e ü.csv=id\n3\n",
                        "sftp://127.0.0.1/out/a.csv=id\n1\n",
                        "sftp://127.0.0.1/out/deep/er/b.csv=id\n2\n");
        assertThat(remote.pending().unchanged()).isEqualTo(3);
        assertThat(remote.files()).isEmpty();
    }

    @Test
    void aListingThatBreaksOffIsNotTakenForAFolderThatIsGone() throws IOException {
        Remote.file(root, "out/a.csv", "id\n1\n");
        Remote.file(root, "out/deep/b.csv", "id\n2\n");
        remote.source(machine.source("/"), "streams: { s: { path: 'out/**/*.csv', format: csv } }");
        for (String folder : List.of("out", "deep")) {
            machine.breakListings(folder);
            assertThat(failure().message())
                    .contains("/" + folder + ": the server broke off the listing of this folder", "whose name")
                    .doesNotContain("does not exist");
        }
        machine.breakListings("none");
        assertThat(remote.files()).hasSize(2);
    }

    @Test
    void whatChangedIsANewVersionAndWhatIsYoungWaits() throws IOException {
        Path file = Remote.file(root, "out/a.csv", "id\n1\n");
        remote.source(machine.source("/out"), "streams: { s: { path: a.csv, format: csv, min_age: 1h } }");
        assertThat(remote.files()).hasSize(1);

        Files.writeString(file, "id\n1\n2\n");
        assertThat(remote.pending().held()).isEqualTo(1);
        Remote.file(root, "out/a.csv", "id\n1\n2\n");
        assertThat(remote.pending().files()).singleElement().satisfies(each -> assertThat(each.version())
                .isEqualTo(2));
        assertThat(remote.files()).containsExactly("sftp://127.0.0.1/out/a.csv=id\n1\n2\n");
    }

    @Test
    void aFileJustLandedIsLookedAtAgainButNotLandedTwice() throws IOException {
        Files.writeString(root.resolve("out/a.csv"), "id\n1\n");
        remote.source(machine.source("/out"), CSV);
        assertThat(remote.files()).hasSize(1);

        assertThat(remote.extract().ledger().dropped()).containsEntry("landed already", 1L);
    }

    @Test
    void withoutAFolderPathsStartWhereTheServerPutsTheUser() {
        Remote.file(root, "a.csv", "id\n1\n");
        remote.source(machine.source(""), CSV);
        assertThat(remote.files()).containsExactly("sftp://127.0.0.1/a.csv=id\n1\n");
    }

    @Test
    void oneLoginServesAllStreamsAndABrokenOneIsReplaced() {
        Remote.file(root, "out/a.csv", "id\n1\n");
        remote.source(machine.source("/out"), CSV);
        remote.pending();
        remote.files();
        remote.pending();
        assertThat(machine.logins()).isEqualTo(1);

        machine.endSessions();
        assertThat(remote.pending().unchanged()).isEqualTo(1);
        assertThat(machine.logins()).isEqualTo(1);
    }

    @Test
    void aCopyThatBreaksOffGoesOnWhereItWas() {
        String text = "0123456789abcdef".repeat(1 << 18);
        Remote.file(root, "out/a.csv", text);
        remote.source(machine.source("/out"), CSV);
        machine.breakAt(3 << 20);
        assertThat(remote.extract().files()).singleElement().satisfies(file -> assertThat(Remote.text(file))
                .isEqualTo(text));
        assertThat(machine.logins()).isEqualTo(2);
        assertThat(machine.given()).isLessThan(text.length() * 3L / 2);
        assertThat(remote.waits()).isEmpty();
    }

    @Test
    void aServerThatGoesAwayIsTriedAsOftenAsTheSourceSays() {
        Remote.file(root, "out/a.csv", "x".repeat(1 << 20));
        remote.source(machine.source("/out"), "attempts: 4", CSV).watching(bytes -> machine.close());
        SourceFailure failure = failure();
        assertThat(failure.outlook()).isEqualTo(Outlook.TRIED);
        assertThat(failure.extent()).isEqualTo(Extent.SOURCE);
        assertThat(failure.message())
                .startsWith("source drop: " + machine.url() + ": cannot connect: ")
                .contains("check host and port of 'url', and whether the server is up; tried 4 times");
        assertThat(remote.waits()).hasSize(3);
    }

    @Test
    void aFileThatGrowsOrVanishesMeanwhileIsLeftAndTold() throws IOException {
        Path file = Remote.file(root, "out/a.csv", "id\n1\n");
        remote.source(machine.source("/out"), CSV).watching(bytes -> {
            if (bytes > 0) {
                append(file, "2\n");
            }
        });
        assertThat(remote.files()).isEmpty();
        assertThat(remote.warnings())
                .containsExactly(machine.url() + "/out/a.csv is still being written; it is left for"
                        + " the next run. min_age: 1m would wait for it");

        Remote.file(root, "out/a.csv", "x".repeat(1 << 20));
        remote.watching(bytes -> delete(file));
        assertThat(remote.files()).isEmpty();
        assertThat(remote.warnings()).containsExactly(machine.url() + "/out/a.csv vanished before it was copied");
    }

    private static void append(Path file, String text) {
        try {
            Files.writeString(file, text, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFolderThatIsNotThereIsTold() {
        remote.source(machine.source("/out"), "streams: { s: { path: 'deep/er/*.csv', format: csv } }");
        assertThat(failure().message())
                .isEqualTo("sources/drop.yml:6:12: the folder " + machine.url() + "/out/deep/er of path 'deep/er/*.csv'"
                        + " does not exist; the nearest that does is " + machine.url()
                        + "/out. Correct 'path' or the source's 'url'");
        remote.source(machine.source("/out"), "streams: { s: { path: 'deep/a.csv', format: csv } }");
        assertThat(failure().extent()).isEqualTo(Extent.STREAM);
        remote.source(machine.source("/out"), "streams: { s: { path: 'a.csv', format: csv } }");
        assertThat(remote.pending().notes()).containsExactly("no file matches its path");
    }

    @Test
    void whatIsThereCanBeLookedAt() {
        Remote.file(root, "out/orders-2026-01.csv", "id\n1\n");
        Remote.file(root, "out/orders-2026-02.csv", "id\n2\n");
        Remote.file(root, "out/more/events.json", "{}");
        remote.source(machine.source("/out"), "streams: { s: { path: 'orders-*.csv', format: csv } }");
        try (Explorer explorer = remote.explorer()) {
            assertThat(explorer.connect()).matches("SFTP of APACHE-SSHD-[0-9.]+, as reader at " + machine.url());
            assertThat(explorer.find(remote.stream())).isEqualTo("2 files");
            assertThat(explorer.sample(remote.stream(), 1).orElseThrow().rows())
                    .containsExactly(List.of(machine.url() + "/out/orders-2026-01.csv", "5", "2026-01-31T08:00:00Z"));
            List<Offer> offers = explorer.offers(Optional.empty());
            assertThat(offers).extracting(Offer::title).containsExactly("more/events.json", "orders-*.csv");
            assertThat(offers).extracting(Offer::declared).containsExactly(Optional.empty(), Optional.of("s"));
            assertThat(explorer.offers(Optional.of("more"))).hasSize(1);
        }
    }
}
