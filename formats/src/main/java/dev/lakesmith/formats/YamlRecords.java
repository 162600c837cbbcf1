package dev.lakesmith.formats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * The records of YAML. Documents are told apart by the lines {@code ---} and {@code ...}, which nothing inside one can
 * begin with, so a broken document costs only itself. One document is in memory at a time.
 */
final class YamlRecords extends RecordScanner {

    private static final int MOST_RAW_CHARS = 1 << 20;

    private final List<String> path;
    private final LoadSettings settings = LoadSettings.builder()
            .setAllowDuplicateKeys(false)
            .setCodePointLimit(Integer.MAX_VALUE)
            .setUseMarks(true)
            .setSchema(new CoreSchema())
            // What aliases make of a record is measured where they are written out.
            .setMaxAliasesForCollections(Integer.MAX_VALUE)
            .build();

    YamlRecords(Format.Yaml format) {
        this.path = format.records().map(keys -> List.of(keys.split("\\.", -1))).orElse(List.of());
    }

    @Override
    public Optional<Format> alone() {
        return Optional.of(new Format.Yaml(Optional.empty(), Optional.empty()));
    }

    @Override
    ScanResult scan(PlainText text, RecordSink sink) throws IOException {
        Documents documents = new Documents(sink);
        try (CsvRecords lines = new CsvRecords(text, CsvDialect.LINES, 1)) {
            while (lines.next()) {
                int from = lines.start();
                int to = from + lines.length();
                Optional<String> fault = lines.failure().or(() -> LineRecords.notText(lines.data(), from, to));
                documents.line(lines.line(), new String(lines.data(), from, to - from, StandardCharsets.UTF_8), fault);
            }
            documents.end(text.damage());
            sink.end(text, lines.nextLine(), documents.damageTold);
            return sink.result(0);
        }
    }

    /** Collects lines until a document is whole. */
    private final class Documents {

        private final RecordSink sink;
        private final JsonText json;
        private final StringBuilder document = new StringBuilder();
        private long firstLine = 1;
        private long lastLine;
        private Optional<String> fault = Optional.empty();
        private boolean damageTold;

        Documents(RecordSink sink) {
            this.sink = sink;
            this.json = new JsonText(sink);
        }

        void line(long number, String line, Optional<String> lineFault) throws IOException {
            if (begins(line, "...") || (begins(line, "---") && !onlyDirectives())) {
                finish(Optional.empty());
            }
            if (document.isEmpty()) {
                firstLine = number;
            } else {
                // Blank lines, which are passed over on the way here, count for the places of what follows.
                document.append("\n".repeat((int) Math.min(MOST_RAW_CHARS, number - lastLine)));
            }
            lastLine = number;
            if (!begins(line, "...")) {
                document.append(line);
            }
            fault = fault.or(() -> lineFault);
            if (document.length() > RecordWindow.LONGEST_RECORD) {
                fault = Optional.of("the document is longer than " + (RecordWindow.LONGEST_RECORD >> 20) + " MB");
                document.setLength(MOST_RAW_CHARS);
            }
        }

        /** These stand before the line that begins their document. */
        private boolean onlyDirectives() {
            return document.toString().startsWith("%")
                    && document.toString()
                            .lines()
                            .allMatch(line -> line.isBlank() || "%#".indexOf(line.charAt(0)) >= 0);
        }

        private boolean begins(String line, String marker) {
            return line.startsWith(marker) && (line.length() == 3 || line.charAt(3) <= ' ');
        }

        void end(Optional<String> damage) throws IOException {
            boolean any = !document.toString().isBlank();
            finish(damage);
            damageTold = any && damage.isPresent();
        }

        private void finish(Optional<String> damage) throws IOException {
            String text = document.toString();
            document.setLength(0);
            Optional<String> why = damage.or(() -> fault);
            fault = Optional.empty();
            if (text.isBlank()) {
                return;
            }
            if (why.isPresent()) {
                reject(firstLine, text, why.get());
                return;
            }
            try {
                new Compose(settings).composeString(text).ifPresent(node -> take(node, text));
            } catch (MarkedYamlEngineException e) {
                long line = firstLine + e.getProblemMark().map(Mark::getLine).orElse(0);
                reject(firstLine, text, "not valid YAML: " + e.getProblem() + " (line " + line + ")");
            } catch (StackOverflowError e) {
                reject(firstLine, text, "not valid YAML: it is nested too deep");
            } catch (YamlEngineException e) {
                reject(
                        firstLine,
                        text,
                        "not valid YAML: "
                                + String.valueOf(e.getMessage())
                                        .lines()
                                        .findFirst()
                                        .orElse(""));
            }
        }

        private void take(Node document, String text) {
            if (!walk(document, 0, text)) {
                reject(firstLine, text, "the document has nothing at " + String.join(".", path));
            }
        }

        private boolean walk(Node node, int level, String text) {
            if (node instanceof SequenceNode sequence) {
                sequence.getValue().forEach(each -> {
                    if (!walk(each, level, text)) {
                        reject(lineOf(each), raw(each, text), "the record has nothing at " + String.join(".", path));
                    }
                });
                return true;
            }
            if (level == path.size()) {
                record(node, text);
                return true;
            }
            boolean found = false;
            if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals(path.get(level))) {
                        found |= walk(tuple.getValueNode(), level + 1, text);
                    }
                }
            }
            return found;
        }

        private void record(Node node, String text) {
            if (!(node instanceof MappingNode)) {
                boolean nothing =
                        node instanceof ScalarNode scalar && scalar.getValue().isEmpty();
                if (!nothing) {
                    reject(lineOf(node), raw(node, text), "not a mapping but " + kind(node));
                }
                return;
            }
            try {
                String written = YamlValues.json(node);
                json.json(written);
                sink.endRecord(lineOf(node), () -> raw(node, text));
            } catch (YamlValues.Mistake e) {
                reject(lineOf(node), raw(node, text), e.why());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private String kind(Node node) {
            return node instanceof SequenceNode ? "a list" : "a single value";
        }

        private long lineOf(Node node) {
            return firstLine + node.getStartMark().map(Mark::getLine).orElse(0);
        }

        /** The record's own lines, moved to the left as far as its first one was in. */
        private String raw(Node node, String text) {
            Optional<Mark> start = node.getStartMark();
            Optional<Mark> end = node.getEndMark();
            if (start.isEmpty() || end.isEmpty()) {
                return text;
            }
            int[] points = text.codePoints().toArray();
            int from = Math.min(start.get().getIndex(), points.length);
            int to = Math.min(end.get().getIndex(), points.length);
            String indent = " ".repeat(start.get().getColumn());
            return (indent + new String(points, from, to - from))
                    .stripTrailing()
                    .stripIndent();
        }

        private void reject(long line, String raw, String reason) {
            String cut = raw.length() > MOST_RAW_CHARS ? raw.substring(0, MOST_RAW_CHARS) : raw;
            sink.reject(line, cut.strip().equals("---") ? "" : cut.stripTrailing(), reason);
        }
    }
}
