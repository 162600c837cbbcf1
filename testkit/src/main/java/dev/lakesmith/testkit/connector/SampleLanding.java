package dev.lakesmith.testkit.connector;

import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A project with one stream and the landing of it: commits batches as a run does, or forgets them as a crash does. */
final class SampleLanding {

    private final Path project;
    private final SampleSource sample;
    private Landed landed = Landed.NOTHING;
    private int batches;
    private int attempts;

    SampleLanding(Path project, SampleSource sample) {
        this.project = project;
        this.sample = sample;
    }

    Landed landed() {
        return landed;
    }

    Source source(String yaml) {
        try {
            Files.writeString(
                    project.resolve("lakesmith.yml"), "name: sample\ntargets: { dev: { warehouse: ./lake } }\n");
            Files.createDirectories(project.resolve("sources"));
            Files.writeString(project.resolve("sources/sample.yml"), yaml);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ProjectLoader.load(new ProjectRequest(
                        project,
                        Optional.empty(),
                        Map.of(),
                        Map.of(),
                        List.of(sample.connector().spec())))
                .orThrow()
                .sources()
                .get(0);
    }

    /** Extracts what is pending. Nothing is committed yet. */
    Extraction extract(String yaml, Progress progress) {
        Source source = source(yaml);
        Stream stream = source.streams().get(0);
        try (SourceReader reader = sample.connector().open(source, project, Clock.systemUTC())) {
            Pending pending = reader.pending(stream, landed);
            if (pending.isNothing()) {
                return new Extraction(List.of(), Ledger.EMPTY, Optional.empty());
            }
            Path folder = Files.createDirectories(project.resolve("landing/" + ++attempts));
            String batch = "%06d".formatted(batches + 1);
            Extraction extraction = reader.extract(
                    stream, pending, landed, new Delivery(folder, sample.records(folder), batch, progress));
            extraction.ledger().balanced("sample");
            return extraction;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Extracts and commits; gives the ids that the batch brought. */
    List<Long> run() {
        Extraction extraction = extract(sample.yaml(), Progress.UNSEEN);
        commit(extraction);
        return ids(extraction.files());
    }

    void commit(Extraction extraction) {
        List<LandedFile> files = new ArrayList<>(landed.files());
        files.addAll(extraction.files());
        batches += extraction.files().isEmpty() ? 0 : 1;
        landed = new Landed(files, extraction.bookmark().or(landed::bookmark));
    }

    List<Long> ids(List<LandedFile> files) {
        List<Long> ids = new ArrayList<>();
        files.forEach(file -> ids.addAll(sample.ids(Path.of(file.landedPath()))));
        return ids;
    }
}
