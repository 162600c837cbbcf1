package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.TableName;
import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Says in our words why a text is not one SELECT. */
final class ParseErrors {

    private static final Set<String> PIVOTS = Set.of("PIVOT", "PIVOT_WIDER");

    private ParseErrors() {}

    static SqlException from(JsonNode error, SourceText source, Collection<TableName> known) {
        String said = error.path("error_message").asText();
        if (error.path("error_type").asText().equals("not implemented")) {
            return notSelect(source);
        }
        if (said.startsWith("Max expression depth")) {
            return new SqlException(
                    ErrorCode.SQL_SYNTAX,
                    "the query nests expressions more than 1,000 deep; write a long chain of OR as IN (…), a long chain"
                            + " of || as concat(…), and put long lists into a seed that the query joins",
                    0,
                    source.sql().length());
        }
        ErrorPlace place = ErrorPlace.of(error, source);
        Optional<SqlException> template = TemplateHints.at(place.start(), source, known);
        if (template.isPresent()) {
            return template.get();
        }
        return new SqlException(
                ErrorCode.SQL_SYNTAX, said.replace('\n', ' '), place.start(), place.end() - place.start());
    }

    static JsonNode only(JsonNode tree, SourceText source) {
        JsonNode statements = tree.path("statements");
        if (statements.isEmpty()) {
            throw new SqlException(ErrorCode.SQL_SYNTAX, "there is no query in this text; write a SELECT", 0, 0);
        }
        if (statements.size() > 1) {
            int end = source.withoutEnding().length();
            throw new SqlException(
                    ErrorCode.SQL_FORBIDDEN,
                    "only one statement is allowed, this text has " + statements.size()
                            + "; remove what follows the first semicolon",
                    end,
                    source.sql().length() - end);
        }
        return statements.path(0);
    }

    private static SqlException notSelect(SourceText source) {
        SourceText.Token first = source.tokens().get(0);
        String word = source.sql().substring(first.start(), first.end()).toUpperCase(Locale.ROOT);
        String message = PIVOTS.contains(word)
                ? "PIVOT as a statement is not allowed; write SELECT … FROM t PIVOT (sum(x) FOR column IN (…))"
                : "only SELECT is allowed, this text has "
                        + (word.equals("SELECT") || word.equals("WITH") || word.equals("FROM")
                                ? "another kind of statement"
                                : word);
        return new SqlException(ErrorCode.SQL_FORBIDDEN, message, first.start(), first.end() - first.start());
    }
}
