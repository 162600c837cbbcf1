package dev.lakesmith.core.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * JSON Schemas (draft 2020-12) for editors, made from the declarations that parsing uses. They accept whatever the
 * parser accepts; rules between keys and inside texts are the parser's alone.
 */
public final class JsonSchemas {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ObjectNode definitions = NODES.objectNode();

    private JsonSchemas() {}

    /** The text of each schema by file name: {@code lakesmith}, {@code source}, {@code model} and {@code
     * test.schema.json}. */
    public static Map<String, String> render(List<ConnectorSpec> connectors) {
        Map<String, String> schemas = new LinkedHashMap<>();
        schemas.put(
                "lakesmith.schema.json",
                new JsonSchemas().root("lakesmith.yml", new ValueType.Nested(ProjectSpecs.PROJECT)));
        schemas.put("source.schema.json", new JsonSchemas().root("sources/*.yml", ProjectSpecs.source(connectors)));
        schemas.put(
                "model.schema.json",
                new JsonSchemas()
                        .root("the header of models/<schema>/<name>.sql", new ValueType.Nested(ProjectSpecs.MODEL)));
        schemas.put(
                "test.schema.json", new JsonSchemas().root("tests/*.yml", new ValueType.Nested(UnitTestSpecs.FILE)));
        return schemas;
    }

    private String root(String title, ValueType type) {
        ObjectNode schema = NODES.objectNode();
        schema.put("$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.put("title", title);
        schema.setAll(schema(type));
        if (!definitions.isEmpty()) {
            schema.set("$defs", definitions);
        }
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentObjectsWith(indenter);
        printer.indentArraysWith(indenter);
        try {
            return MAPPER.writer(printer).writeValueAsString(schema) + "\n";
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("a tree of plain nodes can be written", impossible);
        }
    }

    private ObjectNode schema(ValueType type) {
        if (type instanceof ValueType.Either either) {
            return anyOf(schema(either.first()), schema(either.second()));
        }
        if (type instanceof ValueType.ListOf list) {
            ObjectNode schema = typed("array");
            schema.set("items", schema(list.element()));
            return schema;
        }
        if (type instanceof ValueType.MapOf map) {
            ObjectNode schema = typed("object");
            schema.set("additionalProperties", schema(map.value()));
            return schema;
        }
        if (type instanceof ValueType.Nested nested) {
            return reference(nested.spec());
        }
        if (type instanceof ValueType.Variant variant) {
            return variant(variant);
        }
        return type instanceof ValueType.Anything || type instanceof ValueType.Json ? NODES.objectNode() : scalar(type);
    }

    private ObjectNode variant(ValueType.Variant variant) {
        ArrayNode alternatives = NODES.arrayNode();
        for (String word : variant.specs().keySet()) {
            alternatives.add(reference(variant.narrowed(word)));
        }
        ObjectNode schema = NODES.objectNode();
        schema.set("oneOf", alternatives);
        return schema;
    }

    private ObjectNode reference(ObjectSpec spec) {
        String name = spec.title().toLowerCase(Locale.ROOT).replace(' ', '-');
        if (!definitions.has(name)) {
            // Held before it is filled, so that a mapping may hold its own kind.
            ObjectNode held = definitions.putObject(name);
            held.setAll(object(spec));
        }
        ObjectNode reference = NODES.objectNode();
        reference.put("$ref", "#/$defs/" + name);
        return reference;
    }

    private ObjectNode object(ObjectSpec spec) {
        ObjectNode schema = NODES.objectNode();
        boolean mayBeEmpty = spec.fields().stream().noneMatch(Field::isRequired)
                && spec.exactlyOneOf().isEmpty();
        if (mayBeEmpty) {
            schema.putArray("type").add("object").add("null");
        } else {
            schema.put("type", "object");
        }
        if (!spec.description().isEmpty()) {
            schema.put("description", spec.description());
        }
        ObjectNode properties = schema.putObject("properties");
        ArrayNode required = NODES.arrayNode();
        for (Field field : spec.fields()) {
            properties.set(field.name(), property(field));
            if (field.isRequired()) {
                required.add(field.name());
            }
        }
        if (!required.isEmpty()) {
            schema.set("required", required);
        }
        if (!spec.exactlyOneOf().isEmpty()) {
            ArrayNode choices = schema.putArray("oneOf");
            spec.exactlyOneOf()
                    .forEach(key -> choices.addObject().putArray("required").add(key));
        }
        schema.put("additionalProperties", false);
        return schema;
    }

    private ObjectNode property(Field field) {
        ObjectNode schema = NODES.objectNode();
        String example = field.notes().example().isEmpty()
                ? ""
                : " Example: " + field.name() + ": " + field.notes().example();
        String description = (field.notes().description() + example).strip();
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        field.defaultText().flatMap(text -> Scalars.read(field.type(), text)).ifPresent(value -> {
            if (value instanceof Boolean flag) {
                schema.put("default", flag);
            } else if (field.type() instanceof ValueType.WholeNumber && value instanceof Long number) {
                schema.put("default", number);
            } else {
                schema.put("default", field.defaultText().orElseThrow());
            }
        });
        if (field.notes().secret()) {
            schema.put("writeOnly", true);
        }
        schema.setAll(schema(field.type()));
        return schema;
    }

    private ObjectNode scalar(ValueType type) {
        if (type instanceof ValueType.Words words) {
            ObjectNode schema = NODES.objectNode();
            ArrayNode allowed = schema.putArray("enum");
            words.words().forEach(allowed::add);
            return anyOf(schema, variable());
        }
        if (type instanceof ValueType.WholeNumber number) {
            ObjectNode schema = typed("integer");
            schema.put("minimum", number.min());
            schema.put("maximum", number.max());
            return anyOf(schema, variable());
        }
        if (type instanceof ValueType.YesNo) {
            return anyOf(typed("boolean"), variable());
        }
        if (type instanceof ValueType.TimeSpan) {
            return pattern("^([0-9]+(ms|s|m|h|d))+$|\\$\\{");
        }
        if (type instanceof ValueType.MemorySize) {
            return pattern("^[0-9]+(\\.[0-9]+)? ?[KMGTkmgt]?[iI]?[bB]$|\\$\\{");
        }
        ObjectNode text = NODES.objectNode();
        // A plain number or boolean is read as the text it is written with.
        text.putArray("type").add("string").add("number").add("boolean");
        return text;
    }

    private static ObjectNode variable() {
        return pattern("\\$\\{");
    }

    private static ObjectNode pattern(String expression) {
        ObjectNode schema = typed("string");
        schema.put("pattern", expression);
        return schema;
    }

    private static ObjectNode typed(String name) {
        ObjectNode schema = NODES.objectNode();
        schema.put("type", name);
        return schema;
    }

    private static ObjectNode anyOf(ObjectNode first, ObjectNode second) {
        ObjectNode schema = NODES.objectNode();
        schema.putArray("anyOf").add(first).add(second);
        return schema;
    }
}
