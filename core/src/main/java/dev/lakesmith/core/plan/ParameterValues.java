package dev.lakesmith.core.plan;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.sql.ParameterUse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The values of parameters that a model's query was last computed with, so that a plan can say which one is new. */
public final class ParameterValues {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ParameterValues() {}

    /** As kept with the table. */
    public static String write(AnalyzedModel model, List<Parameter> parameters) {
        try {
            return JSON.writeValueAsString(of(model, parameters));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts are always JSON", e);
        }
    }

    /** Which values differ from those the table was made with, in words; empty when none is known to. */
    static Optional<String> changes(LakeTable table, AnalyzedModel model, List<Parameter> parameters) {
        Map<String, String> before = read(table);
        List<String> changes = new ArrayList<>();
        of(model, parameters).forEach((name, value) -> {
            String earlier = before.get(name);
            if (earlier != null && !earlier.equals(value)) {
                changes.add("$" + name + " changed from '" + earlier + "' to '" + value + "'");
            }
        });
        return changes.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", changes));
    }

    private static SortedMap<String, String> of(AnalyzedModel model, List<Parameter> parameters) {
        List<String> used =
                model.query().parameters().stream().map(ParameterUse::name).toList();
        SortedMap<String, String> values = new TreeMap<>();
        parameters.stream()
                .filter(parameter -> used.contains(parameter.name()))
                .forEach(parameter -> parameter.value().ifPresent(value -> values.put(parameter.name(), value)));
        return values;
    }

    private static Map<String, String> read(LakeTable table) {
        String stored = table.property(LakeProperties.PARAMETERS).orElse("{}");
        try {
            return JSON.readValue(stored, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            // Only the wording of a reason depends on it.
            return Map.of();
        }
    }
}
