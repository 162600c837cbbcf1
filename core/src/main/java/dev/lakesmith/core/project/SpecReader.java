package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/**
 * Reads a YAML tree against its declaration and tells every mistake. What could not be read is left out of the {@link
 * Values}, so they are complete only if nothing was told.
 */
final class SpecReader {

    private static final Set<Tag> KNOWN_TAGS =
            Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

    private final String file;
    private final Variables variables;
    private final Set<Node> unneeded;
    private final Diagnostics diagnostics;

    /**
     * What a value belongs to.
     *
     * @param name as shown in messages
     * @param key where its key stands
     * @param secret whether its value must not be shown
     */
    private record Subject(String name, Place key, boolean secret) {}

    /** {@code unneeded} nodes may hold variables that cannot be resolved: nothing of them is used. */
    SpecReader(String file, Variables variables, Set<Node> unneeded, Diagnostics diagnostics) {
        this.file = file;
        this.variables = variables;
        this.unneeded = unneeded;
        this.diagnostics = diagnostics;
    }

    /** Reads a whole document, which must be a mapping. */
    Optional<Values> read(Node root, ValueType type) {
        Object value = value(root, type, new Subject("the file", place(root), false));
        return value instanceof Values values ? Optional.of(values) : Optional.empty();
    }

    private @Nullable Object value(Node node, ValueType type, Subject subject) {
        if (!KNOWN_TAGS.contains(node.getTag())) {
            tell(
                    ErrorCode.VALUE_INVALID,
                    node,
                    subject.name() + " has the tag " + node.getTag().getValue()
                            + "; tags are not understood here, remove it");
            return null;
        }
        if (type instanceof ValueType.Either either) {
            return either(node, either, subject);
        }
        if (type instanceof ValueType.Anything) {
            return new Cells(this::text, (where, message) -> tell(ErrorCode.VALUE_INVALID, where, message))
                    .read(node, file)
                    .orElse(null);
        }
        if (type instanceof ValueType.Json json) {
            return new Documents(
                            file,
                            scalar -> template(scalar, json.slots()),
                            (where, message) -> tell(ErrorCode.VALUE_INVALID, where, message))
                    .read(node)
                    .orElse(null);
        }
        if (isNull(node) && !(type instanceof ValueType.Nested)) {
            tell(ErrorCode.VALUE_INVALID, node, subject.name() + " has no value; it must be " + TypeWords.of(type));
            return null;
        }
        if (type instanceof ValueType.ListOf list) {
            return node instanceof SequenceNode sequence ? list(sequence, list, subject) : wrong(node, type, subject);
        }
        if (type instanceof ValueType.Nested nested) {
            return nested(node, nested, subject);
        }
        if (type instanceof ValueType.MapOf map) {
            return node instanceof MappingNode mapping ? map(mapping, map, subject) : wrong(node, type, subject);
        }
        if (type instanceof ValueType.Variant variant) {
            return node instanceof MappingNode mapping
                    ? variant(mapping, variant, subject)
                    : wrong(node, type, subject);
        }
        if (type instanceof ValueType.Slotted slotted && node instanceof ScalarNode scalar) {
            return template(scalar, slotted.slots()).orElse(null);
        }
        return node instanceof ScalarNode scalar ? scalar(scalar, type, subject) : wrong(node, type, subject);
    }

    private @Nullable Object either(Node node, ValueType.Either either, Subject subject) {
        if (isNull(node)) {
            boolean mayBeEmpty = either.second() instanceof ValueType.Nested nested
                    && nested.spec().fields().stream().noneMatch(Field::isRequired)
                    && nested.spec().exactlyOneOf().isEmpty();
            if (mayBeEmpty) {
                return value(node, either.second(), subject);
            }
        }
        if (fits(node, either.first())) {
            return node instanceof ScalarNode scalar && fits(node, either.second()) && !isNull(node)
                    ? scalar(scalar, either, subject)
                    : value(node, either.first(), subject);
        }
        return fits(node, either.second()) ? value(node, either.second(), subject) : wrong(node, either, subject);
    }

