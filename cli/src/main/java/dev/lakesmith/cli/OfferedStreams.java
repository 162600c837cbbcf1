package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.crawl.YamlWords;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Offers as the streams of a source's file. */
final class OfferedStreams {

    private OfferedStreams() {}

    /** Those that no stream reads yet, each with a name of its own. */
    static String yaml(List<Offer> offers, Source source) {
        Set<String> taken = new HashSet<>();
        source.streams().stream().map(Stream::name).forEach(taken::add);
        StringBuilder yaml = new StringBuilder("streams:\n");
        int written = 0;
        for (Offer offer : offers) {
            if (offer.declared().isEmpty()) {
                yaml.append(line(offer, free(offer.name(), taken))).append('\n');
                written++;
            }
        }
        return written > 0 ? yaml.toString() : "# nothing that is not read already\n";
    }

    private static String free(String wish, Set<String> taken) {
        String name = wish;
        for (int n = 2; !taken.add(name); n++) {
            name = wish + "_" + n;
        }
        return name;
    }

    private static String line(Offer offer, String name) {
        List<String> remarks = new ArrayList<>();
        offer.size().records().ifPresent(rows -> remarks.add("about " + Quantities.count(rows, "row", "rows")));
        offer.size().bytes().ifPresent(bytes -> remarks.add(Quantities.bytes(bytes)));
        if (!offer.key().isEmpty()) {
            remarks.add("key " + String.join(", ", offer.key()));
        }
        remarks.addAll(offer.notes());
        String remark = String.join("; ", remarks).replaceAll("\\s+", " ");
        return "  " + name + ": " + YamlWords.flow(offer.keys()) + (remark.isEmpty() ? "" : "  # " + remark);
    }
}
