package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A mapping of YAML whose keys and types were checked against an {@link ObjectSpec}. Defaults are filled in, so a key
 * with a default is always present. {@link ValueType} says which class each kind of value has. Immutable.
 */
public final class Values {

    /**
     * What stands behind a key.
     *
     * @param value null when it was written but could not be read
     * @param key where the key stands
     * @param place where the value begins
     * @param elements where the elements of a list begin
     */
    record Entry(@Nullable Object value, Place key, Place place, List<Place> elements) {}

    private final Place place;
    private final Map<String, Entry> written;
    private final Map<String, Object> defaults;

    Values(Place place, Map<String, Entry> written, Map<String, Object> defaults) {
        this.place = place;
        this.written = new LinkedHashMap<>(written);
        this.defaults = new LinkedHashMap<>(defaults);
    }

    /** Where the mapping's own key stands, or its first key when it is a whole file. */
    public Place place() {
        return place;
    }

    /** Where a key's value stands; the mapping's own place when the key was not written. */
    public Place place(String key) {
        Entry entry = written.get(key);
        return entry == null ? place : entry.place();
    }

    /** Where a key itself stands; the mapping's own place when it was not written. */
    public Place keyPlace(String key) {
        Entry entry = written.get(key);
        return entry == null ? place : entry.key();
    }

    /** Where the elements of a list stand; empty when the key was not written or holds one text only. */
    public List<Place> elementPlaces(String key) {
        Entry entry = written.get(key);
        return entry == null ? List.of() : entry.elements();
    }

    /** The keys that were written, in their order. */
    public Set<String> keys() {
        return Collections.unmodifiableSet(written.keySet());
    }

    /** A required key's value, or one with a default. */
    public <T> T get(String key, Class<T> type) {
        return find(key, type)
                .orElseThrow(() -> new IllegalStateException("the spec of " + place + " did not require " + key));
    }

    /** An optional key's value. */
    public <T> Optional<T> find(String key, Class<T> type) {
        return Optional.ofNullable(value(key)).map(type::cast);
    }

    /** A list of texts, or a single text as a list of one; empty when the key was not written. */
    public List<String> texts(String key) {
        List<String> texts = new ArrayList<>();
        for (Object element : elements(key)) {
            texts.add(String.valueOf(element));
        }
        return List.copyOf(texts);
    }

    /** A list of mappings; empty when the key was not written. */
    public List<Values> objects(String key) {
        List<Values> objects = new ArrayList<>();
        for (Object element : elements(key)) {
            objects.add((Values) element);
        }
        return List.copyOf(objects);
    }

    /** A key's value when it is of one class; empty when it is of another, or was not written. */
    <T> Optional<T> value(String key, Class<T> type) {
        return Optional.ofNullable(value(key)).filter(type::isInstance).map(type::cast);
    }

    /** A list as it is, or a single value as a list of one. */
    List<Object> elements(String key) {
        Object value = value(key);
        if (value == null) {
            return List.of();
        }
        return value instanceof Collection<?> several ? List.copyOf(several) : List.of(value);
    }

    /** The same mapping with these keys only. */
    Values only(Collection<String> keys) {
        Map<String, Entry> fewer = new LinkedHashMap<>(written);
        fewer.keySet().retainAll(keys);
        Map<String, Object> fewerDefaults = new LinkedHashMap<>(defaults);
        fewerDefaults.keySet().retainAll(keys);
        return new Values(place, fewer, fewerDefaults);
    }

    /** Its keys; values may be secret. */
    @Override
    public String toString() {
        return String.join(", ", written.keySet());
    }

    private @Nullable Object value(String key) {
        Entry entry = written.get(key);
        return entry == null ? defaults.get(key) : entry.value();
    }
}