    private static boolean fits(Node node, ValueType type) {
        if (type instanceof ValueType.Either either) {
            return fits(node, either.first()) || fits(node, either.second());
        }
        if (type instanceof ValueType.ListOf) {
            return node instanceof SequenceNode;
        }
        boolean wantsMapping = type instanceof ValueType.Nested
                || type instanceof ValueType.MapOf
                || type instanceof ValueType.Variant;
        return wantsMapping ? node instanceof MappingNode : node instanceof ScalarNode;
    }

    private @Nullable Object nested(Node node, ValueType.Nested nested, Subject subject) {
        if (isNull(node)) {
            return mapping(List.of(), nested.spec(), subject.key());
        }
        return node instanceof MappingNode mapping
                ? mapping(mapping.getValue(), nested.spec(), subject.key())
                : wrong(node, nested, subject);
    }

    private Values mapping(List<NodeTuple> tuples, ObjectSpec spec, Place place) {
        Map<String, NodeTuple> byKey = tuplesByKey(tuples);
        Map<String, Values.Entry> written = new LinkedHashMap<>();
        byKey.forEach((key, tuple) -> {
            Optional<Field> field = spec.field(key);
            if (field.isPresent()) {
                Subject subject = new Subject(
                        "'" + key + "'",
                        place(tuple.getKeyNode()),
                        field.get().notes().secret());
                written.put(key, entry(tuple, field.get().type(), subject));
                refuseEmpty(tuple.getValueNode(), field.get(), subject);
            } else {
                tell(ErrorCode.KEY_UNKNOWN, tuple.getKeyNode(), unknownKey(key, spec, byKey.keySet()));
            }
        });
        Map<String, Object> defaults = new LinkedHashMap<>();
        for (Field field : spec.fields()) {
            if (!written.containsKey(field.name())) {
                field.defaultText()
                        .flatMap(text -> Scalars.read(field.type(), text))
                        .ifPresent(value -> defaults.put(field.name(), value));
                if (field.isRequired()) {
                    diagnostics.add(ErrorCode.KEY_MISSING, place, missing(field, spec));
                }
            }
        }
        checkExactlyOne(spec, written, place);
        return new Values(place, written, defaults);
    }

