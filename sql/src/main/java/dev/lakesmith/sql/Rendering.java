package dev.lakesmith.sql;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A query's text with its parameters replaced, and the way back from a place in it to the query's own text. */
final class Rendering {

    /** From here on, rendered positions lie this much behind the original ones. */
    private record Shift(int renderedStart, int renderedEnd, ParameterUse use) {}

    private final String text;
    private final List<Shift> shifts;

    private Rendering(String text, List<Shift> shifts) {
        this.text = text;
        this.shifts = List.copyOf(shifts);
    }

    static Rendering of(Query query, Map<String, String> replacements) {
        StringBuilder text = new StringBuilder();
        List<Shift> shifts = new ArrayList<>();
        int position = 0;
        for (ParameterUse use : query.parameters()) {
            String replacement = replacements.get(use.name());
            if (replacement == null) {
                throw undeclared(use, replacements);
            }
            text.append(query.sql(), position, use.offset());
            int start = text.length();
            text.append(replacement);
            shifts.add(new Shift(start, text.length(), use));
            position = use.offset() + use.length();
        }
        text.append(query.sql(), position, query.sql().length());
        return new Rendering(text.toString(), shifts);
    }

    String text() {
        return text;
    }

    /** The original position; a place inside a replacement is the parameter's first character. */
    int original(int rendered) {
        int shift = 0;
        for (Shift each : shifts) {
            if (rendered < each.renderedStart()) {
                break;
            }
            if (rendered < each.renderedEnd()) {
                return each.use().offset();
            }
            shift = each.renderedEnd() - each.use().offset() - each.use().length();
        }
        return rendered - shift;
    }

    private static SqlException undeclared(ParameterUse use, Map<String, String> replacements) {
        String declared = replacements.isEmpty()
                ? "no parameter is declared"
                : "declared: "
                        + String.join(
                                ", ", replacements.keySet().stream().sorted().toList());
        return new SqlException(
                ErrorCode.PARAMETER_INVALID,
                "parameter $" + use.name() + " is not declared (" + declared + ")"
                        + Nearest.hint(use.name(), replacements.keySet()),
                use.offset(),
                use.length());
    }
}
