package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.functions.FunctionCatalogue;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Says in our words what DuckDB's binder found wrong, and where. */
final class BindingErrors {

    private static final int MOST_SIGNATURES = 12;
    private static final Pattern COLUMN =
            Pattern.compile("Referenced column \"(.+?)\" (?:not found|was not found).*", Pattern.DOTALL);
    private static final Pattern TABLE_COLUMN =
            Pattern.compile("(?:Table|Values list) \"(.+?)\" does not have a column named \"(.+?)\".*", Pattern.DOTALL);
    private static final Pattern ALIAS = Pattern.compile("Referenced table \"(.+?)\" not found.*", Pattern.DOTALL);
    private static final Pattern CALL =
            Pattern.compile("No function matches the given name and argument types '(.+?)'\\..*", Pattern.DOTALL);
    private static final Pattern STRUCT_FIELD =
            Pattern.compile("Could not find key \"(.+?)\" in struct.*", Pattern.DOTALL);
    private static final Pattern LISTED_COLUMN =
            Pattern.compile("Column \"(.+?)\" in (EXCLUDE|REPLACE|RENAME) list not found in .*", Pattern.DOTALL);
    private static final Pattern USING_COLUMN =
            Pattern.compile("Column \"(.+?)\" does not exist on (left|right) side of join!.*", Pattern.DOTALL);
    private static final Pattern AMBIGUOUS =
            Pattern.compile("Ambiguous reference to column name \"(.+?)\" \\(use: (.+)\\).*", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("Type with name (\\S+) does not exist!.*", Pattern.DOTALL);
    private static final Pattern CANDIDATES =
            Pattern.compile("Candidate (?:bindings|tables|Entries): (?:: )?(.+)", Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]+)\"");
    private static final Pattern PREFIX = Pattern.compile("^[A-Za-z ]+ Error: ");

    private final Query query;
    private final Map<TableName, List<Column>> declared;

    BindingErrors(Query query, Map<TableName, List<Column>> declared) {
        this.query = query;
        this.declared = declared;
    }

    /**
     * @param error what {@code json_serialize_plan} answered for the rendered text
     */
    SqlException from(JsonNode error, Rendering rendering) {
        String said = error.path("error_message").asText();
        SourceText rendered = new SourceText(rendering.text());
        ErrorPlace place = ErrorPlace.of(error, rendered);
        if (place.start() < 0) {
            return unplaced(said);
        }
        int offset = rendering.original(place.start());
        int length = rendering.original(place.end()) - offset;
        if (length <= 0) {
            length = new SourceText(query.sql()).tokenLength(offset);
        }
        return new SqlException(ErrorCode.SQL_BINDING, reword(said), offset, length);
    }

    /** For an error that only a message tells. */
    SqlException from(String message) {
        return unplaced(PREFIX.matcher(message).replaceFirst("").replaceFirst("(?s)\\n+LINE \\d+:.*", ""));
    }

    /** DuckDB gives some errors no place; a name that stands in the text only once has one. */
    private SqlException unplaced(String said) {
        String message = reword(said);
        for (Pattern pattern : List.of(STRUCT_FIELD, LISTED_COLUMN, USING_COLUMN)) {
            Matcher matcher = pattern.matcher(said);
            if (matcher.matches()) {
                SourceText source = new SourceText(query.sql());
                List<SourceText.Token> places = source.identifiers(matcher.group(1));
                if (places.size() == 1) {
                    SourceText.Token place = places.get(0);
                    return new SqlException(ErrorCode.SQL_BINDING, message, place.start(), place.end() - place.start());
                }
            }
        }
        return new SqlException(ErrorCode.SQL_BINDING, message, -1, 0);
    }

    private String reword(String said) {
        Matcher column = COLUMN.matcher(said);
        if (column.matches()) {
            return "column '" + column.group(1) + "' not found" + inTables() + hint(column.group(1), said);
        }
        Matcher qualified = TABLE_COLUMN.matcher(said);
        if (qualified.matches()) {
            return "column '" + qualified.group(2) + "' not found in " + qualified.group(1)
                    + hint(qualified.group(2), said);
        }
        Matcher alias = ALIAS.matcher(said);
        if (alias.matches()) {
            return "'" + alias.group(1) + "' is not a table or alias of this FROM" + hint(alias.group(1), said);
        }
        Matcher call = CALL.matcher(said);
        if (call.matches()) {
            String name = call.group(1).split("\\(", 2)[0];
            String known = FunctionCatalogue.find(name)
                    .map(function -> "; known: " + function.signature())
                    .orElseGet(() -> signatures(said));
            return "no function fits " + call.group(1) + known + "; convert an argument with CAST(… AS type)";
        }
        Matcher field = STRUCT_FIELD.matcher(said);
        if (field.matches()) {
            return "field '" + field.group(1) + "' not found in the struct" + hint(field.group(1), said);
        }
        Matcher listed = LISTED_COLUMN.matcher(said);
        if (listed.matches()) {
            return "column '" + listed.group(1) + "' in " + listed.group(2) + " not found" + inTables()
                    + hint(listed.group(1), said);
        }
        Matcher using = USING_COLUMN.matcher(said);
        if (using.matches()) {
            return "column '" + using.group(1) + "' in USING not found on the " + using.group(2) + " side of the join"
                    + hint(using.group(1), said);
        }
        Matcher ambiguous = AMBIGUOUS.matcher(said);
        if (ambiguous.matches()) {
            return "column '" + ambiguous.group(1) + "' is in more than one table; write "
                    + ambiguous.group(2).replace("'", "");
        }
        Matcher type = TYPE.matcher(said);
        if (type.matches()) {
            return "type " + type.group(1) + " does not exist" + Nearest.hint(type.group(1), SqlTypes.COMMON);
        }
        return said.lines().map(String::strip).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }

    private String inTables() {
        return query.tables().isEmpty()
                ? ""
                : " in "
                        + query.tables().stream()
                                .map(table -> table.name().equals(TableReference.THIS)
                                        ? "this"
                                        : table.name().toString())
                                .collect(Collectors.joining(", "));
    }

    private String hint(String word, String said) {
        List<String> candidates = new ArrayList<>();
        if (!ALIAS.matcher(said).matches() && !STRUCT_FIELD.matcher(said).matches()) {
            for (TableReference table : query.tables()) {
                declared.getOrDefault(table.name(), List.of()).forEach(column -> candidates.add(column.name()));
            }
        }
        Matcher listed = CANDIDATES.matcher(said);
        if (listed.find()) {
            Matcher each = QUOTED.matcher(listed.group(1));
            while (each.find()) {
                String candidate = each.group(1);
                candidates.add(candidate.substring(candidate.lastIndexOf('.') + 1));
            }
        }
        String near = Nearest.hint(word, candidates);
        return !near.isEmpty() || candidates.isEmpty()
                ? near
                : "; there is: " + candidates.stream().distinct().limit(12).collect(Collectors.joining(", "));
    }

    private static String signatures(String said) {
        List<String> lines = Arrays.stream(said.split("\n"))
                .skip(1)
                .map(line -> line.strip().replace(", /", ""))
                .filter(line -> line.contains("->"))
                .toList();
        return lines.size() > MOST_SIGNATURES ? "" : "; known: " + String.join(", ", lines);
    }
}
