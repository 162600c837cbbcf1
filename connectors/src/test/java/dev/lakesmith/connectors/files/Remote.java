package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.retry.Pause;
import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.ObjectStores;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.project.LoadedProject;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.testkit.connector.NoRows;
import dev.lakesmith.vocabulary.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;

/** A project that reads the source {@code drop} from a server, as runs do, without a lake: what was landed is kept here. */
final class Remote {

    private static final Instant LONG_AGO = Instant.parse("2026-01-31T08:00:00Z");

    private final Path folder;
    private final List<Duration> waits = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();
    private final FilesConnector connector;
    private Landed landed = Landed.NOTHING;
    private Optional<Source> source = Optional.empty();
    private LongConsumer watching = bytes -> {};
    private int batches;

    Remote(Path folder) {
        this(folder, ObjectStores.NONE);
    }

    Remote(Path folder, ObjectStores stores) {
        this.folder = folder;
        Pause pause = waits::add;
        this.connector = new FilesConnector(stores, pause);
    }

    /** A file that has rested since long ago. */
    static Path file(Path folder, String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Remote source(String... lines) {
        source = Optional.of(load(lines).orThrow().sources().get(0));
        return this;
    }

    List<String> mistakes(String... lines) {
        return load(lines).diagnostics().stream()
                .map(Diagnostic::toString)
                .map(text -> text.replaceFirst(" \\[LS\\d+]$", ""))
                .toList();
    }

    private LoadedProject load(String... lines) {
        try {
            Files.createDirectories(folder.resolve("sources"));
            Files.writeString(folder.resolve("lakesmith.yml"), "name: test\ntargets: { dev: { warehouse: ./lake } }\n");
            Files.writeString(
                    folder.resolve("sources/drop.yml"), "connector: files\n" + String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ProjectLoader.load(
                new ProjectRequest(folder, Optional.empty(), Map.of(), Map.of(), List.of(connector.spec())));
    }

    Stream stream() {
        return source.orElseThrow().streams().get(0);
    }

    /** Is told how many bytes of a batch are copied. */
    Remote watching(LongConsumer bytes) {
        watching = bytes;
        return this;
    }

    Pending.Files pending() {
        try (SourceReader reader = connector.open(source.orElseThrow(), folder, Clock.systemUTC())) {
            return (Pending.Files) reader.pending(stream(), landed);
        }
    }

    /** Reads what is pending as a run does, and keeps it. */
    Extraction extract() {
        String batch = "%06d".formatted(++batches);
        try (SourceReader reader = connector.open(source.orElseThrow(), folder, Clock.systemUTC())) {
            Path into = Files.createDirectories(folder.resolve("landing/" + batch));
            Pending pending = reader.pending(stream(), landed);
            Extraction extraction =
                    reader.extract(stream(), pending, landed, new Delivery(into, new NoRows(), batch, new Watched()));
            extraction.ledger().balanced("drop");
            List<LandedFile> files = new ArrayList<>(landed.files());
            files.addAll(extraction.files());
            landed = new Landed(files, extraction.bookmark().or(landed::bookmark));
            reader.committed(stream(), warnings::add);
            return extraction;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what is pending as a run does that ends before its batch is committed. */
    Extraction extractInVain() {
        try (SourceReader reader = connector.open(source.orElseThrow(), folder, Clock.systemUTC())) {
            Path into = Files.createDirectories(folder.resolve("landing/in-vain-" + ++batches));
            return reader.extract(
                    stream(),
                    reader.pending(stream(), landed),
                    landed,
                    new Delivery(into, new NoRows(), "%06d".formatted(batches), new Watched()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a plan says. */
    Pending planned() {
        try (SourceReader reader = connector.open(source.orElseThrow(), folder, Clock.systemUTC())) {
            return reader.pending(stream(), landed);
        }
    }

    /** Reads what is pending: each file's path and text. */
    List<String> files() {
        return extract().files().stream()
                .map(file -> file.path().replaceFirst(":\\d+/", "/") + "=" + text(file))
                .toList();
    }

    static String text(LandedFile file) {
        try {
            return Files.readString(Path.of(file.landedPath()), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Explorer explorer() {
        return connector.explore(source.orElseThrow(), folder);
    }

    /** Since the last call. */
    List<String> warnings() {
        List<String> all = List.copyOf(warnings);
        warnings.clear();
        return all;
    }

    /** Since the last call. */
    List<Duration> waits() {
        List<Duration> all = List.copyOf(waits);
        waits.clear();
        return all;
    }

    /** Looks on. */
    private final class Watched implements Progress {

        @Override
        public void update(long rows, long bytes, double fraction) {
            watching.accept(bytes);
        }

        @Override
        public void warn(String message) {
            warnings.add(message);
        }
    }
}
