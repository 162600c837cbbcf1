package dev.lakesmith.functions;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Names of people. */
final class PersonNames {

    private static final Set<String> PARTICLES = Set.of(
            "von", "van", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "zu", "zum", "zur",
            "ter", "ten", "y", "e", "af", "av", "bin", "ibn");

    private PersonNames() {}

    /** Names typed in one case get capitals; what already has both is left as it is. */
    static @Nullable String written(String text) {
        String name = Letters.spaced(text);
        if (name.isEmpty()) {
            return null;
        }
        boolean upper = name.codePoints().anyMatch(Character::isUpperCase);
        boolean lower = name.codePoints().anyMatch(Character::isLowerCase);
        return upper && lower ? name : capitalized(Letters.lower(name));
    }

    static @Nullable String key(String text) {
        String key = Letters.folded(text);
        return key.isEmpty() ? null : key;
    }

    private static String capitalized(String lower) {
        StringBuilder name = new StringBuilder(lower.length());
        String[] words = lower.split(" ", -1);
        for (int i = 0; i < words.length; i++) {
            name.append(i == 0 ? "" : " ");
            boolean particle = i > 0 && i < words.length - 1 && PARTICLES.contains(words[i]);
            capitalize(words[i], particle, name);
        }
        return name.toString();
    }

    private static void capitalize(String word, boolean particle, StringBuilder name) {
        boolean begins = !particle;
        for (int i = 0; i < word.length(); i += Character.charCount(word.codePointAt(i))) {
            int c = word.codePointAt(i);
            name.appendCodePoint(begins ? Character.toTitleCase(c) : c);
            // O'Brien and Anne-Marie, but not the s after an apostrophe at the end
            begins = c == '-' || ((c == '\'' || c == '’') && i < word.length() - 2);
        }
    }
}
