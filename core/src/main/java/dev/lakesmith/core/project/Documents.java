package dev.lakesmith.core.project;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML as the JSON document it stands for. */
final class Documents {

    private static final Set<Tag> NUMBERS = Set.of(Tag.INT, Tag.FLOAT);
    private static final Pattern JSON_NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");

    private final String file;
    private final Function<ScalarNode, Optional<Template>> texts;
    private final SpecReader.Complaint complaints;

    /**
     * @param texts gives a scalar's template; empty when that was told to be impossible
     * @param complaints gets what cannot be read
     */
    Documents(String file, Function<ScalarNode, Optional<Template>> texts, SpecReader.Complaint complaints) {
        this.file = file;
        this.texts = texts;
        this.complaints = complaints;
    }

    /** The document; empty when it holds a mistake, which is told. */
    Optional<Document> read(Node node) {
        if (node instanceof SequenceNode sequence) {
            List<Document> items = new ArrayList<>();
            sequence.getValue().forEach(each -> read(each).ifPresent(items::add));
            return Optional.of(new Document.Items(items));
        }
        return node instanceof MappingNode mapping ? Optional.of(members(mapping)) : scalar((ScalarNode) node);
    }

    private Document members(MappingNode mapping) {
        Map<String, Document> members = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                complaints.tell(tuple.getKeyNode(), "a key must be a text, got a list or mapping");
            } else if (members.containsKey(key.getValue())) {
                complaints.tell(key, "the key '" + key.getValue() + "' is written twice; remove one");
            } else {
                read(tuple.getValueNode()).ifPresent(value -> members.put(key.getValue(), value));
            }
        }
        return new Document.Members(members);
    }

    private Optional<Document> scalar(ScalarNode node) {
        if (node.getTag().equals(Tag.NULL)) {
            return Optional.of(new Document.Literal("null"));
        }
        if (node.getTag().equals(Tag.BOOL)) {
            return Optional.of(new Document.Literal(node.getValue().toLowerCase(Locale.ROOT)));
        }
        if (NUMBERS.contains(node.getTag())) {
            if (JSON_NUMBER.matcher(node.getValue()).matches()) {
                return Optional.of(new Document.Literal(node.getValue()));
            }
            complaints.tell(
                    node,
                    Shown.value(node.getValue()) + " is a number that JSON cannot write; write it in decimal digits,"
                            + " or in quotes as a text");
            return Optional.empty();
        }
        return texts.apply(node)
                .map(template -> new Document.Text(template, YamlText.place(file, node.getStartMark())));
    }
}
