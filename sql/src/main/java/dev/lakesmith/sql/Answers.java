package dev.lakesmith.sql;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Questions and answers of an {@link AnalysisMemory} as text. */
final class Answers {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Answers() {}

    /**
     * What parsing depends on.
     *
     * @param declared tables whose names are found in any case
     * @param secrets the names of keys that functions may use
     */
    static String parsing(
            String sql, Set<ParseOption> options, Collection<TableName> declared, Collection<String> secrets) {
        return joined(List.of(
                "parse",
                options.stream().sorted().toList().toString(),
                declared.toString(),
                secrets.stream().sorted().toList().toString(),
                sql));
    }

    /**
     * What binding depends on.
     *
     * @param declared the columns of each table that may be read
     */
    static String binding(Query query, Map<TableName, List<Column>> declared, Map<String, String> parameterTypes) {
        List<String> parts = new ArrayList<>(List.of("bind", query.sql()));
        for (TableReference table : query.tables()) {
            List<Column> columns = declared.getOrDefault(table.name(), List.of());
            parts.add(table.name().schema());
            parts.add(table.name().name());
            parts.add(Integer.toString(columns.size()));
            columns.forEach(column -> {
                parts.add(column.name());
                parts.add(column.type());
            });
        }
        for (ParameterUse use : query.parameters()) {
            parts.add(use.name());
            parts.add(String.valueOf(parameterTypes.get(use.name())));
        }
        return joined(parts);
    }

    static String typing(String type) {
        return joined(List.of("type", type));
    }

    private static String joined(List<String> parts) {
        StringBuilder text = new StringBuilder();
        parts.forEach(
                part -> text.append(part.length()).append(':').append(part).append('\n'));
        return text.toString();
    }

    static String of(Query query) {
        ObjectNode answer = JSON.createObjectNode();
        answer.put("length", query.sql().length()).put("fingerprint", query.fingerprint());
        ArrayNode tables = answer.putArray("tables");
        query.tables().forEach(table -> tables.addArray()
                .add(table.name().schema())
                .add(table.name().name())
                .add(table.offset())
                .add(table.length()));
        ArrayNode parameters = answer.putArray("parameters");
        query.parameters()
                .forEach(use ->
                        parameters.addArray().add(use.name()).add(use.offset()).add(use.length()));
        ArrayNode secrets = answer.putArray("secrets");
        query.secrets().stream().sorted().forEach(secrets::add);
        if (query.shape() instanceof Shape.Simple simple) {
            answer.putArray("simple")
                    .add(simple.table().schema())
                    .add(simple.table().name())
                    .add(simple.where());
        }
        return answer.toString();
    }

    static Query query(String sql, String answer) {
        JsonNode known = read(answer);
        List<TableReference> tables = new ArrayList<>();
        for (JsonNode table : known.path("tables")) {
            tables.add(new TableReference(
                    name(table), table.path(2).asInt(), table.path(3).asInt()));
        }
        List<ParameterUse> parameters = new ArrayList<>();
        for (JsonNode use : known.path("parameters")) {
            parameters.add(new ParameterUse(
                    use.path(0).asText(), use.path(1).asInt(), use.path(2).asInt()));
        }
        Set<String> secrets = new TreeSet<>();
        known.path("secrets").forEach(name -> secrets.add(name.asText()));
        JsonNode simple = known.path("simple");
        Shape shape = simple.isMissingNode()
                ? new Shape.Complex()
                : new Shape.Simple(
                        name(simple),
                        simple.path(2).isNull() ? null : simple.path(2).asText());
        return new Query(
                sql.substring(0, known.path("length").asInt()),
                tables,
                parameters,
                known.path("fingerprint").asText(),
                shape,
                secrets);
    }

    private static JsonNode read(String answer) {
        try {
            return JSON.readTree(answer);
        } catch (JsonProcessingException e) {
            throw StubDatabase.defect("what was remembered of an analysis is no JSON", e);
        }
    }

    private static TableName name(JsonNode parts) {
        return new TableName(parts.path(0).asText(), parts.path(1).asText());
    }

    static String of(List<Column> columns) {
        ArrayNode answer = JSON.createArrayNode();
        columns.forEach(column -> answer.add(column.name()).add(column.type()));
        return answer.toString();
    }

    static List<Column> columns(String answer) {
        JsonNode known = read(answer);
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i + 1 < known.size(); i += 2) {
            columns.add(new Column(known.path(i).asText(), known.path(i + 1).asText()));
        }
        return columns;
    }
}
