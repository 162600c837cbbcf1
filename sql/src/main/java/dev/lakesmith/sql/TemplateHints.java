package dev.lakesmith.sql;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.TableName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says what to write instead of the template expressions that other tools have in their SQL. */
final class TemplateHints {

    private static final Pattern TEMPLATE = Pattern.compile("\\{\\{.*?}}|\\{%.*?%}|\\{#.*?#}", Pattern.DOTALL);
    private static final Pattern CALL = Pattern.compile("\\{\\{-?\\s*(\\w+)\\s*(?:\\((.*)\\))?.*", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("'([^']*)'|\"([^\"]*)\"");

    private TemplateHints() {}

    /** The message for a template around a place where DuckDB found no SQL. */
    static Optional<SqlException> at(int offset, SourceText source, Collection<TableName> known) {
        return TEMPLATE.matcher(source.sql())
                .results()
                .filter(template -> template.start() <= offset && offset < template.end())
                .findFirst()
                .map(template -> {
                    String text = template.group().replaceAll("\\s+", " ");
                    return new SqlException(
                            ErrorCode.SQL_SYNTAX,
                            text + " is a template, and there are none here: " + instead(text, known),
                            template.start(),
                            template.end() - template.start());
                });
    }

    private static String instead(String template, Collection<TableName> known) {
        Matcher call = CALL.matcher(template);
        if (!call.matches()) {
            return template.startsWith("{#")
                    ? "comments are written -- or /* … */"
                    : "write plain SQL; append, merge and partition models read only what is new by themselves";
        }
        List<String> arguments = TEXT.matcher(String.valueOf(call.group(2)))
                .results()
                .map(found -> found.group(1) == null ? found.group(2) : found.group(1))
                .toList();
        return switch (call.group(1)) {
            case "ref" ->
                "write the table's name"
                        + arguments.stream()
                                .reduce((first, last) -> last)
                                .map(name -> named(name, known))
                                .orElse(", schema.table");
            case "source" ->
                "write the name of its bronze table"
                        + (arguments.size() == 2 ? ", bronze." + arguments.get(0) + "_" + arguments.get(1) : "");
            case "config" -> "what it says stands in the model's header, /* lakesmith … */ before the query";
            case "this" -> "a model does not read itself; merge, append and partition models keep what they have";
            case "var" ->
                "write $" + arguments.stream().findFirst().orElse("name")
                        + " and declare it under 'parameters' in lakesmith.yml";
            default -> "write plain SQL; tables by their names, values that change as $name";
        };
    }

    /** {@code , silver.orders or gold.orders}, as far as there are such tables. */
    private static String named(String bare, Collection<TableName> known) {
        String names = known.stream()
                .filter(table -> table.name().equalsIgnoreCase(bare))
                .map(TableName::toString)
                .sorted()
                .collect(Collectors.joining(" or "));
        return names.isEmpty() ? ", schema." + bare : ", " + names;
    }
}
