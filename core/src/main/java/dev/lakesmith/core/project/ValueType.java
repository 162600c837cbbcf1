package dev.lakesmith.core.project;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What kind of value a key takes. Each kind says which class {@link Values} holds it as. */
public sealed interface ValueType {

    /** Any scalar, as written; a {@code String}. */
    record Text(TextRule rule) implements ValueType {}

    /** A whole number between two bounds, both included; a {@code Long}. */
    record WholeNumber(long min, long max) implements ValueType {}

    /** {@code true} or {@code false}; a {@code Boolean}. */
    record YesNo() implements ValueType {}

    /** A number with a unit, {@code 30s}, {@code 1h30m}; a {@code Duration}. */
    record TimeSpan() implements ValueType {}

    /** A number with a unit, {@code 512MB}, {@code 1.5GiB}; the bytes as a {@code Long}. */
    record MemorySize() implements ValueType {}

    /** One word of several; a {@code String}. */
    record Words(List<String> words) implements ValueType {
        public Words {
            words = List.copyOf(words);
        }
    }

    /** Any value, NULL too; a {@code Cell}. */
    record Anything() implements ValueType {}

    /** A text with slots that are filled later; a {@link Template}. */
    record Slotted(List<SlotKind> slots) implements ValueType {
        public Slotted {
            slots = List.copyOf(slots);
        }
    }

    /** Any YAML that stands for JSON, its texts with slots; a {@link Document}. */
    record Json(List<SlotKind> slots) implements ValueType {
        public Json {
            slots = List.copyOf(slots);
        }
    }

    /** A list of one kind of value; a {@code List}. */
    record ListOf(ValueType element) implements ValueType {}

    /**
     * A mapping whose keys are free; a {@code Values}.
     *
     * @param keyName what a key is, such as {@code stream name}
     * @param keyRule what a key must be
     * @param value what stands behind each key
     */
    record MapOf(String keyName, TextRule keyRule, ValueType value) implements ValueType {}

    /** A mapping with declared keys; a {@code Values}. */
    record Nested(ObjectSpec spec) implements ValueType {}

    /**
     * A mapping whose keys depend on the word behind one of them; a {@code Values} that holds that word too.
     *
     * @param key the deciding key, required, not part of the specs
     * @param description of the deciding key
     * @param specs the other keys by word
     */
    record Variant(String key, String description, Map<String, ObjectSpec> specs) implements ValueType {
        public Variant {
            specs = Collections.unmodifiableMap(new LinkedHashMap<>(specs));
        }

        /** All keys of one alternative, the deciding one first, with every word it may have. */
        ObjectSpec full(String word) {
            return with(word, specs.keySet());
        }

        /** All keys of one alternative, the deciding one first, with only the word that chooses it. */
        ObjectSpec narrowed(String word) {
            return with(word, List.of(word));
        }

        private ObjectSpec with(String word, Collection<String> words) {
            ObjectSpec spec = Objects.requireNonNull(specs.get(word));
            Field deciding =
                    Field.word(key, words.toArray(String[]::new)).required().describedAs(description);
            List<Field> fields = new ArrayList<>(List.of(deciding));
            fields.addAll(spec.fields());
            return new ObjectSpec(spec.title(), spec.description(), fields, spec.exactlyOneOf());
        }
    }

    /** Two kinds of different shape (scalar, list, mapping); whatever the one that was written gives. */
    record Either(ValueType first, ValueType second) implements ValueType {}
}
