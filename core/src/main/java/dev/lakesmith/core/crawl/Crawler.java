package dev.lakesmith.core.crawl;

import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.crawl.Crawl.Wanted;
import dev.lakesmith.core.crawl.Crawl.Watcher;
import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.project.LoadedProject;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.run.Planning;
import dev.lakesmith.core.run.Workspace;
import dev.lakesmith.lake.LakeView;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Looks at sources and proposes streams and models for what no stream reads, and tells where sources are not what the
 * project expects. Writes nothing into the project, and leaves its lake alone.
 */
public final class Crawler {

    private final Workspace workspace;
    private final Scratch scratch;
    private final ProjectRequest request;
    private final LakeView lake;
    private final Watcher watcher;

    private final Map<String, String> proposed = new TreeMap<>();
    private final List<Drift> drift = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private final Set<String> unreadable = new HashSet<>();

    /**
     * A crawl of a project.
     *
     * @param workspace whose connectors look around, and whose lake takes samples: nobody's, and empty
     * @param work for files in between
     * @param request what the project is loaded with
     * @param lake what the project has published
     */
    public Crawler(Workspace workspace, WorkFolder work, ProjectRequest request, LakeView lake, Watcher watcher) {
        this.workspace = workspace;
        this.scratch = new Scratch(workspace, work);
        this.request = request;
        this.lake = lake;
        this.watcher = watcher;
    }

    /**
     * Looks.
     *
     * @throws LakesmithException SOURCE_UNREADABLE when a source cannot be reached
     */
    public Crawl.Result run(Crawl crawl) {
        List<Found> found = new ArrayList<>();
        for (Wanted wanted : crawl.sources()) {
            wanted.text().ifPresent(text -> proposed.put(file(wanted.name()), text));
            found.addAll(source(wanted, crawl));
        }
        Project project = load();
        if (crawl.models() == Crawl.Models.PROPOSED) {
            proposed.putAll(new StarterModels(project, analysis(project)).of(found));
            project = load();
        }
        drift.addAll(new Trial(scratch, analysis(project), proposed.keySet()).of(found));
        return new Crawl.Result(files(), drift, notes, found.size());
    }

    private Analysis analysis(Project project) {
        return new Planning(scratch.workspace(project)).analyze();
    }

    /** The project with what is proposed so far. */
    private Project load() {
        LoadedProject loaded = ProjectLoader.load(request.with(proposed));
        return loaded.project()
                .orElseThrow(() -> new LakesmithException(
                        ErrorCode.INTERNAL_ERROR, "what is proposed is no sound project:\n" + loaded.diagnostics()));
    }

    private List<Found> source(Wanted wanted, Crawl crawl) {
        Project project = load();
        Source source = named(project, wanted.name());
        watcher.looking(source.name());
        List<Found> found = new ArrayList<>();
        try (Explorer explorer = connector(source).explore(source, project.directory())) {
            Offers offers = Offers.of(explorer, source, wanted, new Offers.Beside(project, crawl));
            watcher.looked(source.name(), offers.told());
            boolean known = wanted.text().isEmpty();
            if (known) {
                drift.addAll(offers.drift());
            } else {
                offers.drift().stream()
                        .filter(each -> each.kind() == Drift.Kind.UNKNOWN_FILES)
                        .forEach(each -> notes.add(each.stream() + ": " + each.told()));
            }
            Samples samples = new Samples(explorer, scratch, crawl);
            StreamDrift held = new StreamDrift(lake);
            for (Stream stream : offers.declared()) {
                sampled(samples, source, stream, offers).ifPresent(each -> {
                    found.add(each);
                    drift.addAll(held.of(each));
                });
            }
            found.addAll(fresh(source, offers, samples));
        }
        return found;
    }

