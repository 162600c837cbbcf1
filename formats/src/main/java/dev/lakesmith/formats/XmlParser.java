package dev.lakesmith.formats;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Parses elements one by one, each by the letter of XML. One parser of the JDK is fed with all of them, as if they stood
 * in one document, since making one costs more than most elements; after an element that is not well-formed it is made
 * anew. Document types do not reach it, and entities other than XML's own five are errors.
 */
final class XmlParser {

    private static final int MOST_ELEMENTS = 10_000;
    private static final int DEEPEST = 1_000;
    /** Stands behind each element. */
    private static final String END = "<?_?>";

    private static final XMLInputFactory FACTORY = factory();
    /** How the JDK begins its messages. */
    private static final Pattern MESSAGE =
            Pattern.compile("(?s)ParseError at \\[row,col]:\\[\\d+,\\d+]\\s*Message: (.*)");

    private final boolean prefixes;
    private Feed feed = new Feed();
    private @Nullable XMLStreamReader reader;
    private int parsed;

    /** Not well-formed; the message says why. */
    static final class Fault extends Exception {

        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }
    }

    /** {@code prefixes} says whether names keep the prefix of their namespace. */
    XmlParser(boolean prefixes) {
        this.prefixes = prefixes;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        // A record is parsed without the elements around it, which may declare its prefixes.
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        return factory;
    }

    /** Parses one element; the text is all of it and nothing else. */
    XmlElement parse(String text) throws Fault {
        try {
            if (reader == null || ++parsed > MOST_ELEMENTS) {
                begin();
            }
            feed.give(text + END);
            XmlElement element = element(reader);
            requireEnd(reader);
            return element;
        } catch (XMLStreamException e) {
            reader = null;
            String message = String.valueOf(e.getMessage());
            Matcher matcher = MESSAGE.matcher(message);
            throw new Fault((matcher.matches() ? matcher.group(1) : message).strip());
        } catch (Fault e) {
            reader = null;
            throw e;
        }
    }

    /** Nothing of an element may be taken for a part of the next one. */
    private static void requireEnd(@Nullable XMLStreamReader xml) throws XMLStreamException, Fault {
        int event = XMLStreamConstants.SPACE;
        while (xml != null && (event == XMLStreamConstants.SPACE || event == XMLStreamConstants.CHARACTERS)) {
            event = xml.next();
        }
        if (event != XMLStreamConstants.PROCESSING_INSTRUCTION) {
            throw new Fault("the element ends before its text does");
        }
    }

    private void begin() throws XMLStreamException {
        feed = new Feed();
        feed.give("<_>");
        reader = FACTORY.createXMLStreamReader(feed);
        reader.nextTag();
        parsed = 0;
    }

    private XmlElement element(@Nullable XMLStreamReader xml) throws XMLStreamException, Fault {
        if (xml == null) {
            throw new IllegalStateException("no parser");
        }
        XmlElement root = new XmlElement();
        Deque<XmlElement> open = new ArrayDeque<>();
        open.push(root);
        do {
            switch (xml.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement element = new XmlElement();
                    attributes(xml, element);
                    open.element().add(name(xml.getLocalName()), element);
                    open.push(element);
                    if (open.size() > DEEPEST) {
                        throw new Fault("elements are nested more than " + DEEPEST + " levels deep");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE ->
                    open.element().addText(xml.getText());
                case XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new Fault("the entity \"" + xml.getLocalName() + "\" is not one of XML's own");
                default -> {
                    // comments and instructions are no data
                }
            }
        } while (open.size() > 1 || root.isEmpty());
        return root.only().orElseThrow(() -> new Fault("no element"));
    }

    private void attributes(XMLStreamReader xml, XmlElement element) {
        for (int i = 0; i < xml.getAttributeCount(); i++) {
            String written = xml.getAttributeLocalName(i);
            String name = name(written);
            boolean declaration = written.equals("xmlns") || written.startsWith("xmlns:");
            if (name.equals("nil") && xml.getAttributeValue(i).strip().equals("true")) {
                element.isNil();
            } else if (!declaration) {
                element.add("_" + name, XmlElement.ofText(xml.getAttributeValue(i)));
            }
        }
    }

    private String name(String written) {
        return prefixes ? written : local(written);
    }

    /** A name without its prefix. */
    static String local(String name) {
        int colon = name.indexOf(':');
        return colon < 0 || colon == name.length() - 1 ? name : name.substring(colon + 1);
    }

    /**
     * Hands out what it was given, and then a few line ends, since the parser looks ahead. One that wants more has not
     * found the end of an element.
     */
    private static final class Feed extends Reader {

        private static final int MOST_PADDING = 64;

        private String text = "";
        private int at;
        private int padding;

        void give(String more) {
            text = more;
            at = 0;
            padding = 0;
        }

        @Override
        public int read(char[] target, int offset, int length) throws IOException {
            if (at == text.length()) {
                if (++padding > MOST_PADDING) {
                    throw new IOException("the element is not closed");
                }
                target[offset] = '\n';
                return 1;
            }
            int count = Math.min(length, text.length() - at);
            text.getChars(at, at + count, target, offset);
            at += count;
            return count;
        }

        @Override
        public void close() {
            text = "";
            at = 0;
        }
    }
}
