package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.core.project.Cell;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.project.Values;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A tap's configuration, as JSON. */
final class TapConfig {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> SECRET =
            List.of("password", "passwd", "pwd", "secret", "token", "key", "credential", "auth");

    private TapConfig() {}

    static ObjectNode of(Values source) {
        ObjectNode config = NODES.objectNode();
        source.find("config", Values.class)
                .ifPresent(values -> values.keys().forEach(key -> config.set(key, node(values.get(key, Cell.class)))));
        return config;
    }

    private static JsonNode node(Cell cell) {
        if (cell instanceof Cell.Items items) {
            ArrayNode array = NODES.arrayNode();
            items.cells().forEach(each -> array.add(node(each)));
            return array;
        }
        if (cell instanceof Cell.Fields fields) {
            ObjectNode object = NODES.objectNode();
            fields.fields().forEach(field -> object.set(field.key(), node(field.value())));
            return object;
        }
        return cell instanceof Cell.Scalar scalar ? scalar(scalar) : NODES.nullNode();
    }

    private static JsonNode scalar(Cell.Scalar scalar) {
        String text = scalar.text();
        return switch (scalar.kind()) {
            case TRUTH -> NODES.booleanNode(text.toLowerCase(Locale.ROOT).equals("true"));
            case NUMBER ->
                text.matches("-?\\d+(\\.\\d+)?([eE][-+]?\\d+)?")
                        ? NODES.numberNode(new BigDecimal(text))
                        : NODES.textNode(text);
            case TEXT -> NODES.textNode(text);
        };
    }

    /** The values whose keys sound like it, however deep. */
    static Secrets secrets(ObjectNode config) {
        List<String> values = new ArrayList<>();
        collect(config, false, values);
        return Secrets.of(values);
    }

    private static void collect(JsonNode node, boolean secret, List<String> values) {
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                String key = field.getKey().toLowerCase(Locale.ROOT);
                collect(field.getValue(), secret || SECRET.stream().anyMatch(key::contains), values);
            }
        } else if (node.isArray()) {
            node.forEach(each -> collect(each, secret, values));
        } else if (secret && !node.isNull() && !node.isBoolean()) {
            values.add(node.asText());
        }
    }
}
