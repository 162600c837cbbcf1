package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A mapping of YAML whose keys and types were checked against an {@link ObjectSpec}. Defaults are filled in, so a key
 * with a default is always present. Values are {@code String}, {@code Long}, {@code Boolean}, {@code Duration}, {@code
 * List<String>} or {@code Values}.
 */
public final class Values {

    private final Place place;
    private final Map<String, Object> values;
    private final Map<String, Place> places;

    Values(Place place, Map<String, Object> values, Map<String, Place> places) {
        this.place = place;
        this.values = new LinkedHashMap<>(values);
        this.places = new LinkedHashMap<>(places);
    }

    /** Where the mapping begins. */
    public Place place() {
        return place;
    }

    /** Where a key's value stands; the mapping's own place when the key was not written. */
    public Place place(String key) {
        return places.getOrDefault(key, place);
    }

    /** A required key's value, or one with a default. */
    public <T> T get(String key, Class<T> type) {
        return find(key, type)
                .orElseThrow(() -> new IllegalStateException("the spec of " + place + " did not require " + key));
    }

    /** An optional key's value. */
    public <T> Optional<T> find(String key, Class<T> type) {
        return Optional.ofNullable(values.get(key)).map(type::cast);
    }

    /** A list of texts; empty when the key was not written. */
    public List<String> texts(String key) {
        return find(key, List.class)
                .map(list -> {
                    List<String> texts = new java.util.ArrayList<>();
                    for (Object element : list) {
                        texts.add(String.valueOf(element));
                    }
                    return List.copyOf(texts);
                })
                .orElse(List.of());
    }
}
