package dev.lakesmith.functions;

import dev.lakesmith.functions.Calculation.OfText;
import dev.lakesmith.functions.Calculation.OfTextAndKey;
import dev.lakesmith.functions.Calculation.OfTextAndNumber;
import dev.lakesmith.functions.Calculation.OfTextAndWord;
import dev.lakesmith.functions.Calculation.OfTexts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls functions by name, as an engine does. */
final class Calls {

    static final FunctionKeys.Key KEY =
            FunctionKeys.of(Map.of("k", "a key for tests only")).find("k").orElseThrow();

    private Calls() {}

    static @Nullable Object call(String name, String first) {
        return call(name, first, "");
    }

    static @Nullable Object call(String name, String first, Object second) {
        Calculation calculation = FunctionCatalogue.find(name).orElseThrow().calculation();
        if (calculation instanceof OfText one) {
            return one.body().apply(first);
        }
        if (calculation instanceof OfTexts two) {
            return two.body().apply(first, second.toString());
        }
        if (calculation instanceof OfTextAndWord worded) {
            return worded.body().apply(first, second.toString());
        }
        if (calculation instanceof OfTextAndNumber counted) {
            return counted.body().apply(first, ((Number) second).longValue());
        }
        return ((OfTextAndKey) calculation).body().apply(first, KEY);
    }
}
