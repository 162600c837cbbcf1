package dev.lakesmith.core.project;

import java.util.List;
import java.util.stream.Collectors;

/**
 * A text with slots, which a connector fills while it reads: {@code /orders/${parent:id}}. References to the environment
 * and to files are replaced already.
 *
 * @param parts in the order they were written
 */
public record Template(List<Part> parts) {

    public Template {
        parts = List.copyOf(parts);
    }

    /** A piece of the text. */
    public sealed interface Part {

        /**
         * Text that stays.
         *
         * @param secret whether it must never be shown
         */
        record Plain(String text, boolean secret) implements Part {}

        /**
         * A place to fill.
         *
         * @param argument what stands behind the colon; empty when there is none
         */
        record Slot(String name, String argument) implements Part {

            @Override
            public String toString() {
                return "${" + name + (argument.isEmpty() ? "" : ":" + argument) + "}";
            }
        }
    }

    /** The places to fill. */
    public List<Part.Slot> slots() {
        return parts.stream()
                .filter(Part.Slot.class::isInstance)
                .map(Part.Slot.class::cast)
                .toList();
    }

    /** As it was written, for people; without secrets. */
    public String shown() {
        return parts.stream().map(Template::shown).collect(Collectors.joining());
    }

    /** As {@link #shown}. */
    @Override
    public String toString() {
        return shown();
    }

    private static String shown(Part part) {
        if (part instanceof Part.Plain plain) {
            return plain.secret() ? "***" : plain.text();
        }
        return part.toString();
    }
}
