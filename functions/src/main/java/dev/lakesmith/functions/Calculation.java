package dev.lakesmith.functions;

import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a function computes, and from what kinds of arguments. It is called only when no argument is NULL, from any
 * thread, with any text; it answers with null where it has no answer and never throws. What it answers is a String, a
 * Long or a Boolean, as {@link SqlFunction#returns()} says.
 */
public sealed interface Calculation {

    /** From one text. */
    record OfText(Function<String, @Nullable Object> body) implements Calculation {}

    /** From two texts. */
    record OfTexts(BiFunction<String, String, @Nullable Object> body) implements Calculation {}

    /** From a text and a whole number. */
    record OfTextAndNumber(BiFunction<String, Long, @Nullable Object> body) implements Calculation {}

    /** From a text and one of some words, which a query must write as a literal. */
    record OfTextAndWord(List<String> words, BiFunction<String, String, @Nullable Object> body) implements Calculation {
        public OfTextAndWord {
            words = List.copyOf(words);
        }
    }

    /** From a text and a key, whose name a query must write as a literal. */
    record OfTextAndKey(BiFunction<String, FunctionKeys.Key, @Nullable Object> body) implements Calculation {}

    /** The kinds of its arguments, in order. */
    default List<ValueKind> arguments() {
        if (this instanceof OfText) {
            return List.of(ValueKind.TEXT);
        }
        return this instanceof OfTextAndNumber
                ? List.of(ValueKind.TEXT, ValueKind.NUMBER)
                : List.of(ValueKind.TEXT, ValueKind.TEXT);
    }
}
