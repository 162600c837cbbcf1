package dev.lakesmith.sql;

import dev.lakesmith.vocabulary.TableName;

/**
 * A table of the lake that a query reads, at the first place that names it.
 *
 * @param name the table; {@link #THIS} when the text says {@code this}
 * @param offset where the name begins, in Java characters from 0
 * @param length the name's length in Java characters, without an alias
 */
public record TableReference(TableName name, int offset, int length) {

    /** What an unqualified {@code this} stands for: the table a check belongs to. */
    public static final TableName THIS = new TableName("this", "this");
}
