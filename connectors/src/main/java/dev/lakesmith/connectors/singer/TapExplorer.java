package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.project.Names;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a tap offers, from its catalog. */
final class TapExplorer implements Explorer {

    private final Source source;
    private final Tap tap;
    private Optional<Catalog> known = Optional.empty();

    TapExplorer(Source source, Tap tap) {
        this.source = source;
        this.tap = tap;
    }

    @Override
    public String connect() {
        int streams = catalog().streams().size();
        String count = streams + (streams == 1 ? " stream" : " streams");
        return tap.options()
                .find("catalog", String.class)
                .map(file -> "the catalog " + file + " has " + count + "; " + tap.shown() + " itself was not asked")
                .orElse(tap.shown() + " offers " + count);
    }

    @Override
    public String find(Stream stream) {
        Catalog.Offered offered = catalog().selecting(stream, tap.shown()).find(stream, tap.shown());
        int fields = offered.properties().size();
        return offered.id() + ", " + fields + (fields == 1 ? " field" : " fields");
    }

    @Override
    public List<Offer> offers(Optional<String> pattern) {
        Optional<Pattern> wanted = pattern.map(TapExplorer::regex);
        return catalog().streams().stream()
                .filter(each ->
                        wanted.isEmpty() || wanted.get().matcher(each.id()).matches())
                .sorted(Comparator.comparing(Catalog.Offered::id))
                .map(this::offer)
                .toList();
    }

    private static Pattern regex(String pattern) {
        return Pattern.compile(
                pattern.chars()
                        .mapToObj(c -> c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(Character.toString(c)))
                        .collect(Collectors.joining()),
                Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    }

    private Offer offer(Catalog.Offered offered) {
        String name = Names.mended(offered.id()).orElse("stream");
        List<Offer.Column> columns = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : offered.properties().properties()) {
            columns.add(new Offer.Column(
                    field.getKey(), "", FieldType.of(field.getValue()), FieldType.isRequired(field.getValue())));
        }
        List<String> notes = new ArrayList<>();
        offered.said("replication-method")
                .or(() -> offered.said("forced-replication-method"))
                .ifPresent(method ->
                        notes.add(method.toLowerCase(java.util.Locale.ROOT).replace("_table", "")));
        offered.said("replication-key").ifPresent(key -> notes.add("by " + key));
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("stream", offered.id());
        return new Offer(
                offered.id(), name, keys, columns, offered.key(), Offer.Size.UNKNOWN, declared(offered), notes);
    }

    private Optional<String> declared(Catalog.Offered offered) {
        return source.streams().stream()
                .filter(stream -> Catalog.name(stream).equals(offered.id()))
                .map(Stream::name)
                .findFirst();
    }

    private Catalog catalog() {
        if (known.isEmpty()) {
            try (TapFiles files = TapFiles.create()) {
                known = Optional.of(tap.catalog(files, Progress.UNSEEN));
            }
        }
        return known.orElseThrow();
    }

    @Override
    public void close() {}
}
