package dev.lakesmith.core.relationalize;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** Names that are given once each, whatever their case. */
final class ColumnNames {

    private final Set<String> given = new HashSet<>();

    /** The name itself, or with the first number behind it that makes it new. */
    String unique(String wanted) {
        String name = wanted;
        for (int number = 2; !given.add(name.toLowerCase(Locale.ROOT)); number++) {
            name = wanted + "_" + number;
        }
        return name;
    }
}
