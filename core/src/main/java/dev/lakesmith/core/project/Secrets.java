package dev.lakesmith.core.project;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** The secret values of a project; knows how to keep them out of any text. Immutable. */
public final class Secrets {

    private static final String MASK = "***";

    private final List<String> values;

    private Secrets(List<String> values) {
        this.values = values;
    }

    /** Values shorter than four characters are ignored: masking them would garble every text. */
    public static Secrets of(Collection<String> values) {
        return new Secrets(values.stream()
                .filter(value -> value.length() >= 4)
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList());
    }

    /** The text with every secret replaced by {@code ***}. */
    public String scrub(String text) {
        String clean = text;
        for (String value : values) {
            clean = clean.replace(value, MASK);
        }
        return clean;
    }
}
