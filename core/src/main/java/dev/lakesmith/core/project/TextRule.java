package dev.lakesmith.core.project;

import java.util.Optional;

/** What a text must be beyond being text. */
@FunctionalInterface
public interface TextRule {

    /** Any text will do, the empty one too. */
    TextRule ANY = text -> Optional.empty();

    /** Any text with at least one visible character. */
    TextRule NOT_BLANK = text -> text.isBlank() ? Optional.of("is empty; write a text") : Optional.empty();

    /**
     * What is wrong and what is allowed, as the rest of a sentence that begins with key and value: {@code "is not a
     * table name; write schema.table"}. Empty: the text will do. Never repeats the text, which may be a secret.
     */
    Optional<String> complaint(String text);
}
