package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.glob.Glob;
import dev.lakesmith.connectors.files.glob.Globs;
import dev.lakesmith.core.connector.Excerpt;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds files that belong together: those whose paths differ only in numbers, dates, ids and the values of {@code
 * key=value} folders.
 */
final class FileGroups implements Explorer {

    private static final Pattern ID = Pattern.compile(
            "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|(?=[a-f]*[0-9])[0-9a-f]{16,}");
    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:[-_.:T]*\\d+)*Z?");
    private static final String DIGITS = "[0-9]*";
    private static final Pattern PARTITION = Pattern.compile("([^=/]+)=[^/]*");

    /** How many files of a group are looked into. */
    private static final int LOOKED_INTO = 3;

    private final Source source;
    private final Path project;

    FileGroups(Source source, Path project) {
        this.source = source;
        this.project = project.toAbsolutePath().normalize();
    }

    @Override
    public String connect() {
        return "folders of this machine";
    }

    @Override
    public String find(Stream stream) {
        return told(pending(stream));
    }

    static String told(Pending.Files pending) {
        return pending.files().isEmpty()
                ? "nothing yet: " + String.join("; ", pending.notes())
                : pending.files().size() + (pending.files().size() == 1 ? " file" : " files");
    }

    private Pending.Files pending(Stream stream) {
        try (FilesReader reader = new FilesReader(project, Clock.systemUTC())) {
            return (Pending.Files) reader.pending(stream, Landed.NOTHING);
        }
    }

    /** The files themselves: what is in them is for formats to tell. */
    @Override
    public Optional<Sample> sample(Stream stream, int most) {
        return Optional.of(sample(pending(stream), most));
    }

    static Sample sample(Pending.Files pending, int most) {
        return new Sample(
                List.of(
                        new Column("file", "VARCHAR"),
                        new Column("bytes", "BIGINT"),
                        new Column("modified_at", "VARCHAR")),
                pending.files().stream()
                        .limit(most)
                        .<List<@Nullable String>>map(file -> List.of(
                                file.path(),
                                Long.toString(file.bytes()),
                                file.modifiedAt().toString()))
                        .toList());
    }

    @Override
    public Optional<Excerpt> excerpt(Stream stream, Excerpt.Limits limits, Path folder) {
        return Optional.of(new FileExcerpts(limits, folder).of(pending(stream).files(), stream.format()));
    }

    /** @param pattern a folder or a glob of files; empty: the folders that the declared streams look into */
    @Override
    public List<Offer> offers(Optional<String> pattern) {
        List<String> globs = globs(pattern);
        Globs.Unlinked found = new Globs(project, "sources of " + source.name()).findUnlinked(globs);
        SortedMap<String, Long> sizes = new TreeMap<>();
        found.files().forEach((shown, file) -> sizes.put(shown, size(file)));
        Map<String, String> declared = declared();
        List<Offer> offers =
                new ArrayList<>(offers(sizes, declared, shown -> Optional.of(project.resolve(shown)), roots(globs)));
        found.links().forEach((shown, link) -> {
            // What a stream reads by a link is nobody's surprise.
            if (declared.keySet().stream().noneMatch(file -> file.equals(shown) || file.startsWith(shown + "/"))) {
                offers.add(link(shown, link));
            }
        });
        return offers;
    }

    /** The folders that were looked into, as paths show them. */
    private Set<String> roots(List<String> globs) {
        return globs.stream()
                .map(glob -> Glob.of(glob, project, source.name()).folder())
                .map(folder -> Glob.slashed(folder.startsWith(project) ? project.relativize(folder) : folder))
                .collect(Collectors.toSet());
    }

    /** What is behind it may be anywhere on this machine: only a person can say that it is wanted. */
    private static Offer link(String shown, Path link) {
        String target;
        try {
            target = Glob.slashed(Files.readSymbolicLink(link));
        } catch (IOException e) {
            target = "somewhere";
        }
        return new Offer(
                shown,
                "files",
                Map.of(),
                List.of(),
                List.of(),
                Offer.Size.UNKNOWN,
                Optional.empty(),
                List.of("a link to " + target + ", which was not followed; crawl " + shown
                        + " itself when it is wanted"));
    }

    /**
     * The groups of files.
     *
     * @param sizes of the files, by their paths seen from where the source's paths start
     * @param declared which stream reads a file
     * @param local where a file can be looked into; empty: nowhere
     * @param roots the folders that were looked into
     */
    static List<Offer> offers(
            SortedMap<String, Long> sizes,
            Map<String, String> declared,
            Function<String, Optional<Path>> local,
            Set<String> roots) {
        SortedMap<String, SortedMap<String, Long>> groups = new TreeMap<>();
        sizes.forEach((shown, bytes) ->
                groups.computeIfAbsent(glob(shown, "*"), any -> new TreeMap<>()).put(shown, bytes));
        List<Offer> offers = new ArrayList<>();
        GroupNames names = new GroupNames(groups.keySet(), roots);
        GroupPaths paths = new GroupPaths(groups);
        groups.forEach((glob, files) -> offers.add(
                offer(glob, names.of(glob), paths.of(glob, glob(files.firstKey(), DIGITS)), files, declared, local)));
        return offers;
    }

    private List<String> globs(Optional<String> pattern) {
        if (pattern.isPresent()) {
            String written = pattern.get();
            return List.of(Files.isDirectory(project.resolve(written)) ? below(written) : written);
        }
        List<String> globs = source.streams().stream()
                .flatMap(stream -> stream.options().texts("path").stream())
                .map(path -> Glob.of(path, project, source.name()).folder())
                .filter(Files::isDirectory)
                .distinct()
                .map(folder -> below(folder.toString()))
                .toList();
        return globs.isEmpty() ? List.of("**") : globs;
    }

    private static String below(String folder) {
        return (folder.isEmpty() ? "" : Glob.slashed(Path.of(folder)) + "/") + "**";
    }

    /**
     * The path with wildcards where files of a kind differ.
     *
     * @param number what stands for one in the name of a file
     */
    private static String glob(String shown, String number) {
        String[] names = shown.split("/", -1);
        // A bucket is one place, whatever digits are in its name.
        for (int i = shown.contains("://") ? 3 : 0; i < names.length; i++) {
            boolean folder = i < names.length - 1;
            // Characters that mean something in a glob.
            String name = names[i].replaceAll("[\\[\\]{}*?\\\\]", "?");
            names[i] = folder && PARTITION.matcher(name).matches()
                    ? PARTITION.matcher(name).replaceFirst("$1=*")
                    : folder && !name.matches("\\d[\\d.T_-]*")
                            ? name
                            : NUMBERS.matcher(ID.matcher(name).replaceAll("*")).replaceAll(folder ? "*" : number);
        }
        return String.join("/", names);
    }

    /** Which stream reads a file. */
    private Map<String, String> declared() {
        Map<String, String> declared = new HashMap<>();
        for (Stream stream : source.streams()) {
            try {
                new Globs(project, stream.place().toString())
                        .find(stream.options().texts("path"), stream.options().texts("exclude"))
                        .keySet()
                        .forEach(shown -> declared.put(shown, stream.name()));
            } catch (LakesmithException e) {
                // A declared folder that is not there is for the test to tell; here it declares nothing.
                declared.values().remove(stream.name());
            }
        }
        return declared;
    }

    private static Offer offer(
            String glob,
            String called,
            Map<String, Object> path,
            SortedMap<String, Long> files,
            Map<String, String> declared,
            Function<String, Optional<Path>> local) {
        long bytes = files.values().stream().mapToLong(Long::longValue).sum();
        String name = glob.substring(glob.lastIndexOf('/') + 1);
        Likeness likeness = Likeness.of(
                name,
                few(files).stream().flatMap(file -> local.apply(file).stream()).toList());
        Map<String, Object> keys = new LinkedHashMap<>(path);
        likeness.key().ifPresent(format -> keys.put("format", format));
        List<String> notes = new ArrayList<>();
        notes.add(files.size() == 1 ? "1 file" : files.size() + " files");
        notes.addAll(likeness.notes());
        long read = files.keySet().stream().filter(declared::containsKey).count();
        if (read > 0 && read < files.size()) {
            notes.add(read + " of them are read already");
        }
        return new Offer(
                glob,
                called,
                keys,
                likeness.key().filter("csv"::equals).isPresent()
                        ? local.apply(smallest(files)).map(CsvHeader::of).orElse(List.of())
                        : List.of(),
                List.of(),
                new Offer.Size(Optional.empty(), Optional.of(bytes)),
                read == files.size() ? Optional.ofNullable(declared.get(files.firstKey())) : Optional.empty(),
                notes);
    }

    private static String smallest(SortedMap<String, Long> files) {
        return Collections.min(files.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** The first, the middle and the last by name, the one with most in it first. */
    private static List<String> few(SortedMap<String, Long> files) {
        List<String> names = List.copyOf(files.keySet());
        return IntStream.range(0, LOOKED_INTO)
                .mapToObj(i -> names.get((names.size() - 1) * i / (LOOKED_INTO - 1)))
                .distinct()
                .sorted(Comparator.comparing((String name) -> files.getOrDefault(name, 0L))
                        .reversed())
                .toList();
    }

    static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            // It vanished since it was listed.
            return 0;
        }
    }

    @Override
    public void close() {}
}
