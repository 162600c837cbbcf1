package dev.lakesmith.formats;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An element of XML while it is read. */
final class XmlElement {

    /** The key of text that stands beside attributes or other elements. */
    static final String TEXT = "_text";

    private final Map<String, List<XmlElement>> children = new LinkedHashMap<>();
    private final StringBuilder text = new StringBuilder();
    private boolean nil;

    static XmlElement ofText(String text) {
        XmlElement element = new XmlElement();
        element.text.append(text);
        return element;
    }

    void add(String name, XmlElement child) {
        children.computeIfAbsent(name, key -> new ArrayList<>(1)).add(child);
    }

    void addText(String more) {
        text.append(more);
    }

    void isNil() {
        nil = true;
    }

    boolean isEmpty() {
        return children.isEmpty();
    }

    /** The first child. */
    Optional<XmlElement> only() {
        return children.values().stream().findFirst().map(same -> same.get(0));
    }

    /** Writes the element as an object, whatever is in it. */
    void writeObject(JsonText json, Optional<NestedPlaces> place) throws IOException {
        json.put('{');
        boolean first = true;
        for (Map.Entry<String, List<XmlElement>> child : children.entrySet()) {
            if (!first) {
                json.put(',');
            }
            first = false;
            json.key(child.getKey());
            write(child.getValue(), json, NestedPlaces.below(place, child.getKey()));
        }
        if (!text.toString().isBlank()) {
            if (!first) {
                json.put(',');
            }
            json.key(TEXT).text(text.toString());
        }
        json.put('}');
    }

    private static void write(List<XmlElement> elements, JsonText json, Optional<NestedPlaces> place)
            throws IOException {
        if (elements.size() == 1 && !NestedPlaces.isList(place)) {
            elements.get(0).write(json, place);
            return;
        }
        char before = '[';
        for (XmlElement element : elements) {
            json.put(before);
            element.write(json, place);
            before = ',';
        }
        json.put(']');
    }

    private void write(JsonText json, Optional<NestedPlaces> place) throws IOException {
        boolean blank = text.toString().isBlank();
        if (nil || (children.isEmpty() && blank)) {
            json.nothing();
        } else if (children.isEmpty() && !NestedPlaces.isObject(place)) {
            json.text(text.toString());
        } else {
            writeObject(json, place);
        }
    }
}
