package dev.lakesmith.connectors.files;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.project.Names;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds files that belong together: those whose paths differ only in numbers, dates, ids and the values of {@code
 * key=value} folders.
 */
final class FileGroups implements Explorer {

    private static final Pattern ID = Pattern.compile(
            "[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}|(?=[a-f]*[0-9])[0-9a-f]{16,}");
    private static final Pattern NUMBERS = Pattern.compile("\\d+(?:[-_.:T]*\\d+)*Z?");
    private static final Pattern PARTITION = Pattern.compile("([^=/]+)=[^/]*");

    private static final Map<String, String> FORMATS = Map.ofEntries(
            Map.entry("csv", "csv"),
            Map.entry("tsv", "csv"),
            Map.entry("ndjson", "ndjson"),
            Map.entry("jsonl", "ndjson"),
            Map.entry("json", "json"),
            Map.entry("parquet", "parquet"),
            Map.entry("xlsx", "excel"),
            Map.entry("avro", "avro"),
            Map.entry("xml", "xml"),
            Map.entry("yaml", "yaml"),
            Map.entry("yml", "yaml"),
            Map.entry("txt", "text"),
            Map.entry("log", "text"));
    private static final List<String> PACKED = List.of("gz", "zst", "bz2", "zip");

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
                List.of("file", "bytes", "modified_at"),
                pending.files().stream()
                        .limit(most)
                        .<List<@Nullable String>>map(file -> List.of(
                                file.path(),
                                Long.toString(file.bytes()),
                                file.modifiedAt().toString()))
                        .toList());
    }

    /** @param pattern a folder or a glob of files; empty: the folders that the declared streams look into */
    @Override
    public List<Offer> offers(Optional<String> pattern) {
        SortedMap<String, Path> files =
                new Globs(project, "sources of " + source.name()).find(globs(pattern), List.of());
        SortedMap<String, Long> sizes = new TreeMap<>();
        files.forEach((shown, file) -> sizes.put(shown, size(file)));
        return offers(sizes, declared(), shown -> CsvHeader.of(project.resolve(shown)));
    }

    /**
     * The groups of files.
     *
     * @param sizes of the files, by their paths seen from where the source's paths start
     * @param declared which stream reads a file
     * @param header the columns of a file of delimited text
     */
    static List<Offer> offers(
            SortedMap<String, Long> sizes, Map<String, String> declared, Function<String, List<Offer.Column>> header) {
        SortedMap<String, SortedMap<String, Long>> groups = new TreeMap<>();
        sizes.forEach((shown, bytes) ->
                groups.computeIfAbsent(glob(shown), any -> new TreeMap<>()).put(shown, bytes));
        List<Offer> offers = new ArrayList<>();
        groups.forEach((glob, files) -> offers.add(offer(glob, files, declared, header)));
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

    /** The path with wildcards where files of a kind differ. */
    private static String glob(String shown) {
        String[] names = shown.split("/", -1);
        for (int i = 0; i < names.length; i++) {
            boolean folder = i < names.length - 1;
            // Characters that mean something in a glob.
            String name = names[i].replaceAll("[\\[{*?]", "?");
            names[i] = folder && PARTITION.matcher(name).matches()
                    ? PARTITION.matcher(name).replaceFirst("$1=*")
                    : folder && !name.matches("\\d[\\d.T_-]*")
                            ? name
                            : NUMBERS.matcher(ID.matcher(name).replaceAll("*")).replaceAll("*");
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
            SortedMap<String, Long> files,
            Map<String, String> declared,
            Function<String, List<Offer.Column>> header) {
        long bytes = files.values().stream().mapToLong(Long::longValue).sum();
        String name = glob.substring(glob.lastIndexOf('/') + 1);
        Optional<String> format = format(name);
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("path", glob);
        format.ifPresent(word -> keys.put("format", word));
        List<String> notes = new ArrayList<>();
        notes.add(files.size() == 1 ? "1 file" : files.size() + " files");
        if (format.isEmpty()) {
            notes.add("its name does not tell the format");
        }
        long read = files.keySet().stream().filter(declared::containsKey).count();
        if (read > 0 && read < files.size()) {
            notes.add(read + " of them are read already");
        }
        return new Offer(
                glob,
                name(glob),
                keys,
                format.filter("csv"::equals).isPresent() ? header.apply(smallest(files)) : List.of(),
                List.of(),
                new Offer.Size(Optional.empty(), Optional.of(bytes)),
                read == files.size() ? Optional.ofNullable(declared.get(files.firstKey())) : Optional.empty(),
                notes);
    }

    private static String smallest(SortedMap<String, Long> files) {
        return Collections.min(files.entrySet(), Map.Entry.comparingByValue()).getKey();
    }

    /** What the file is called but for numbers; when nothing is left, what its folder is called. */
    private static String name(String glob) {
        String[] parts = glob.split("/", -1);
        for (int i = parts.length - 1; i >= 0; i--) {
            String plain = i == parts.length - 1 ? parts[i].replaceFirst("\\..*", "") : parts[i];
            Optional<String> name = Names.mended(plain.replaceFirst("=\\*$", "").replaceAll("[*?]+", "_"));
            if (name.isPresent()) {
                return name.get();
            }
        }
        return "files";
    }

    private static Optional<String> format(String name) {
        List<String> endings =
                new ArrayList<>(List.of(name.toLowerCase(Locale.ROOT).split("\\.", -1)));
        while (endings.size() > 1 && PACKED.contains(endings.get(endings.size() - 1))) {
            endings.remove(endings.size() - 1);
        }
        return endings.size() < 2
                ? Optional.empty()
                : Optional.ofNullable(FORMATS.get(endings.get(endings.size() - 1)));
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
