package dev.lakesmith.sql;

/** What a query may say beyond the common rules. */
public enum ParseOption {
    /** {@code this} may stand as a table: the table a check belongs to, reported as {@link TableReference#THIS}. */
    ALLOW_THIS
}
