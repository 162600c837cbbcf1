package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.retry.Pause;
import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.RecordFiles;
import dev.lakesmith.core.connector.RecordReader;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.project.LoadedProject;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A project with one API, read as runs do, without a lake: what was landed is kept here. */
final class Reading {

    private final Path folder;
    private final Map<String, Landed> landed = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private final List<Duration> waits = Collections.synchronizedList(new ArrayList<>());
    private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
    private final Progress progress = new Progress() {
        @Override
        public void update(long rows, long bytes, double fraction) {}

        @Override
        public void warn(String message) {
            warnings.add(message);
        }
    };
    private final Ticking clock = new Ticking();
    private HttpConnector connector = new HttpConnector(pause());
    private Optional<Source> source = Optional.empty();
    private int batches;

    /** A clock that goes on only when someone waits. */
    private static final class Ticking extends Clock {

        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public synchronized Instant instant() {
            return now;
        }

        synchronized void add(Duration time) {
            now = now.plus(time);
        }

        synchronized void set(Instant moment) {
            now = moment;
        }
    }

    private static final RecordFiles NO_TYPED_ROWS = new RecordFiles() {
        @Override
        public List<Written> write(List<Column> columns, List<? extends Supplier<RecordReader>> parts, int atOnce) {
            throw new AssertionError("an API brings no typed rows");
        }

        @Override
        public List<Written> writeUnknown(
                List<Column> columns, List<? extends Supplier<RecordReader>> parts, int atOnce, Known known) {
            throw new AssertionError("an API brings no typed rows");
        }

        @Override
        public List<Written> writeGone(List<Column> columns, List<? extends Supplier<RecordReader>> parts, Gone gone) {
            throw new AssertionError("an API brings no typed rows");
        }
    };

    private Reading(Path folder) {
        this.folder = folder;
    }

    static Reading in(Path folder) {
        return new Reading(folder);
    }

    private Pause pause() {
        return time -> {
            waits.add(time);
            clock.add(time);
        };
    }

    Reading time(String instant) {
        clock.set(Instant.parse(instant));
        return this;
    }

    Reading env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** Waits since the last call. */
    List<Duration> waits() {
        List<Duration> all = List.copyOf(waits);
        waits.clear();
        return all;
    }

    /** Warnings since the last call. */
    List<String> warnings() {
        List<String> all = List.copyOf(warnings);
        warnings.clear();
        return all;
    }

    /** What trying whether a stream can be read finds. */
    String found(String stream) {
        try (Explorer explorer = connector.explore(source.orElseThrow(), folder)) {
            return explorer.find(named(stream));
        }
    }

    /** Writes the source {@code api} and reads it, as a new process does. */
    Reading source(String... lines) {
        source = Optional.of(load(lines).orThrow().sources().get(0));
        connector = new HttpConnector(pause());
        return this;
    }

    /** The mistakes of a source's file, without the code. */
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
            Files.writeString(folder.resolve("sources/api.yml"), "connector: http\n" + String.join("\n", lines) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ProjectLoader.load(new ProjectRequest(
                folder, Optional.empty(), Map.of(), environment, List.of(new HttpConnector().spec())));
    }

    /** What a run would ask for. */
    String pending(String stream) {
        try (SourceReader reader = connector.open(source.orElseThrow(), folder, clock)) {
            return reader.pending(named(stream), landed(stream)).reason();
        }
    }

    private Stream named(String stream) {
        return source.orElseThrow().streams().stream()
                .filter(each -> each.name().equals(stream))
                .findFirst()
                .orElseThrow();
    }

    private Landed landed(String stream) {
        return landed.getOrDefault(stream, Landed.NOTHING);
    }

    /** Reads a stream as a run does, and keeps what it landed and where it ended. */
    Extraction extract(String stream) {
        return extract(stream, Optional.empty());
    }

    /** As {@link #extract(String)}, of a span; an end may be empty. */
    Extraction extract(String stream, String from, String to) {
        return extract(stream, Optional.of(span(from, to)));
    }

    private static Span span(String from, String to) {
        return new Span(
                Optional.of(from).filter(text -> !text.isEmpty()),
                Optional.of(to).filter(text -> !text.isEmpty()));
    }

    /** What a span would be asked for. */
    String pending(String stream, String from, String to) {
        try (SourceReader reader = connector.open(source.orElseThrow(), folder, clock)) {
            return reader.pending(named(stream), span(from, to), landed(stream)).reason();
        }
    }

    /** What an extraction would do, with two records. */
    Preview preview(String stream) {
        try (SourceReader reader = connector.open(source.orElseThrow(), folder, clock)) {
            return reader.preview(named(stream), reader.pending(named(stream), landed(stream)), landed(stream), 2);
        }
    }

    private Extraction extract(String stream, Optional<Span> span) {
        String batch = "%06d".formatted(++batches);
        try (SourceReader reader = connector.open(source.orElseThrow(), folder, clock)) {
            Path into = Files.createDirectories(folder.resolve("landing/" + stream + "/" + batch));
            Pending pending = span.isPresent()
                    ? reader.pending(named(stream), span.get(), landed(stream))
                    : reader.pending(named(stream), landed(stream));
            Extraction extraction = reader.extract(
                    named(stream), pending, landed(stream), new Delivery(into, NO_TYPED_ROWS, batch, progress));
            extraction.ledger().balanced(stream);
            List<LandedFile> files = new ArrayList<>(landed(stream).files());
            files.addAll(extraction.files());
            landed.put(stream, new Landed(files, extraction.bookmark().or(() -> landed(stream)
                    .bookmark())));
            return extraction;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a stream; the lines that were landed now. */
    List<String> lines(String stream) {
        return lines(extract(stream));
    }

    static List<String> lines(Extraction extraction) {
        List<String> lines = new ArrayList<>();
        for (LandedFile file : extraction.files()) {
            try {
                lines.addAll(Files.readAllLines(Path.of(file.landedPath())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return lines;
    }

    /** Where the stream ended. */
    String bookmark(String stream) {
        return landed(stream).bookmark().orElse("");
    }
}
