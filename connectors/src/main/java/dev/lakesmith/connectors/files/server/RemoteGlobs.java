package dev.lakesmith.connectors.files.server;

import dev.lakesmith.connectors.files.glob.GlobText;
import dev.lakesmith.connectors.files.glob.Globs;
import dev.lakesmith.connectors.files.server.RemoteFolder.Entry;
import dev.lakesmith.connectors.files.server.RemoteFolder.Kind;
import dev.lakesmith.core.connector.SourceFailure;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Finds the files that globs name on another machine, by the same rules as {@link Globs}. */
final class RemoteGlobs {

    private final RemoteFolder server;
    private final Server address;
    private final String base;
    private final String place;

    /**
     * @param base the folder that relative globs start from, from the root on
     * @param place where the globs are written, for messages
     */
    RemoteGlobs(RemoteFolder server, Server address, String base, String place) {
        this.server = server;
        this.address = address;
        this.base = base;
        this.place = place;
    }

    /** A folder that is still to be looked into, seen from where the glob starts. */
    private record Below(String path, String relative, String canonical, Set<String> above) {}

    /** The files by their paths from the root on. */
    SortedMap<String, Entry> find(List<String> globs, List<String> excluded, int most) throws IOException {
        List<GlobText> exclusions =
                excluded.stream().map(glob -> GlobText.of(glob, place)).toList();
        SortedMap<String, Entry> found = new TreeMap<>();
        for (String written : globs) {
            GlobText glob = GlobText.of(written, place);
            String folder = RemotePaths.resolve(base, glob.fixed());
            for (var each : files(glob, folder, most - found.size()).entrySet()) {
                if (!isLeftOut(each.getKey(), exclusions)) {
                    found.put(each.getKey(), each.getValue());
                }
            }
        }
        return found;
    }

    private SortedMap<String, Entry> files(GlobText glob, String folder, int most) throws IOException {
        SortedMap<String, Entry> found = new TreeMap<>();
        if (glob.namesOneFile()) {
            // Its folder may hold many more.
            String path = RemotePaths.resolve(folder, glob.rest());
            server.look(path).filter(entry -> entry.kind() == Kind.FILE).ifPresent(entry -> found.put(path, entry));
            if (found.isEmpty()
                    && server.look(folder)
                            .filter(entry -> entry.kind() == Kind.FOLDER)
                            .isEmpty()) {
                throw noFolder(glob, folder);
            }
            return found;
        }
        Deque<Below> waiting = new ArrayDeque<>();
        String start = server.canonical(folder);
        waiting.add(new Below(folder, "", start, Set.of(start)));
        while (!waiting.isEmpty() && found.size() < most) {
            Below below = waiting.removeFirst();
            for (Entry entry : entries(glob, folder, below)) {
                String relative = below.relative() + entry.name();
                String path = RemotePaths.resolve(below.path(), entry.name());
                if (entry.kind() == Kind.FILE && glob.matches(relative)) {
                    requireName(entry.name(), path);
                    found.put(path, entry);
                } else if (entry.kind() == Kind.FOLDER
                        && !entry.name().startsWith(".")
                        && glob.mayMatchBelow(relative)) {
                    String canonical = server.canonical(RemotePaths.resolve(below.canonical(), entry.name()));
                    if (!below.above().contains(canonical)) {
                        Set<String> above = new HashSet<>(below.above());
                        above.add(canonical);
                        waiting.add(new Below(path, relative + "/", canonical, above));
                    }
                }
            }
        }
        return found;
    }

    private List<Entry> entries(GlobText glob, String folder, Below below) throws IOException {
        try {
            return new ArrayList<>(server.list(below.path()));
        } catch (NoSuchFileException e) {
            if (!below.path().equals(folder)) {
                // It vanished since the folder above was listed.
                return List.of();
            }
            throw noFolder(glob, folder);
        }
    }

    private SourceFailure noFolder(GlobText glob, String folder) throws IOException {
        return SourceFailure.fatal(
                SourceFailure.Extent.STREAM,
                place + ": the folder " + address.shown(folder) + " of path '" + glob.written()
                        + "' does not exist; the nearest that does is " + nearest(folder)
                        + ". Correct 'path' or the source's 'url'",
                null);
    }

    private String nearest(String folder) throws IOException {
        String above = folder;
        while (!above.equals("/")) {
            above = RemotePaths.parent(above);
            if (server.look(above).filter(entry -> entry.kind() == Kind.FOLDER).isPresent()) {
                return address.shown(above);
            }
        }
        return address.shown("/");
    }

    private boolean isLeftOut(String path, List<GlobText> exclusions) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return Globs.isUnfinished(name)
                || exclusions.stream()
                        .anyMatch(glob -> glob.matchesName(name)
                                || RemotePaths.below(RemotePaths.resolve(base, glob.fixed()), path)
                                        .filter(glob::matches)
                                        .isPresent());
    }

    /** A name whose bytes are no text cannot be asked for again. */
    private void requireName(String name, String path) {
        if (name.indexOf('\uFFFD') >= 0) {
            throw SourceFailure.fatal(
                    SourceFailure.Extent.STREAM,
                    place + ": the name of the file shown as '" + address.shown(path)
                            + "' holds bytes that are no UTF-8; rename it, or leave it out with 'exclude' (? stands for"
                            + " what cannot be shown). Nothing of this stream was taken",
                    null);
        }
    }
}
