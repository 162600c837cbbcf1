package dev.lakesmith.core.contract;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a column tells about people or about what only few may do. */
public enum Sensitive {
    EMAIL,
    PHONE,
    NAME,
    ADDRESS,
    BIRTH_DATE,
    NATIONAL_ID,
    IBAN,
    CARD,
    IP_ADDRESS,
    /** A password, a token, a key. */
    CREDENTIAL,
    OTHER,
    /** Nothing, although it is made of columns that do: a mask, a token, a count. */
    NONE;

    /** As it is written in the project's files. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind that a word names. */
    public static Sensitive of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** Every word there is. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Sensitive::word).toList();
    }
}