    /** A stream that is gone is drift, a source that is gone stops everything. */
    private Optional<Found> sampled(Samples samples, Source source, Stream stream, Offers offers) {
        String name = source.name() + "." + stream.name();
        watcher.looking(name);
        try {
            Optional<Found> found = samples.of(source, stream, offers.offer(stream));
            watcher.looked(name, found.map(Samples::told).orElse("gives nothing to look at"));
            if (found.isEmpty()) {
                notes.add(
                        name + ": the connector " + source.connector() + " gives no samples, so nothing is said of its"
                                + " columns and no model is proposed; run it once and query " + stream.bronze());
            }
            return found;
        } catch (LakesmithException e) {
            boolean ofSource = e instanceof SourceFailure failure && failure.extent() == SourceFailure.Extent.SOURCE;
            if (ofSource || e.code() != ErrorCode.SOURCE_UNREADABLE) {
                throw e;
            }
            watcher.looked(name, "cannot be read");
            if (offers.fresh().containsKey(stream.name())) {
                unreadable.add(name);
                notes.add(name + " is not proposed, for a run would fail: " + e.message());
                return Optional.empty();
            }
            drift.add(new Drift(Drift.Kind.STREAM_GONE, source.name(), stream.name(), Optional.empty(), e.message()));
            return Optional.empty();
        }
    }

    /** Proposes the streams, twice where looking at them tells more of how they are to be read. */
    private List<Found> fresh(Source source, Offers offers, Samples samples) {
        String file = file(source.name());
        if (offers.fresh().isEmpty()) {
            // A source of nothing is not worth a file.
            if (!Files.exists(place(file))) {
                proposed.remove(file);
            }
            return List.of();
        }
        String before = proposed.getOrDefault(file, text(file));
        Map<String, ProposedStream> streams = new LinkedHashMap<>(offers.fresh());
        if (!propose(file, before, streams)) {
            notes.add(file
                    + " is written in braces or in another way in which nothing can be added line by line; add these:\n"
                    + String.join(
                            "\n",
                            streams.values().stream()
                                    .flatMap(stream -> stream.lines("  ").stream())
                                    .toList()));
            return List.of();
        }
        Map<String, Found> found = look(source.name(), streams, offers, samples);
        streams.keySet().removeIf(name -> unreadable.contains(source.name() + "." + name));
        if (streams.isEmpty()) {
            proposed.remove(file);
            return List.of();
        }
        Map<String, ProposedStream> mended = new LinkedHashMap<>();
        found.forEach((name, each) -> Mending.of(
                        each, Optional.ofNullable(streams.get(name)).orElseThrow())
                .ifPresent(better -> mended.put(name, better)));
        if (!mended.isEmpty()) {
            streams.putAll(mended);
            propose(file, before, streams);
            found.putAll(look(source.name(), mended, offers, samples));
        }
        found.forEach((name, each) -> streams.computeIfPresent(name, (same, stream) -> Mending.remarked(stream, each)));
        propose(file, before, streams);
        return List.copyOf(found.values());
    }

    private boolean propose(String file, String before, Map<String, ProposedStream> streams) {
        Optional<String> text = new SourceText(before).with(List.copyOf(streams.values()));
        text.ifPresent(each -> proposed.put(file, each));
        return text.isPresent();
    }

    private Map<String, Found> look(String name, Map<String, ProposedStream> streams, Offers offers, Samples samples) {
        Source source = named(load(), name);
        Map<String, Found> found = new LinkedHashMap<>();
        for (Stream stream : source.streams()) {
            if (streams.containsKey(stream.name())) {
                sampled(samples, source, stream, offers).ifPresent(each -> found.put(stream.name(), each));
            }
        }
        return found;
    }

    private List<FileChange> files() {
        List<FileChange> files = new ArrayList<>();
        proposed.forEach((path, after) -> {
            String before = text(path);
            if (!before.equals(after)) {
                files.add(new FileChange(
                        path, Files.exists(place(path)) ? Optional.of(before) : Optional.empty(), after));
            }
        });
        return files;
    }

    private String text(String path) {
        try {
            return Files.exists(place(path)) ? Files.readString(place(path)) : "";
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE, path + " cannot be read: " + e + "; check that this user may", e);
        }
    }

    private Path place(String path) {
        return request.directory().resolve(path);
    }

    private String file(String source) {
        String file = "sources/" + source + ".yaml";
        return Files.exists(place(file)) ? file : "sources/" + source + ".yml";
    }

    private static Source named(Project project, String name) {
        return project.sources().stream()
                .filter(source -> source.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no source " + name));
    }

    private Connector connector(Source source) {
        return workspace.connectors().stream()
                .filter(each -> each.spec().name().equals(source.connector()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no connector " + source.connector()));
    }
}
