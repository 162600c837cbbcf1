package dev.lakesmith.core.project;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Finds a key that was written beside the mapping it belongs into, such as {@code severity} beside {@code matches}. */
final class InnerKey {

    private InnerKey() {}

    /**
     * How it is written where it belongs, if one of the keys beside it may hold it.
     *
     * @param written the keys that stand in the same mapping
     */
    static Optional<String> hint(String key, ObjectSpec spec, Set<String> written) {
        return spec.fields().stream()
                .filter(field -> written.contains(field.name()))
                .flatMap(field -> inside(field.type(), key).stream()
                        .map(keys -> "; '" + key + "' stands inside '" + field.name() + "': " + field.name() + ": "
                                + shown(keys)))
                .findFirst();
    }

    /** The keys that the mapping with this key needs, and the key itself. */
    private static Optional<Collection<String>> inside(ValueType type, String key) {
        if (type instanceof ValueType.Either either) {
            return inside(either.first(), key).or(() -> inside(either.second(), key));
        }
        if (type instanceof ValueType.Nested nested) {
            return needed(nested.spec(), key);
        }
        if (type instanceof ValueType.Variant variant) {
            return variant.specs().keySet().stream()
                    .flatMap(word -> needed(variant.narrowed(word), key).stream())
                    .findFirst();
        }
        return Optional.empty();
    }

    private static Optional<Collection<String>> needed(ObjectSpec spec, String key) {
        if (spec.field(key).isEmpty()) {
            return Optional.empty();
        }
        Set<String> keys = new LinkedHashSet<>(spec.fields().stream()
                .filter(Field::isRequired)
                .map(Field::name)
                .toList());
        keys.add(key);
        return Optional.of(keys);
    }

    private static String shown(Collection<String> keys) {
        return keys.stream().map(each -> each + ": …").collect(Collectors.joining(", ", "{ ", " }"));
    }
}
