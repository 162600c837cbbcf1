package dev.lakesmith.core.relationalize;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.sql.TypeShape;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How a value is made up. */
sealed interface Part {

    /** A value that does not nest. */
    record Value() implements Part {}

    /** Named parts, in order. */
    record Fields(Map<String, Part> parts) implements Part {
        public Fields {
            parts = Collections.unmodifiableMap(new LinkedHashMap<>(parts));
        }
    }

    /** Any number of elements that are made up alike. */
    record Elements(Part element) implements Part {}

    /** The entries of a map: elements with a key and a value. */
    record Entries(Part key, Part value) implements Part {}

    /** The parts of a column's type. */
    static Part of(TypeShape shape) {
        if (shape instanceof TypeShape.ListOf list) {
            return new Elements(of(list.element()));
        }
        if (shape instanceof TypeShape.MapOf map) {
            return new Entries(of(map.key()), of(map.value()));
        }
        if (shape instanceof TypeShape.StructOf struct) {
            Map<String, Part> parts = new LinkedHashMap<>();
            struct.fields().forEach((name, field) -> parts.put(name, of(field)));
            return new Fields(parts);
        }
        return new Value();
    }

    /** The parts that hold all of some JSON values; a value where they differ in kind. */
    static Part of(Collection<JsonNode> values) {
        List<JsonNode> known = values.stream()
                .filter(value -> !value.isNull() && !value.isMissingNode())
                .toList();
        if (!known.isEmpty() && known.stream().allMatch(JsonNode::isArray)) {
            List<JsonNode> elements = new ArrayList<>();
            known.forEach(array -> array.forEach(elements::add));
            return new Elements(of(elements));
        }
        if (!known.isEmpty() && known.stream().allMatch(JsonNode::isObject)) {
            Map<String, List<JsonNode>> fields = new LinkedHashMap<>();
            known.forEach(object -> object.properties()
                    .forEach(field -> fields.computeIfAbsent(field.getKey(), name -> new ArrayList<>())
                            .add(field.getValue())));
            Map<String, Part> parts = new LinkedHashMap<>();
            fields.forEach((name, some) -> parts.put(name, of(some)));
            return new Fields(parts);
        }
        return new Value();
    }

    /** Whether there is anything below it. */
    default boolean nests() {
        return !(this instanceof Value);
    }
}
