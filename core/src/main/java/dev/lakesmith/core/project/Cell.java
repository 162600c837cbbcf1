package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;
import java.util.List;
import java.util.stream.Collectors;

/** A value of a test's row as it was written, before a column's type says what it means. */
public sealed interface Cell {

    /** Where it begins. */
    Place place();

    /** As a message shows it. */
    String shown();

    /** NULL. */
    record Nothing(Place place) implements Cell {
        @Override
        public String shown() {
            return "no value";
        }
    }

    /** A number, a text, a truth value, a date: the text says what was written. */
    record Scalar(String text, Kind kind, Place place) implements Cell {

        /** What YAML takes it for; what stands in quotes, or came from a variable, is a text. */
        public enum Kind {
            TEXT,
            NUMBER,
            TRUTH
        }

        /** A text. */
        public Scalar(String text, Place place) {
            this(text, Kind.TEXT, place);
        }

        @Override
        public String shown() {
            return Shown.value(text);
        }
    }

    /** A list. */
    record Items(List<Cell> cells, Place place) implements Cell {
        public Items {
            cells = List.copyOf(cells);
        }

        @Override
        public String shown() {
            return "a list";
        }
    }

    /** A mapping: a struct's fields or a map's entries, in the order written. */
    record Fields(List<Field> fields, Place place) implements Cell {
        public Fields {
            fields = List.copyOf(fields);
        }

        /** One entry of a mapping; {@code place} is the key's. */
        public record Field(String key, Place place, Cell value) {}

        @Override
        public String shown() {
            return fields.stream().map(Field::key).collect(Collectors.joining(", ", "a mapping with the keys ", ""));
        }
    }
}
