package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Template;
import dev.lakesmith.core.project.Values;
import java.util.LinkedHashSet;
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
}
