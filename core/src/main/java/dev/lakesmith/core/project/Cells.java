package dev.lakesmith.core.project;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads YAML values of any shape. */
final class Cells {

    private final SpecReader.Scalar scalars;
    private final SpecReader.Complaint complaints;

    /**
     * @param scalars gives a scalar's text, variables replaced; empty when that was told to be impossible
     * @param complaints gets what cannot be read
     */
    Cells(SpecReader.Scalar scalars, SpecReader.Complaint complaints) {
        this.scalars = scalars;
        this.complaints = complaints;
    }

    /** The value; empty when it holds a mistake, which is told. */
    Optional<Cell> read(Node node, String file) {
        if (node.getTag().equals(Tag.NULL)) {
            return Optional.of(new Cell.Nothing(YamlText.place(file, node.getStartMark())));
        }
        if (node instanceof SequenceNode sequence) {
            List<Cell> cells = new ArrayList<>();
            sequence.getValue().forEach(each -> read(each, file).ifPresent(cells::add));
            return Optional.of(new Cell.Items(cells, YamlText.place(file, node.getStartMark())));
        }
        if (node instanceof MappingNode mapping) {
            return Optional.of(new Cell.Fields(fields(mapping, file), YamlText.place(file, node.getStartMark())));
        }
        return scalars.text((ScalarNode) node)
                .map(text -> new Cell.Scalar(text, kind(node), YamlText.place(file, node.getStartMark())));
    }

    private static Cell.Scalar.Kind kind(Node node) {
        if (node.getTag().equals(Tag.BOOL)) {
            return Cell.Scalar.Kind.TRUTH;
        }
        return node.getTag().equals(Tag.INT) || node.getTag().equals(Tag.FLOAT)
                ? Cell.Scalar.Kind.NUMBER
                : Cell.Scalar.Kind.TEXT;
    }

    private List<Cell.Fields.Field> fields(MappingNode mapping, String file) {
        List<Cell.Fields.Field> fields = new ArrayList<>();
        Set<String> keys = new HashSet<>();
        for (NodeTuple tuple : mapping.getValue()) {
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                complaints.tell(tuple.getKeyNode(), "a key must be a text, got a list or mapping");
            } else if (!keys.add(key.getValue())) {
                complaints.tell(key, "the key '" + key.getValue() + "' is written twice; remove one");
            } else {
                read(tuple.getValueNode(), file)
                        .ifPresent(value -> fields.add(new Cell.Fields.Field(
                                key.getValue(), YamlText.place(file, key.getStartMark()), value)));
            }
        }
        return fields;
    }
}
