package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;
import java.util.Optional;

/**
 * A value given from outside, written {@code $name} in SQL and bound.
 *
 * @param name without the dollar sign
 * @param type a SQL type such as {@code DATE}
 * @param value the default, or what {@code --var} gave, as text; empty: must be given
 * @param place where it is declared
 */
public record Parameter(String name, String type, Optional<String> value, Place place) {}
