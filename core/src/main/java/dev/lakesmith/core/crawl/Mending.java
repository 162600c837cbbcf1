package dev.lakesmith.core.crawl;

import dev.lakesmith.core.connector.Excerpt;
import dev.lakesmith.formats.Format;
import dev.lakesmith.vocabulary.Column;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What looking at a stream tells of how it should be declared. */
final class Mending {

    private Mending() {}

    /**
     * Documents that hold their records in a list, as {@code {"data": [ … ]}}: each file, or the one answer, is a single
     * row with one list of objects. Empty: it is right as it is.
     */
    static Optional<ProposedStream> of(Found found, ProposedStream stream) {
        boolean json = found.stream().format() instanceof Format.Json format
                && format.records().isEmpty();
        boolean single = found.sampled().rows() > 0
                && found.sampled().rows() <= found.sampled().excerpt().files().size();
        List<Column> lists = found.sampled().columns().stream()
                .filter(column ->
                        column.type().startsWith("STRUCT") && column.type().endsWith("[]"))
                .toList();
        if (!json || !single || lists.size() != 1) {
            return Optional.empty();
        }
        String records = lists.get(0).name();
        Map<String, Object> keys = new LinkedHashMap<>(stream.keys());
        if (keys.get("format") instanceof Map<?, ?> written) {
            Map<String, Object> format = new LinkedHashMap<>();
            written.forEach((key, value) -> format.put(String.valueOf(key), value));
            format.put("records", records);
            keys.put("format", format);
        } else if (keys.containsKey("format")) {
            Map<String, Object> format = new LinkedHashMap<>();
            format.put("type", keys.getOrDefault("format", "json"));
            format.put("records", records);
            keys.put("format", format);
        } else {
            keys.put("records", records);
        }
        return Optional.of(stream.with(keys));
    }

    /** The stream with what was found out about it. */
    static ProposedStream remarked(ProposedStream stream, Found found) {
        List<String> remarks = new ArrayList<>(stream.remarks());
        Sampled sampled = found.sampled();
        boolean untouched = sampled.table().isEmpty() && sampled.excerpt().extent() == Excerpt.Extent.PART;
        remarks.add(
                sampled.rows() == 0
                        ? untouched
                                ? "not looked at: its files are larger than --megabytes, or cannot be read"
                                : "no record was seen yet"
                        : "looked at " + Shares.count(sampled.rows(), "row", "rows") + " ("
                                + sampled.excerpt().told() + ")");
        if (found.source().connector().equals("http") && !stream.keys().containsKey("pagination")) {
            remarks.add("a run reads this one page: when more follow, say how with 'pagination'");
        }
        sampled.refused()
                .forEach(refused -> remarks.add(
                        Shares.count(refused.records(), "record", "records") + " cannot be read: " + refused.reason()));
        Map<String, Map<String, String>> columns = new LinkedHashMap<>(stream.columns());
        for (ColumnProfile column : found.columns()) {
            String name = column.subject().name();
            if (column.subject().origin() == Subject.Origin.COLUMN) {
                column.person()
                        .ifPresent(data -> columns.put(
                                name, Map.of("sensitive", data.kind().word())));
            } else if (found.stream().format() instanceof Format.ParquetInPlace && column.isWrittenAsItsType()) {
                column.type().ifPresent(type -> columns.put(name, Map.of("type", type)));
            }
        }
        return new ProposedStream(stream.name(), remarks, stream.keys(), columns);
    }
}
