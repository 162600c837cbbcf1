package dev.lakesmith.core.project;

/** Kinds of values in words, for messages and the reference page. */
final class TypeWords {

    private TypeWords() {}

    /** Such as {@code a whole number from 1 to 64}. */
    static String of(ValueType type) {
        if (type instanceof ValueType.WholeNumber number) {
            return number.max() == Long.MAX_VALUE
                    ? "a whole number, at least " + number.min()
                    : "a whole number from " + number.min() + " to " + number.max();
        }
        if (type instanceof ValueType.Words words) {
            return "one of " + String.join(", ", words.words());
        }
        if (type instanceof ValueType.ListOf list) {
            return "a list of " + plural(list.element());
        }
        if (type instanceof ValueType.MapOf map) {
            String value = map.value() instanceof ValueType.Nested nested
                    ? "a " + nested.spec().title()
                    : of(map.value());
            return "a mapping from each " + map.keyName() + " to " + value;
        }
        if (type instanceof ValueType.Nested nested) {
            return "a mapping with keys among "
                    + String.join(", ", nested.spec().names());
        }
        if (type instanceof ValueType.Variant variant) {
            return "a mapping with the key " + variant.key();
        }
        if (type instanceof ValueType.Either either) {
            return of(either.first()) + ", or " + of(either.second());
        }
        return simple(type);
    }

    private static String simple(ValueType type) {
        if (type instanceof ValueType.YesNo) {
            return "true or false";
        }
        if (type instanceof ValueType.TimeSpan) {
            return "a duration such as 30s, 5m or 1h30m";
        }
        if (type instanceof ValueType.MemorySize) {
            return "a size such as 512MB or 2GB";
        }
        if (type instanceof ValueType.Json) {
            return "a mapping or list that becomes JSON";
        }
        return type instanceof ValueType.Anything ? "any value" : "a text";
    }

    private static String plural(ValueType type) {
        if (type instanceof ValueType.Text || type instanceof ValueType.Slotted) {
            return "texts";
        }
        if (type instanceof ValueType.Nested) {
            return "mappings";
        }
        return "entries, each " + of(type);
    }
}
