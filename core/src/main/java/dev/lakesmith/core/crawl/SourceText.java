package dev.lakesmith.core.crawl;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.CollectionNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** A source's file to which streams are added. Not a character that is there is changed. */
final class SourceText {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setUseMarks(true).build();

    private final String text;

    /** @param text sound YAML */
    SourceText(String text) {
        this.text = text;
    }

    /** The text with more streams; empty when nothing can be added line by line, such as in braces. */
    Optional<String> with(List<ProposedStream> streams) {
        if (streams.isEmpty()) {
            return Optional.of(text);
        }
        return longer(streams).filter(SourceText::isReadable);
    }

    private Optional<String> longer(List<ProposedStream> streams) {
        Optional<MappingNode> root = root(text);
        if (root.filter(each -> each.getFlowStyle() == FlowStyle.FLOW).isPresent()) {
            return Optional.empty();
        }
        Optional<NodeTuple> written = root.flatMap(SourceText::tuple);
        if (written.isEmpty()) {
            String indent = root.map(SourceText::column).map(" "::repeat).orElse("");
            boolean ended = text.lines().anyMatch(line -> line.startsWith("..."));
            int line = ended ? root.map(SourceText::lineBehind).orElse(0) : lineCount();
            return Optional.of(inserted(line, lines(streams, indent + "  ", indent + "streams:")));
        }
        Node value = written.get().getValueNode();
        if (value instanceof MappingNode mapping) {
            if (mapping.getFlowStyle() == FlowStyle.FLOW) {
                return Optional.empty();
            }
            return Optional.of(inserted(lineBehind(mapping), lines(streams, " ".repeat(column(mapping)), "")));
        }
        // The key without a value.
        int line = mark(written.get().getKeyNode().getEndMark()).getLine() + 1;
        return Optional.of(inserted(line, lines(streams, "  ", "")));
    }

    private static Optional<MappingNode> root(String text) {
        return new Compose(SETTINGS)
                .composeString(text)
                .filter(MappingNode.class::isInstance)
                .map(MappingNode.class::cast);
    }

    private static Optional<NodeTuple> tuple(MappingNode root) {
        return root.getValue().stream()
                .filter(each -> each.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals("streams"))
                .findFirst();
    }

    private static int column(MappingNode mapping) {
        return mark(mapping.getValue().get(0).getKeyNode().getStartMark()).getColumn();
    }

    /** YAML can be written in more ways than lines can be added to. */
    private static boolean isReadable(String longer) {
        try {
            return root(longer).isPresent();
        } catch (YamlEngineException e) {
            return false;
        }
    }

    private static List<String> lines(List<ProposedStream> streams, String indent, String above) {
        List<String> lines = new ArrayList<>();
        if (!above.isEmpty()) {
            lines.add(above);
        }
        streams.forEach(stream -> lines.addAll(stream.lines(indent)));
        return lines;
    }

    private String inserted(int line, List<String> added) {
        String end = text.contains("\r\n") ? "\r\n" : "\n";
        String whole = text.isEmpty() || text.endsWith("\n") ? text : text + end;
        int at = 0;
        for (int i = 0; i < line && at < whole.length(); i++) {
            int next = whole.indexOf('\n', at);
            at = next < 0 ? whole.length() : next + 1;
        }
        return whole.substring(0, at) + String.join(end, added) + end + whole.substring(at);
    }

    private int lineCount() {
        return (int) text.lines().count();
    }

    /** The line behind the last one of a value; a block's own end lies behind comments and blank lines. */
    private static int lineBehind(Node node) {
        if (node instanceof CollectionNode<?> collection
                && collection.getFlowStyle() == FlowStyle.BLOCK
                && !collection.getValue().isEmpty()) {
            int last = 0;
            if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    last = Math.max(last, lineBehind(tuple.getKeyNode()));
                    last = Math.max(last, lineBehind(tuple.getValueNode()));
                }
            } else if (node instanceof SequenceNode sequence) {
                for (Node each : sequence.getValue()) {
                    last = Math.max(last, lineBehind(each));
                }
            }
            return last;
        }
        Mark end = mark(node.getEndMark());
        return end.getColumn() == 0 ? end.getLine() : end.getLine() + 1;
    }

    private static Mark mark(Optional<Mark> mark) {
        return mark.orElseThrow(() -> new IllegalStateException("YAML was read without places"));
    }
}
