package dev.lakesmith.core.contract;

import java.util.Locale;

/** A number about all rows of a table. */
public enum Measure {
    ROW_COUNT,
    /** Of no values it is 0; the others are NULL then, and pass. */
    SUM,
    AVG,
    MIN,
    MAX;

    /** As headers write it. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
