package dev.lakesmith.sql;

/**
 * One use of a named parameter.
 *
 * @param name the name as written, without the dollar sign
 * @param offset where the dollar sign stands, in Java characters from 0
 * @param length the length with the dollar sign
 */
public record ParameterUse(String name, int offset, int length) {}
