package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.JsonReading.Slice;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Template;
import dev.lakesmith.core.project.Values;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The stream whose records another one is asked for.
 *
 * @param stream its name
 * @param extent which of its records
 * @param fields what each record gets of its parent's record
 */
record Parent(String stream, Extent extent, Set<JsonPath> fields) {

    /** Which records requests are made for. */
    enum Extent {
        ALL,
        CHANGED
    }

    static Optional<Parent> of(Stream stream) {
        return of(stream.options());
    }

    static Optional<Parent> of(Values options) {
        if (!options.keys().contains("parent")) {
            return Optional.empty();
        }
        Set<JsonPath> fields = new LinkedHashSet<>();
        for (Template template : RequestForm.templates(options)) {
            template.slots().stream()
                    .filter(slot -> slot.name().equals(Slots.PARENT))
                    .forEach(slot -> fields.add(JsonPath.parse(slot.argument())));
        }
        Optional<Values> object = options.find("parent", Object.class)
                .filter(Values.class::isInstance)
                .map(Values.class::cast);
        object.ifPresent(given -> given.texts("keys").forEach(name -> fields.add(JsonPath.parse(name))));
        String name = object.map(given -> given.get("stream", String.class))
                .orElseGet(() -> options.get("parent", String.class));
        boolean changed = object.filter(
                        given -> given.get("records", String.class).equals("changed"))
                .isPresent();
        return Optional.of(new Parent(name, changed ? Extent.CHANGED : Extent.ALL, fields));
    }

    /** What a field of the parent's record is called in the records of the child. */
    static String nameOf(JsonPath field) {
        return "_parent_" + field.asName();
    }

    /** The parent's fields as members of an object, without its braces. */
    byte[] members(Map<JsonPath, Scalar> values) {
        StringBuilder keys = new StringBuilder();
        for (JsonPath field : fields) {
            Scalar value = values.get(field);
            keys.append(keys.isEmpty() ? "" : ",")
                    .append(Scalar.text(nameOf(field)).json())
                    .append(':')
                    .append(value == null ? "null" : value.json());
        }
        return keys.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The record with its parent's keys as its first members; what is no object stays as it is. */
    static byte[] joined(byte[] keys, Page page, Slice record) {
        byte[] text = page.text();
        ByteArrayOutputStream joined = new ByteArrayOutputStream(keys.length + record.to() - record.from() + 2);
        int from = record.from();
        if (text[from] == '{') {
            from++;
            joined.write('{');
            joined.writeBytes(keys);
            int inner = from;
            while (text[inner] <= ' ') {
                inner++;
            }
            if (text[inner] != '}') {
                joined.write(',');
            }
        }
        joined.write(text, from, record.to() - from);
        return joined.toByteArray();
    }
}
