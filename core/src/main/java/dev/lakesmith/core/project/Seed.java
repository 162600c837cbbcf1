package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.nio.file.Path;

/**
 * A small CSV file of {@code seeds/} that becomes a table.
 *
 * @param name {@code seeds.<file name>}
 * @param file the CSV file, absolute
 * @param place for messages
 */
public record Seed(TableName name, Path file, Place place) {}
