package dev.lakesmith.core.crawl;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A stream for a source's file.
 *
 * @param name of the stream
 * @param remarks what people should know, one a line above its keys
 * @param keys as in the file, in order
 * @param columns what is declared of columns, by their names
 */
record ProposedStream(
        String name, List<String> remarks, Map<String, Object> keys, Map<String, Map<String, String>> columns) {

    ProposedStream {
        remarks = List.copyOf(remarks);
        keys = new LinkedHashMap<>(keys);
        columns = new LinkedHashMap<>(columns);
    }

    /** Its lines, each below the key {@code streams}. */
    List<String> lines(String indent) {
        List<String> lines = new ArrayList<>();
        lines.add(indent + name + ":");
        String inside = indent + "  ";
        remarks.forEach(remark -> lines.add(inside + YamlWords.remark(remark)));
        keys.forEach((key, value) -> lines.add(inside + key + ": " + YamlWords.value(value)));
        if (!columns.isEmpty()) {
            lines.add(inside + "columns:");
            columns.forEach((column, declared) ->
                    lines.add(inside + "  " + YamlWords.text(column) + ": " + YamlWords.flow(declared)));
        }
        return lines;
    }

    ProposedStream with(Map<String, Object> otherKeys) {
        return new ProposedStream(name, remarks, otherKeys, columns);
    }
}
