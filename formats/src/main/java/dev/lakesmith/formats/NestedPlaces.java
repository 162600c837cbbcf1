package dev.lakesmith.formats;

import dev.lakesmith.formats.JsonShape.Kind;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where records of a format that does not say so itself (in XML one child looks like a list of one, or like a text) have
 * lists and structures. Mutable while it is put together.
 */
public final class NestedPlaces {

    private final Map<String, NestedPlaces> fields = new LinkedHashMap<>();
    private boolean list;
    private boolean object;

    /** The place under a name. */
    public NestedPlaces field(String name) {
        return fields.computeIfAbsent(name, key -> new NestedPlaces());
    }

    /** Says that here is always a list. */
    public NestedPlaces asList() {
        list = true;
        return this;
    }

    /** Says that here is always a structure, or in each element of the list. */
    public NestedPlaces asObject() {
        object = true;
        return this;
    }

    /**
     * Adds the places where some records have a list and others a single value, or some a structure and others a text.
     *
     * @return whether there are any that were not known
     */
    public boolean addMixed(JsonShape shape) {
        boolean any = false;
        for (Map.Entry<String, JsonShape> entry : shape.fields().entrySet()) {
            NestedPlaces place = field(entry.getKey());
            JsonShape here = entry.getValue();
            JsonShape single = here.elements()
                    .map(elements -> JsonShape.merged(List.of(here, elements)))
                    .orElse(here);
            boolean mixedList = here.kinds().contains(Kind.ARRAY)
                    && (here.kinds().contains(Kind.OBJECT) || here.kinds().contains(Kind.STRING));
            boolean mixedObject =
                    single.kinds().contains(Kind.OBJECT) && single.kinds().contains(Kind.STRING);
            any |= (mixedList && !place.list) || (mixedObject && !place.object);
            place.list |= mixedList;
            place.object |= mixedObject;
            any |= place.addMixed(single);
        }
        return any;
    }

    static boolean isList(Optional<NestedPlaces> place) {
        return place.filter(each -> each.list).isPresent();
    }

    static boolean isObject(Optional<NestedPlaces> place) {
        return place.filter(each -> each.object).isPresent();
    }

    static Optional<NestedPlaces> below(Optional<NestedPlaces> place, String name) {
        return place.flatMap(each -> Optional.ofNullable(each.fields.get(name)));
    }
}
