package dev.lakesmith.connectors.files;

import dev.lakesmith.formats.FileBeginning;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the files of a group look like: their format, by name and otherwise by content, the encoding of their text, and
 * whether the first record names the columns.
 *
 * @param format a word of the project's files; empty: nothing that is known
 * @param options keys beside it, in order
 * @param notes what people should know
 */
record Likeness(Optional<String> format, Map<String, Object> options, List<String> notes) {

    /** How much of a file is looked at. */
    private static final int HEAD_BYTES = 1 << 18;

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
    private static final Set<String> PACKED = Set.of("gz", "zst", "bz2", "zip", "tar", "tgz");
    private static final Set<String> TEXTS = Set.of("csv", "ndjson", "json", "text", "yaml");

    Likeness {
        options = new LinkedHashMap<>(options);
        notes = List.copyOf(notes);
    }

    /**
     * Looks at a few files of a group.
     *
     * @param name what they are called, with wildcards
     * @param files at least one, the first of which says most
     */
    static Likeness of(String name, List<Path> files) {
        Optional<String> named = named(name);
        if (named.isPresent() && !TEXTS.contains(named.get())) {
            return new Likeness(named, Map.of(), List.of());
        }
        List<byte[]> heads = files.stream()
                .flatMap(file -> head(file).stream())
                .filter(head -> head.length > 0)
                .toList();
        if (heads.isEmpty()) {
            boolean archives = named.isEmpty() && files.stream().anyMatch(Likeness::isArchive);
            return new Likeness(
                    named,
                    Map.of(),
                    archives
                            ? List.of("an archive, whose format only its name could tell, as in sales.csv.zip; declare"
                                    + " a stream for it")
                            : List.of());
        }
        Optional<String> binary = named.isPresent() ? Optional.empty() : binary(heads.get(0));
        if (binary.isPresent()) {
            return new Likeness(binary, Map.of(), List.of());
        }
        return ofText(named, heads);
    }

    private static Likeness ofText(Optional<String> named, List<byte[]> heads) {
        Map<String, Object> options = new LinkedHashMap<>();
        List<String> notes = new ArrayList<>();
        boolean utf8 = heads.stream().allMatch(Likeness::isUtf8);
        boolean marked = heads.stream().anyMatch(Likeness::hasMark16);
        if (!utf8 && !marked && named.isEmpty() && heads.stream().anyMatch(Likeness::hasControls)) {
            return new Likeness(Optional.empty(), Map.of(), List.of("neither text nor a known format"));
        }
        String text = marked
                ? new String(heads.get(0), StandardCharsets.UTF_16)
                : new String(heads.get(0), utf8 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        List<String> lines = text.replace("\uFEFF", "")
                .lines()
                .filter(line -> !line.isBlank())
                .limit(50)
                .toList();
        // The last line of a cut text is no whole one.
        List<String> whole =
                lines.size() > 1 && heads.get(0).length == HEAD_BYTES ? lines.subList(0, lines.size() - 1) : lines;
        boolean vague = named.isEmpty() || named.get().equals("text");
        Optional<String> format = vague ? byContent(whole).or(() -> named) : named;
        if (format.isEmpty()) {
            return new Likeness(
                    format, Map.of(), List.of("its name does not tell the format, and its content neither"));
        }
        if (vague && !format.equals(named)) {
            notes.add("looks like " + format.get());
        }
        if (format.get().equals("csv")) {
            Delimited delimited = Delimited.of(whole);
            if (!delimited.namesItsColumns()) {
                options.put("header", "false");
                notes.add("its first record looks like data, not like names");
            }
        }
        if (!utf8 && !marked) {
            options.put("encoding", "windows-1252");
            notes.add("its text is not UTF-8, so windows-1252 is supposed");
        }
        return new Likeness(format, options, notes);
    }

    /** The value of the key {@code format}: a word, or a mapping when there is more to say. */
    Optional<Object> key() {
        return format.map(word -> {
            if (options.isEmpty()) {
                return word;
            }
            Map<String, Object> mapping = new LinkedHashMap<>();
            mapping.put("type", word);
            mapping.putAll(options);
            return mapping;
        });
    }

    private static Optional<String> named(String name) {
        List<String> endings =
                new ArrayList<>(List.of(name.toLowerCase(Locale.ROOT).split("\\.", -1)));
        while (endings.size() > 1 && PACKED.contains(endings.get(endings.size() - 1))) {
            endings.remove(endings.size() - 1);
        }
        return endings.size() < 2
                ? Optional.empty()
                : Optional.ofNullable(FORMATS.get(endings.get(endings.size() - 1)));
    }

    private static boolean isArchive(Path file) {
        try {
            return FileBeginning.isArchive(file);
        } catch (IOException e) {
            // Only a run has to read it, and tells what is wrong then.
            return false;
        }
    }

    private static Optional<byte[]> head(Path file) {
        try {
            return FileBeginning.isArchive(file) ? Optional.empty() : Optional.of(FileBeginning.of(file, HEAD_BYTES));
        } catch (IOException e) {
            // Only a run has to read it, and tells what is wrong then.
            return Optional.empty();
        }
    }

    private static Optional<String> binary(byte[] head) {
        String start = new String(head, 0, Math.min(4, head.length), StandardCharsets.ISO_8859_1);
        return start.equals("PAR1")
                ? Optional.of("parquet")
                : start.equals("Obj\u0001") ? Optional.of("avro") : Optional.empty();
    }

    private static Optional<String> byContent(List<String> lines) {
        if (lines.isEmpty()) {
            return Optional.empty();
        }
        String first = lines.get(0).strip();
        if (first.startsWith("<?xml") || (first.startsWith("<") && first.matches("<[A-Za-z_][^<>]*>.*"))) {
            return Optional.of("xml");
        }
        if (first.startsWith("{") || first.startsWith("[{") || first.equals("[")) {
            boolean lineByLine = lines.size() > 1
                    && lines.stream().map(String::strip).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
            return Optional.of(lineByLine ? "ndjson" : "json");
        }
        return Delimited.of(lines).isTable() ? Optional.of("csv") : Optional.empty();
    }

    /** A character that is cut off at the end is no mistake. */
    private static boolean isUtf8(byte[] head) {
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        CoderResult result = decoder.decode(ByteBuffer.wrap(head), CharBuffer.allocate(head.length), false);
        return !result.isError();
    }

    private static boolean hasMark16(byte[] head) {
        int first = head.length < 2 ? 0 : (head[0] & 0xFF) << 8 | (head[1] & 0xFF);
        return first == 0xFEFF || first == 0xFFFE;
    }

    private static boolean hasControls(byte[] head) {
        for (byte value : head) {
            if (value >= 0 && value < ' ' && value != '\n' && value != '\r' && value != '\t' && value != '\f') {
                return true;
            }
        }
        return false;
    }
}
