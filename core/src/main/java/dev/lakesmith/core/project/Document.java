package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A JSON document as it is written in YAML; its texts may have slots. */
public sealed interface Document {

    /** Every template in it. */
    Stream<Text> texts();

    /** A text. */
    record Text(Template template, Place place) implements Document {
        @Override
        public Stream<Text> texts() {
            return Stream.of(this);
        }
    }

    /** A number, {@code true}, {@code false} or {@code null}, as JSON writes it. */
    record Literal(String json) implements Document {
        @Override
        public Stream<Text> texts() {
            return Stream.empty();
        }
    }

    /** An array. */
    record Items(List<Document> items) implements Document {
        public Items {
            items = List.copyOf(items);
        }

        @Override
        public Stream<Text> texts() {
            return items.stream().flatMap(Document::texts);
        }
    }

    /** An object, its members in the order written. */
    record Members(Map<String, Document> members) implements Document {
        public Members {
            members = Collections.unmodifiableMap(new LinkedHashMap<>(members));
        }

        @Override
        public Stream<Text> texts() {
            return members.values().stream().flatMap(Document::texts);
        }
    }
}
