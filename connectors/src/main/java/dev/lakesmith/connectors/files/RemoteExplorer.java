package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.copy.CheckedFile;
import dev.lakesmith.connectors.files.server.Origin;
import dev.lakesmith.core.connector.Excerpt;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Pending.SourceFile;
import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/** Looks around in the files of another machine. */
final class RemoteExplorer implements Explorer {

    private static final int MOST_FILES = 10_000;

    private final Source source;
    private final Origin origin;

    RemoteExplorer(Source source, Origin origin) {
        this.source = source;
        this.origin = origin;
    }

    @Override
    public String connect() {
        return origin.connect();
    }

    @Override
    public String find(Stream stream) {
        return FileGroups.told(pending(stream));
    }

    @Override
    public Optional<Sample> sample(Stream stream, int most) {
        return Optional.of(FileGroups.sample(pending(stream), most));
    }

    /** Files that are small enough are fetched whole, and then treated like those of this machine. */
    @Override
    public Optional<Excerpt> excerpt(Stream stream, Excerpt.Limits limits, Path folder) {
        List<SourceFile> there = pending(stream).files();
        List<SourceFile> small = there.stream()
                .filter(file -> file.bytes() >= 0 && file.bytes() <= limits.bytes())
                .toList();
        List<SourceFile> fetched = new ArrayList<>();
        for (SourceFile file : FileExcerpts.chosen(small, limits.files())) {
            Path copy = folder.resolve("from-" + fetched.size());
            try (CheckedFile to = new CheckedFile(copy, bytes -> {})) {
                // One that vanished or does not hold still is not looked at.
                if (origin.copy(file, to, unheard -> {}).isPresent()) {
                    fetched.add(new SourceFile(
                            file.path(), copy.toString(), to.bytes(), file.modifiedAt(), file.version()));
                }
            }
        }
        Excerpt taken = new FileExcerpts(limits, folder).of(fetched, stream.format());
        boolean whole = fetched.size() == there.size() && taken.extent() == Excerpt.Extent.WHOLE;
        return Optional.of(new Excerpt(
                taken.files(),
                whole ? Excerpt.Extent.WHOLE : Excerpt.Extent.PART,
                whole ? taken.told() : taken.files().size() + " of " + there.size() + " files"));
    }

    private Pending.Files pending(Stream stream) {
        return (Pending.Files) new RemoteReader(origin, Clock.systemUTC()).pending(stream, Landed.NOTHING);
    }

    /** @param pattern a folder or a glob of files; empty: everything below the source's folder */
    @Override
    public List<Offer> offers(Optional<String> pattern) {
        Map<String, String> declared = declared();
        SortedMap<String, Long> files = origin.offered(pattern, MOST_FILES);
        if (files.isEmpty() && pattern.isEmpty()) {
            // A server that does not list what it has has what is declared.
            declared.keySet().forEach(path -> files.put(path, 0L));
        }
        List<String> notes = files.size() < MOST_FILES
                ? List.of()
                : List.of("only the first " + MOST_FILES + " files were looked at; name a folder");
        return FileGroups.offers(files, declared, any -> Optional.empty(), Set.of("")).stream()
                .map(offer -> noted(offer, notes))
                .toList();
    }

    private static Offer noted(Offer offer, List<String> more) {
        List<String> notes = new ArrayList<>(offer.notes());
        notes.addAll(more);
        return new Offer(
                offer.title(),
                offer.name(),
                offer.keys(),
                offer.columns(),
                offer.key(),
                offer.size(),
                offer.declared(),
                notes);
    }

    /** Which stream reads a file. */
    private Map<String, String> declared() {
        Map<String, String> declared = new HashMap<>();
        for (Stream stream : source.streams()) {
            try {
                origin.list(stream, Map.of(), Optional.empty())
                        .forEach(file -> declared.put(origin.relative(file.shown()), stream.name()));
            } catch (LakesmithException e) {
                // A declared folder that is not there is for the test to tell; here it declares nothing.
                declared.values().remove(stream.name());
            }
        }
        return declared;
    }

    @Override
    public void close() {
        origin.close();
    }
}
