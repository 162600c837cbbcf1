package dev.lakesmith.sql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A SELECT that has passed the gate.
 *
 * @param sql its text up to the last token: no semicolon or comment follows, so it may be put in parentheses
 * @param tables the lake's tables it reads, each once, in order of first position
 * @param parameters its parameters in order of position, repeated uses repeated
 * @param fingerprint SHA-256 of the parse tree: white space, comments, the case of keywords and that of identifiers that
 *     do not name a column of the result do not change it
 * @param shape whether its rows can be counted against its input's
 * @param secrets the names of the keys that its functions use
 */
public record Query(
        String sql,
        List<TableReference> tables,
        List<ParameterUse> parameters,
        String fingerprint,
        Shape shape,
        Set<String> secrets) {

    public Query {
        tables = List.copyOf(tables);
        parameters = List.copyOf(parameters);
        secrets = Set.copyOf(secrets);
    }

    /**
     * The text with every {@code $name} replaced.
     *
     * @param replacements by parameter name, an SQL expression that needs no parentheses around it
     * @throws SqlException PARAMETER_INVALID at a parameter without a replacement
     */
    public String render(Map<String, String> replacements) {
        return Rendering.of(this, replacements).text();
    }
}
