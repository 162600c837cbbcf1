package dev.lakesmith.core.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What becomes of a column's values when they are of several types. */
public enum OtherTypes {
    /** A record with a value that is not of the declared type goes to quarantine. */
    QUARANTINE,
    /** A value that is not of the declared type goes to {@code _rescued_data}, its record stays. */
    RESCUE,
    /** Every type that occurs gets a column of its own: {@code x_bigint}, {@code x_varchar}. */
    SPLIT,
    /** The column is a STRUCT with a field for every type that occurs. */
    STRUCT;

    /** Whether the column's types are those that occur, not one that is declared. */
    public boolean isOpen() {
        return this == SPLIT || this == STRUCT;
    }

    /** As it is written in the project's files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The choice that a word names. */
    public static OtherTypes of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Every word there is. */
    public static List<String> words() {
        return Arrays.stream(values()).map(OtherTypes::word).toList();
    }
}
