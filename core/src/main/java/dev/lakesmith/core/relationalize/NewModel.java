package dev.lakesmith.core.relationalize;

import dev.lakesmith.vocabulary.TableName;

/**
 * A model to be written.
 *
 * @param name its table
 * @param text the whole file
 * @param rows what a row of it stands for, for people
 */
public record NewModel(TableName name, String text, String rows) {}