    private void checkExactlyOne(ObjectSpec spec, Map<String, Values.Entry> written, Place place) {
        List<String> keys =
                written.keySet().stream().filter(spec.exactlyOneOf()::contains).toList();
        String choice = String.join(", ", spec.exactlyOneOf());
        if (!spec.exactlyOneOf().isEmpty() && keys.isEmpty()) {
            diagnostics.add(ErrorCode.KEY_MISSING, place, "a " + spec.title() + " needs one of the keys " + choice);
        }
        for (String key : keys.subList(Math.min(1, keys.size()), keys.size())) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    Objects.requireNonNull(written.get(key)).key(),
                    "a " + spec.title() + " takes only one of the keys " + choice + ", but has '" + keys.get(0)
                            + "' already; write a second entry");
        }
    }

    private void refuseEmpty(Node node, Field field, Subject subject) {
        boolean empty = node instanceof CollectionNode<?> collection
                && collection.getValue().isEmpty();
        if (empty && field.isRequired() && !(field.type() instanceof ValueType.Nested)) {
            tell(ErrorCode.KEY_MISSING, node, subject.name() + " is empty; write at least one entry");
        }
    }

    private static String unknownKey(String key, ObjectSpec spec, Set<String> written) {
        String message = "unknown key '" + key + "' in a " + spec.title() + "; allowed: "
                + String.join(", ", spec.names())
                + InnerKey.hint(key, spec, written).orElseGet(() -> Nearest.hint(key, spec.names()));
        return "<<".equals(key)
                ? message + "; YAML 1.2 has no merge keys, write an alias for the whole value or repeat the keys"
                : message;
    }

    private static String missing(Field field, ObjectSpec spec) {
        String example = field.notes().example();
        return "'" + field.name() + "' is missing in this " + spec.title() + "; it must be "
                + TypeWords.of(field.type())
                + (example.isEmpty() ? "" : ", for example " + field.name() + ": " + example);
    }

    private Values map(MappingNode node, ValueType.MapOf map, Subject subject) {
        Map<String, Values.Entry> written = new LinkedHashMap<>();
        tuplesByKey(node.getValue()).forEach((key, tuple) -> {
            map.keyRule()
                    .complaint(key)
                    .ifPresent(complaint -> tell(
                            ErrorCode.NAME_INVALID,
                            tuple.getKeyNode(),
                            "the " + map.keyName() + " '" + key + "' " + complaint));
            Place place = place(tuple.getKeyNode());
            written.put(key, entry(tuple, map.value(), new Subject("'" + key + "'", place, subject.secret())));
        });
        return new Values(subject.key(), written, Map.of());
    }

    private @Nullable Object variant(MappingNode node, ValueType.Variant variant, Subject subject) {
        ObjectSpec full = null;
        for (NodeTuple tuple : node.getValue()) {
            if (tuple.getKeyNode() instanceof ScalarNode key && key.getValue().equals(variant.key())) {
                List<String> words = List.copyOf(variant.specs().keySet());
                Subject deciding = new Subject("'" + variant.key() + "'", place(key), false);
                Object word = value(tuple.getValueNode(), new ValueType.Words(words), deciding);
                if (word == null) {
                    return null;
                }
                full = variant.full((String) word);
            }
        }
        if (full == null) {
            diagnostics.add(
                    ErrorCode.KEY_MISSING,
                    subject.key(),
                    "'" + variant.key() + "' is missing; it must be one of "
                            + String.join(", ", variant.specs().keySet()));
            return null;
        }
        return mapping(node.getValue(), full, subject.key());
    }

    private List<Object> list(SequenceNode node, ValueType.ListOf list, Subject subject) {
        List<Object> elements = new ArrayList<>();
        for (Node element : node.getValue()) {
            Object value = value(
                    element,
                    list.element(),
                    new Subject("an entry of " + subject.name(), place(element), subject.secret()));
            if (value != null) {
                elements.add(value);
            }
        }
        return List.copyOf(elements);
    }

    private Values.Entry entry(NodeTuple tuple, ValueType type, Subject subject) {
        Node node = tuple.getValueNode();
        List<Place> elements = node instanceof SequenceNode sequence
                ? sequence.getValue().stream().map(this::place).toList()
                : List.of();
        return new Values.Entry(value(node, type, subject), subject.key(), place(node), elements);
    }

    /** The text of a scalar, variables replaced. */
    interface Scalar {
        Optional<String> text(ScalarNode node);
    }

    /** What is told of a node. */
    interface Complaint {
        void tell(Node node, String message);
    }

    private Optional<String> text(ScalarNode node) {
        Variables.Expanded expanded = variables.expand(node.getValue());
        expanded.complaint().ifPresent(complaint -> tell(ErrorCode.VARIABLE_UNRESOLVED, node, complaint));
        return expanded.complaint().isPresent() ? Optional.empty() : Optional.of(expanded.text());
    }

    private Optional<Template> template(ScalarNode node, List<SlotKind> slots) {
        Variables.Filled filled = variables.fill(node.getValue(), slots);
        filled.complaint().ifPresent(complaint -> tell(ErrorCode.VARIABLE_UNRESOLVED, node, complaint));
        return filled.complaint().isPresent() ? Optional.empty() : Optional.of(new Template(filled.parts()));
    }

    private @Nullable Object scalar(ScalarNode node, ValueType type, Subject subject) {
        Variables.Expanded expanded = variables.expand(node.getValue());
        if (expanded.complaint().isPresent()) {
            if (!unneeded.contains(node)) {
                tell(ErrorCode.VARIABLE_UNRESOLVED, node, expanded.complaint().get());
            }
            return null;
        }
        boolean hidden = subject.secret() || expanded.secret();
        if (subject.secret()) {
            variables.remember(expanded.text());
        }
        boolean text = type instanceof ValueType.Text || type instanceof ValueType.Words;
        if (!text && !node.isPlain() && expanded.text().equals(node.getValue())) {
            boolean wouldFit = Scalars.read(type, expanded.text()).isPresent();
            boolean unit = type instanceof ValueType.TimeSpan || type instanceof ValueType.MemorySize;
            if (wouldFit && !unit) {
                tell(
                        ErrorCode.VALUE_INVALID,
                        node,
                        subject.name() + " must be " + TypeWords.of(type)
                                + ", got a text in quotes; leave the quotes away");
                return null;
            }
        }
        Optional<Object> value = Scalars.read(type, expanded.text());
        if (value.isEmpty()) {
            tell(ErrorCode.VALUE_INVALID, node, unfit(expanded.text(), type, subject, hidden));
        }
        return value.orElse(null);
    }

    private static String unfit(String text, ValueType type, Subject subject, boolean hidden) {
        String seen = hidden ? "'***'" : Shown.value(text);
        if (type instanceof ValueType.Text rule) {
            return subject.name() + ": " + seen + " "
                    + rule.rule().complaint(text).orElse("");
        }
        String message = subject.name() + " must be " + TypeWords.of(type) + ", got " + seen;
        if (type instanceof ValueType.Words words && !hidden) {
            return message + Nearest.hint(text, words.words());
        }
        if (type instanceof ValueType.YesNo) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "yes", "on", "y" -> message + "; did you mean 'true'?";
                case "no", "off", "n" -> message + "; did you mean 'false'?";
                default -> message;
            };
        }
        return message;
    }

    private @Nullable Object wrong(Node node, ValueType type, Subject subject) {
        String seen;
        if (node instanceof MappingNode) {
            seen = "a mapping";
        } else if (node instanceof SequenceNode) {
            seen = "a list";
        } else if (isNull(node)) {
            seen = "no value";
        } else {
            // The text as written: a variable in it stays a variable.
            seen = subject.secret() ? "a text" : Shown.value(((ScalarNode) node).getValue());
        }
        tell(ErrorCode.VALUE_INVALID, node, subject.name() + " must be " + TypeWords.of(type) + ", got " + seen);
        return null;
    }

    private Map<String, NodeTuple> tuplesByKey(List<NodeTuple> tuples) {
        Map<String, NodeTuple> byKey = new LinkedHashMap<>();
        for (NodeTuple tuple : tuples) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                tell(ErrorCode.VALUE_INVALID, tuple.getKeyNode(), "a key must be a text, got a list or mapping");
                continue;
            }
            NodeTuple first = byKey.putIfAbsent(key.getValue(), tuple);
            if (first != null) {
                tell(
                        ErrorCode.KEY_DUPLICATE,
                        key,
                        "the key '" + key.getValue() + "' is written twice; the first is at "
                                + place(first.getKeyNode()) + "; remove one");
            }
            if (key.getValue().contains("${")) {
                tell(
                        ErrorCode.VARIABLE_UNRESOLVED,
                        key,
                        "the key " + Shown.value(key.getValue())
                                + " holds '${'; variables are replaced in values only");
            }
        }
        return byKey;
    }

    private static boolean isNull(Node node) {
        return node.getTag().equals(Tag.NULL);
    }

    private Place place(Node node) {
        return YamlText.place(file, node.getStartMark());
    }

    private void tell(ErrorCode code, Node node, String message) {
        diagnostics.add(code, place(node), message);
    }
}
