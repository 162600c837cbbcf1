package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.parser.Parser;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * One YAML document as text.
 *
 * @param file what to call it in messages
 * @param yaml the text; line and column in it are those shown
 * @param hint what to add to a syntax error; may be empty
 */
record YamlText(String file, String yaml, String hint) {

    private static final LoadSettings SETTINGS =
            LoadSettings.builder().setSchema(new CoreSchema()).setUseMarks(true).build();
    private static final int DEEPEST = 50;
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    static YamlText of(String file, String yaml) {
        return new YamlText(
                file, yaml.startsWith(BYTE_ORDER_MARK) ? yaml.substring(BYTE_ORDER_MARK.length()) : yaml, "");
    }

    static Place place(String file, Optional<Mark> mark) {
        return mark.map(at -> new Place(file, at.getLine() + 1, at.getColumn() + 1))
                .orElse(Place.of(file));
    }

    /** The document's tree; empty when the text holds none, or is not one sound document, which is then told. */
    Optional<Node> compose(Diagnostics diagnostics) {
        try {
            Parser parser = new ParserImpl(SETTINGS, new StreamReader(SETTINGS, yaml));
            return new Composer(SETTINGS, new ShallowDocument(parser)).getSingleNode();
        } catch (Refusal refusal) {
            diagnostics.add(ErrorCode.YAML_SYNTAX, place(file, refusal.getProblemMark()), refusal.getProblem());
        } catch (MarkedYamlEngineException mistake) {
            diagnostics.add(
                    ErrorCode.YAML_SYNTAX,
                    place(file, mark(mistake)),
                    "not readable as YAML: " + words(mistake) + hint);
        } catch (ReaderException mistake) {
            diagnostics.add(
                    ErrorCode.YAML_SYNTAX,
                    at(mistake.getPosition()),
                    "not readable as YAML: the character U+%04X is not allowed; remove it"
                            .formatted(mistake.getCodePoint()));
        } catch (YamlEngineException mistake) {
            // Without a mark: a text beyond all measure.
            diagnostics.add(ErrorCode.YAML_SYNTAX, Place.of(file), "not readable as YAML: " + mistake.getMessage());
        }
        return Optional.empty();
    }

    private Place at(int position) {
        String before = yaml.substring(0, Math.min(position, yaml.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count();
        return new Place(file, line + 1, before.length() - before.lastIndexOf('\n'));
    }

    /** What is YAML, but no part of a project. */
    private static final class Refusal extends MarkedYamlEngineException {

        private static final long serialVersionUID = 1;

        Refusal(String why, Event event) {
            super(null, Optional.empty(), why, event.getStartMark());
        }
    }

    /**
     * The events of one document that is not deep: composing is recursive, and a user's brackets must not overflow the
     * stack.
     */
    private static final class ShallowDocument implements Parser {

        private final Parser events;
        private int documents;
        private int depth;

        ShallowDocument(Parser events) {
            this.events = events;
        }

        @Override
        public Event next() {
            Event event = events.next();
            switch (event.getEventId()) {
                case DocumentStart -> documents++;
                case MappingStart, SequenceStart -> depth++;
                case MappingEnd, SequenceEnd -> depth--;
                case Alias, Comment, DocumentEnd, Scalar, StreamEnd, StreamStart -> {}
            }
            if (documents > 1) {
                throw new Refusal(
                        "a second YAML document begins here; one file holds one document, so remove the '---'", event);
            }
            if (depth > DEEPEST) {
                throw new Refusal(
                        "more than " + DEEPEST + " levels of nesting; no part of a project needs so many", event);
            }
            return event;
        }

        @Override
        public boolean checkEvent(Event.ID id) {
            return events.checkEvent(id);
        }

        @Override
        public Event peekEvent() {
            return events.peekEvent();
        }

        @Override
        public boolean hasNext() {
            return events.hasNext();
        }
    }

    // What is never closed shows at the end of the file; the user must look where it was opened.
    private static Optional<Mark> mark(MarkedYamlEngineException mistake) {
        String problem = String.valueOf(mistake.getProblem());
        boolean unclosed = problem.contains("end of stream") || problem.contains("stream end");
        return unclosed
                ? mistake.getContextMark().or(mistake::getProblemMark)
                : mistake.getProblemMark().or(mistake::getContextMark);
    }

    private static String words(MarkedYamlEngineException mistake) {
        String problem = String.valueOf(mistake.getProblem());
        if (problem.contains("TAB")) {
            return "a tab stands where only spaces may; indent with spaces";
        }
        String context = mistake.getContext();
        return context == null || context.isBlank() ? problem : problem + ", " + context;
    }
}
