package dev.lakesmith.core.project;

import java.util.Optional;

/**
 * A slot that a {@link Template} may have.
 *
 * @param name as written before the colon
 * @param argument what may stand behind the colon; an empty text when nothing does
 */
public record SlotKind(String name, TextRule argument) {

    /** A slot without an argument. */
    public static SlotKind plain(String name) {
        return new SlotKind(
                name, text -> text.isEmpty() ? Optional.empty() : Optional.of("takes nothing behind its name"));
    }
}
