package dev.lakesmith.core.project;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The declaration of one YAML key. Parsing with its diagnostics, the reference page and the JSON Schema all come from
 * here. Immutable; each method returns a changed copy.
 *
 * @param name the key as written
 * @param type what stands behind it
 * @param presence whether it must be written, and what holds if it is not
 * @param notes what people and editors are told
 */
public record Field(String name, ValueType type, Presence presence, Notes notes) {

    /** Whether a key must be written. */
    public sealed interface Presence {

        /** It must. */
        record Required() implements Presence {}

        /** It need not; {@code meaning} says what holds then, for people; empty: nothing to say. */
        record Left(String meaning) implements Presence {}

        /** It need not; then this text is read as if it stood there. */
        record Default(String text) implements Presence {}
    }

    /**
     * What people and editors are told about a key.
     *
     * @param description one or two sentences
     * @param example a value as it would be written; empty: none
     * @param secret whether the value must never be shown
     */
    public record Notes(String description, String example, boolean secret) {}

    /** Refuses a default that its own type would not accept: that is a mistake of the declaring class. */
    public Field {
        if (presence instanceof Presence.Default fallback
                && Scalars.read(type, fallback.text()).isEmpty()) {
            throw new IllegalArgumentException(
                    "the default '" + fallback.text() + "' of " + name + " is not " + TypeWords.of(type));
        }
    }

    /** A key of any type, optional, without a description yet. */
    public static Field of(String name, ValueType type) {
        return new Field(name, type, new Presence.Left(""), new Notes("", "", false));
    }

    /** Any text but an empty one. */
    public static Field text(String name) {
        return text(name, TextRule.NOT_BLANK);
    }

    /** Text that follows a rule. */
    public static Field text(String name, TextRule rule) {
        return of(name, new ValueType.Text(rule));
    }

    /** A text with slots that are filled later. */
    public static Field template(String name, List<SlotKind> slots) {
        return of(name, new ValueType.Slotted(slots));
    }

    /** A whole number from {@code min} to {@code max}. */
    public static Field number(String name, long min, long max) {
        return of(name, new ValueType.WholeNumber(min, max));
    }

    /** {@code true} or {@code false}. */
    public static Field yesNo(String name) {
        return of(name, new ValueType.YesNo());
    }

    /** A duration such as {@code 5m}. */
    public static Field duration(String name) {
        return of(name, new ValueType.TimeSpan());
    }

    /** A memory size such as {@code 512MB}. */
    public static Field memory(String name) {
        return of(name, new ValueType.MemorySize());
    }

    /** One of these words. */
    public static Field word(String name, String... words) {
        return of(name, new ValueType.Words(Arrays.asList(words)));
    }

    /** A list of texts. */
    public static Field texts(String name) {
        return of(name, new ValueType.ListOf(new ValueType.Text(TextRule.ANY)));
    }

    /** One text or a list of texts; {@link Values#texts} reads both. */
    public static Field textOrTexts(String name) {
        ValueType text = new ValueType.Text(TextRule.NOT_BLANK);
        return of(name, new ValueType.Either(text, new ValueType.ListOf(text)));
    }

    /** A text, or a mapping that says more. */
    public static Field textOrObject(String name, ObjectSpec spec) {
        return of(name, new ValueType.Either(new ValueType.Text(TextRule.NOT_BLANK), new ValueType.Nested(spec)));
    }

    /** A mapping with declared keys. */
    public static Field object(String name, ObjectSpec spec) {
        return of(name, new ValueType.Nested(spec));
    }

    /** A list of mappings with declared keys. */
    public static Field objects(String name, ObjectSpec spec) {
        return of(name, new ValueType.ListOf(new ValueType.Nested(spec)));
    }

    /** A mapping with free keys; {@code keyName} says what a key is. */
    public static Field map(String name, String keyName, ValueType value) {
        return of(name, new ValueType.MapOf(keyName, TextRule.ANY, value));
    }

    /** The key must be written. */
    public Field required() {
        return new Field(name, type, new Presence.Required(), notes);
    }

    /** What is read when the key is not written. */
    public Field orElse(String text) {
        return new Field(name, type, new Presence.Default(text), notes);
    }

    /** Says what holds when the key is not written; {@link Values} then has nothing for it. */
    public Field leftOutMeans(String meaning) {
        return new Field(name, type, new Presence.Left(meaning), notes);
    }

    /** One or two sentences for the reference page and editors. */
    public Field describedAs(String description) {
        return new Field(name, type, presence, new Notes(description, notes.example(), notes.secret()));
    }

    /** A value as it would be written. */
    public Field example(String example) {
        return new Field(name, type, presence, new Notes(notes.description(), example, notes.secret()));
    }

    /** The value must never be shown. */
    public Field secret() {
        return new Field(name, type, presence, new Notes(notes.description(), notes.example(), true));
    }

    boolean isRequired() {
        return presence instanceof Presence.Required;
    }

    Optional<String> defaultText() {
        return presence instanceof Presence.Default fallback ? Optional.of(fallback.text()) : Optional.empty();
    }
}
