package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.functions.Calculation.OfTextAndKey;
import dev.lakesmith.functions.Calculation.OfTextAndWord;
import dev.lakesmith.functions.SqlFunction;
import dev.lakesmith.vocabulary.Nearest;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The arguments that must stand in a query as literals: the names of keys, so that it is known before a run which ones
 * are used, and words of which a function knows only some.
 */
final class LiteralArguments {

    private final Set<String> secrets;
    private final Set<String> used = new LinkedHashSet<>();

    /** What is wrong with an argument, and where. */
    record Complaint(JsonNode node, String message) {}

    LiteralArguments(Set<String> secrets) {
        this.secrets = secrets;
    }

    Set<String> used() {
        return used;
    }

    /** Looks at a call; a wrong number of arguments is left to the binder. */
    Optional<Complaint> complaint(SqlFunction function, JsonNode call) {
        JsonNode arguments = call.path("arguments");
        if (arguments.isEmpty()) {
            return Optional.empty();
        }
        JsonNode last = arguments.path(arguments.size() - 1).path("expression");
        if (function.calculation() instanceof OfTextAndKey) {
            Optional<Complaint> wrong = unless(function, last, secrets, "secret", declared());
            if (wrong.isEmpty()) {
                used.add(text(last));
            }
            return wrong;
        }
        return function.calculation() instanceof OfTextAndWord worded
                ? unless(function, last, worded.words(), "field", "; there is: " + String.join(", ", worded.words()))
                : Optional.empty();
    }

    private String declared() {
        return secrets.isEmpty()
                ? "; declare it under 'secrets' in lakesmith.yml"
                : "; declared under 'secrets' in lakesmith.yml: " + String.join(", ", new TreeSet<>(secrets));
    }

    private static Optional<Complaint> unless(
            SqlFunction function, JsonNode argument, Collection<String> known, String what, String allowed) {
        String parameter = function.parameters().get(function.parameters().size() - 1);
        if (!argument.path("literal").path("kind").asText().equals("STRING")) {
            return Optional.of(new Complaint(
                    argument,
                    "the " + parameter + " of " + function.name() + " must be a text in quotes, such as "
                            + Identifiers.literal(
                                    known.stream().sorted().findFirst().orElse("name")) + allowed));
        }
        String name = text(argument);
        return known.contains(name)
                ? Optional.empty()
                : Optional.of(new Complaint(
                        argument,
                        function.name() + " knows no " + what + " '" + name + "'" + Nearest.hint(name, known)
                                + allowed));
    }

    private static String text(JsonNode constant) {
        return constant.path("literal").path("text").asText();
    }
}
