package dev.lakesmith.core.crawl;

import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.crawl.StarterModel.Knowledge;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.formats.Format;
import dev.lakesmith.sql.Identifiers;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A stream and what was seen of it.
 *
 * @param source its source
 * @param stream as the project will have it
 * @param offer what the source says of it; empty when it offers nothing of the kind
 * @param sampled what was loaded
 * @param columns what its values are like
 * @param possibleKeys which of them could identify a row
 */
record Found(
        Source source,
        Stream stream,
        Optional<Offer> offer,
        Sampled sampled,
        List<ColumnProfile> columns,
        List<List<ColumnProfile>> possibleKeys) {

    /** A folder of a path whose name holds a value. */
    private static final Pattern PARTITION = Pattern.compile("(?:^|/)([^/=*?\\[{]+)=\\*(?=/)");

    /** A value in the name of a folder with a character that writers do not put there. */
    private static final Pattern ENCODED = Pattern.compile("=[^/]*%[0-9A-Fa-f]{2}[^/]*/");

    Found {
        columns = List.copyOf(columns);
        possibleKeys = List.copyOf(possibleKeys);
    }

    Knowledge knowledge() {
        List<String> ofSource = offer.map(Offer::key).orElse(List.of());
        Set<String> required = offer.map(Offer::columns).orElse(List.of()).stream()
                .filter(Offer.Column::required)
                .map(column -> column.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        return new Knowledge(columns, ofSource, required, possibleKeys);
    }

    /** What of a stream is looked at: its columns, and the folders whose names hold values. */
    static List<Subject> subjects(Stream stream, Sampled sampled) {
        List<Subject> subjects = new ArrayList<>();
        Set<String> folders = stream.format() instanceof Format.ParquetInPlace ? folders(stream) : Set.of();
        for (Column column : sampled.columns()) {
            boolean ofFolders = folders.contains(column.name());
            subjects.add(new Subject(
                    column.name(),
                    Identifiers.shown(column.name()),
                    column.type(),
                    ofFolders ? Subject.Origin.FOLDER : Subject.Origin.COLUMN));
        }
        Set<String> taken = subjects.stream()
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        boolean encoded = sampled.excerpt().files().stream()
                .anyMatch(file -> ENCODED.matcher(file.path()).find());
        for (String name : folders(stream)) {
            if (taken.add(name.toLowerCase(Locale.ROOT))) {
                String pattern =
                        Identifiers.literal("(?:^|/)" + name.replaceAll("([^A-Za-z0-9_])", "\\\\$1") + "=([^/]*)/");
                String value = "nullif(regexp_extract(_source_file, " + pattern + ", 1), '__HIVE_DEFAULT_PARTITION__')";
                subjects.add(new Subject(
                        name, encoded ? "url_decode(" + value + ")" : value, "VARCHAR", Subject.Origin.FOLDER));
            }
        }
        return subjects;
    }

    private static Set<String> folders(Stream stream) {
        Set<String> folders = new LinkedHashSet<>();
        if (stream.options().keys().contains("path")) {
            for (String path : stream.options().texts("path")) {
                PARTITION.matcher(path).results().forEach(folder -> folders.add(folder.group(1)));
            }
        }
        return folders;
    }
}
