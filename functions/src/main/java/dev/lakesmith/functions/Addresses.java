package dev.lakesmith.functions;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Postal addresses: one key for the ways in which one address is written. */
final class Addresses {

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("st", "street"),
            Map.entry("ave", "avenue"),
            Map.entry("av", "avenue"),
            Map.entry("rd", "road"),
            Map.entry("blvd", "boulevard"),
            Map.entry("bd", "boulevard"),
            Map.entry("dr", "drive"),
            Map.entry("ln", "lane"),
            Map.entry("sq", "square"),
            Map.entry("pl", "place"),
            Map.entry("ct", "court"),
            Map.entry("hwy", "highway"),
            Map.entry("apt", "apartment"),
            Map.entry("fl", "floor"),
            Map.entry("str", "strasse"),
            Map.entry("avda", "avenida"),
            Map.entry("pza", "plaza"),
            Map.entry("chem", "chemin"),
            Map.entry("fg", "faubourg"));

    private Addresses() {}

    static @Nullable String key(String text) {
        String[] written = Letters.folded(text).split(" ", -1);
        List<String> words = new ArrayList<>();
        for (String word : written) {
            boolean first = words.isEmpty();
            boolean numbersLetter = word.length() == 1
                    && !first
                    && Character.isLetter(word.charAt(0))
                    && isNumber(words.get(words.size() - 1));
            if (numbersLetter) {
                words.set(words.size() - 1, words.get(words.size() - 1) + word);
            } else if (!word.isEmpty() && (first || !word.matches("no|nr|num"))) {
                // at the beginning "St" is a saint and "Dr" a doctor
                words.add(first && word.matches("st|dr") ? word : expanded(word));
            }
        }
        return words.isEmpty() ? null : String.join(" ", words);
    }

    private static String expanded(String word) {
        String whole = WORDS.get(word);
        if (whole != null) {
            return whole;
        }
        return word.length() > 4 && word.endsWith("str") ? word + "asse" : word;
    }

    private static boolean isNumber(String word) {
        return word.chars().allMatch(c -> c >= '0' && c <= '9');
    }
}
