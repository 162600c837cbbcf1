package dev.lakesmith.cli.fault;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Judges a lake in the middle of something: what is published together is all as it was before, or all as it is after.
 *
 * @param before what an undisturbed lake holds before the command
 * @param after what it holds afterwards
 */
record Witness(SortedMap<String, TableContents> before, SortedMap<String, TableContents> after) {

    /** Empty when the state is sound. */
    String objections(SortedMap<String, TableContents> seen) {
        StringBuilder text = new StringBuilder();
        Map<String, SortedMap<String, TableContents>> parts = parts(seen);
        Map<String, SortedMap<String, TableContents>> old = parts(before);
        Map<String, SortedMap<String, TableContents>> next = parts(after);
        TreeSet<String> names = new TreeSet<>(parts.keySet());
        names.addAll(old.keySet());
        SortedMap<String, TableContents> none = new TreeMap<>();
        for (String name : names) {
            SortedMap<String, TableContents> part = parts.getOrDefault(name, none);
            SortedMap<String, TableContents> one = old.getOrDefault(name, none);
            SortedMap<String, TableContents> other = next.getOrDefault(name, none);
            if (!part.equals(one) && !part.equals(other)) {
                text.append(name)
                        .append(" is neither as before:\n")
                        .append(TableContents.difference(one, part))
                        .append("nor as after:\n")
                        .append(TableContents.difference(other, part));
            }
        }
        boolean modelsAreNew = !old.getOrDefault("models", none).equals(next.getOrDefault("models", none))
                && parts.getOrDefault("models", none).equals(next.getOrDefault("models", none));
        if (modelsAreNew) {
            for (String name : names) {
                if (name.startsWith("bronze.")
                        && !parts.getOrDefault(name, none).equals(next.getOrDefault(name, none))) {
                    text.append("models are new before ").append(name).append(" is\n");
                }
            }
        }
        return text.toString();
    }

    /** Tables by what they are published with. */
    private static Map<String, SortedMap<String, TableContents>> parts(SortedMap<String, TableContents> tables) {
        Map<String, SortedMap<String, TableContents>> parts = new TreeMap<>();
        tables.forEach((name, contents) ->
                parts.computeIfAbsent(part(name), key -> new TreeMap<>()).put(name, contents));
        return parts;
    }

    private static String part(String table) {
        if (table.startsWith("quarantine.bronze_")) {
            return "bronze." + table.substring("quarantine.bronze_".length());
        }
        return table.startsWith("landing.") || table.startsWith("bronze.") || table.startsWith("failures.")
                ? table
                : "models";
    }
}
