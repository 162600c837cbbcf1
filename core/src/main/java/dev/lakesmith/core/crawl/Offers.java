package dev.lakesmith.core.crawl;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.crawl.Crawl.Wanted;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a source offers, told apart.
 *
 * @param declared the streams that read some of it
 * @param byStream what each stream, declared or fresh, reads
 * @param fresh streams for what none reads, by name
 * @param drift what is new, and what cannot be read
 * @param told for people
 */
record Offers(
        List<Stream> declared,
        Map<String, Offer> byStream,
        Map<String, ProposedStream> fresh,
        List<Drift> drift,
        String told) {

    /**
     * What else decides.
     *
     * @param project whose names are taken
     * @param crawl what is asked for
     */
    record Beside(Project project, Crawl crawl) {

        /** The keys of a stream. */
        private Map<String, Object> keys(Offer offer) {
            Map<String, Object> keys = new LinkedHashMap<>(offer.keys());
            if (crawl.parquet() == Crawl.Parquet.IN_PLACE) {
                Map<String, Object> format = new LinkedHashMap<>();
                format.put("type", "parquet");
                format.put("in_place", "true");
                keys.replace("format", "parquet", format);
            }
            return keys;
        }

        /** By all of its name or the last part of it. */
        private boolean ignores(Offer offer) {
            String title = offer.title();
            String last = title.substring(title.lastIndexOf('/') + 1);
            return crawl.ignored().stream()
                    .map(word -> Pattern.compile(Arrays.stream(word.split("\\*", -1))
                            .map(Pattern::quote)
                            .collect(Collectors.joining(".*"))))
                    .anyMatch(word ->
                            word.matcher(title).matches() || word.matcher(last).matches());
        }
    }

    static Offers of(Explorer explorer, Source source, Wanted wanted, Beside beside) {
        List<Offer> offers = explorer.offers(wanted.pattern()).stream()
                .filter(offer -> offer.declared().isPresent() || !beside.ignores(offer))
                .toList();
        Map<String, Offer> byStream = new LinkedHashMap<>();
        Map<String, ProposedStream> fresh = new LinkedHashMap<>();
        List<Drift> drift = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        beside.project().sources().stream()
                .flatMap(each -> each.streams().stream())
                .map(Stream::bronze)
                .map(TableName::name)
                .forEach(taken::add);
        for (Offer offer : offers) {
            if (offer.declared().isPresent()) {
                byStream.putIfAbsent(offer.declared().get(), offer);
                continue;
            }
            boolean readable =
                    !source.connector().equals("files") || offer.keys().containsKey("format");
            String notes = String.join("; ", offer.notes());
            if (!readable) {
                drift.add(new Drift(Drift.Kind.UNKNOWN_FILES, source.name(), offer.title(), Optional.empty(), notes));
                continue;
            }
            String name = free(source.name(), offer.name(), taken);
            byStream.put(name, offer);
            fresh.put(name, new ProposedStream(name, remarks(offer), beside.keys(offer), Map.of()));
            drift.add(new Drift(
                    Drift.Kind.NEW_STREAM,
                    source.name(),
                    offer.title(),
                    Optional.empty(),
                    notes.isEmpty() ? "no stream reads it" : notes));
        }
        wanted.streams().forEach((wish, keys) -> {
            String name = free(source.name(), wish, taken);
            fresh.put(name, new ProposedStream(name, List.of(), keys, Map.of()));
        });
        List<Stream> declared = source.streams().stream()
                .filter(stream -> wanted.pattern().isEmpty() || byStream.containsKey(stream.name()))
                .toList();
        String told = offers.isEmpty() && fresh.isEmpty()
                ? "offers nothing"
                        + wanted.pattern()
                                .map(pattern -> " that matches " + pattern)
                                .orElse("")
                : Shares.count(Math.max(offers.size(), fresh.size()), "offer", "offers") + ", " + fresh.size()
                        + " not read yet";
        return new Offers(declared, byStream, fresh, drift, told);
    }

    private static List<String> remarks(Offer offer) {
        List<String> remarks = new ArrayList<>();
        offer.size().records().ifPresent(rows -> remarks.add("about " + Shares.count(rows, "row", "rows")));
        if (!offer.key().isEmpty()) {
            remarks.add("key " + String.join(", ", offer.key()));
        }
        remarks.addAll(offer.notes());
        return remarks.isEmpty() ? List.of() : List.of(String.join("; ", remarks));
    }

    /** A name whose table no other stream of the project makes. */
    private static String free(String source, String wish, Set<String> taken) {
        String name = wish;
        for (int n = 2; !taken.add(source + "_" + name); n++) {
            name = wish + "_" + n;
        }
        return name;
    }

    Optional<Offer> offer(Stream stream) {
        return Optional.ofNullable(byStream.get(stream.name()));
    }
}
