package dev.lakesmith.formats;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** An open workbook of Excel: the names of its sheets, and what its cells refer to. Only one row is in memory. */
final class Workbook implements AutoCloseable {

    private static final String MAIN = "xl/workbook.xml";
    private static final XMLInputFactory FACTORY = factory();

    private final ZipFile zip;
    private final Map<String, String> sheets = new LinkedHashMap<>();
    private List<Relation> relations = List.of();
    private Optional<SharedTexts> texts = Optional.empty();
    private Optional<CellFormats> formats = Optional.empty();
    private boolean from1904;

    /** What a part refers to; the target is a path in the zip. */
    private record Relation(String id, String type, String target) {}

    private Workbook(ZipFile zip) {
        this.zip = zip;
    }

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setXMLReporter((message, type, information, location) -> {
            // Without it mistakes are printed as well as thrown.
        });
        return factory;
    }

    /**
     * Opens a workbook.
     *
     * @throws IOException when it is none, or is damaged
     */
    static Workbook open(Path file) throws IOException {
        ZipFile zip = zip(file);
        Workbook workbook = new Workbook(zip);
        try {
            workbook.readSheets();
            return workbook;
        } catch (IOException | RuntimeException e) {
            workbook.close();
            throw e;
        }
    }

    private static ZipFile zip(Path file) throws IOException {
        try {
            return ZipFile.builder().setPath(file).get();
        } catch (IOException e) {
            throw new IOException("it is no .xlsx file, or is cut off: " + e.getMessage(), e);
        }
    }

    /** The names of the sheets with cells, in their order: hidden ones too, but none that is a chart. */
    Set<String> sheets() {
        return sheets.keySet();
    }

    boolean from1904() {
        return from1904;
    }

    /** Opens a part as XML, which the caller closes; its checksum has been looked at before. */
    Part sheet(String name) throws IOException {
        return part(String.valueOf(sheets.get(name)))
                .orElseThrow(() -> new IOException("the workbook lacks the part of its sheet '" + name + "'"));
    }

    SharedTexts texts() throws IOException {
        if (texts.isEmpty()) {
            try (Part part =
                    part(target(each -> each.type().endsWith("/sharedStrings"))).orElse(Part.NONE)) {
                texts = Optional.of(SharedTexts.read(part));
            }
        }
        return texts.get();
    }

    CellFormats formats() throws IOException {
        if (formats.isEmpty()) {
            try (Part part =
                    part(target(each -> each.type().endsWith("/styles"))).orElse(Part.NONE)) {
                formats = Optional.of(CellFormats.read(part));
            }
        }
        return formats.get();
    }

    private void readSheets() throws IOException {
        String main = relations("", "_rels/.rels").stream()
                .filter(each -> each.type().endsWith("/officeDocument"))
                .map(Relation::target)
                .findFirst()
                .orElse(MAIN);
        int name = main.lastIndexOf('/') + 1;
        String folder = main.substring(0, name);
        relations = relations(folder, folder + "_rels/" + main.substring(name) + ".rels");
        if (main.endsWith(".bin")) {
            throw new IOException("it is a binary workbook (.xlsb); save it as .xlsx");
        }
        try (Part part =
                part(main).orElseThrow(() -> new IOException("it has no " + main + ", so it is no .xlsx file"))) {
            while (part.next()) {
                if (part.opens("workbookPr")) {
                    String since = part.attribute("date1904").orElse("0");
                    from1904 = since.equals("1") || since.equals("true");
                } else if (part.opens("sheet")) {
                    // Its number, which has no namespace, is called sheetId; the relation's is called r:id.
                    String id = part.attribute("id").orElse("");
                    boolean chart = relations.stream()
                            .anyMatch(
                                    each -> each.id().equals(id) && each.type().endsWith("/chartsheet"));
                    if (!chart) {
                        sheets.put(part.attribute("name").orElse(""), target(each -> each.id()
                                .equals(id)));
                    }
                }
            }
        }
    }

    private String target(Predicate<Relation> wanted) {
        return relations.stream()
                .filter(wanted)
                .map(Relation::target)
                .findFirst()
                .orElse("");
    }

    private List<Relation> relations(String folder, String name) throws IOException {
        List<Relation> found = new ArrayList<>();
        try (Part part = part(name).orElse(Part.NONE)) {
            while (part.next()) {
                if (part.opens("Relationship")) {
                    String target = part.attribute("Target").orElse("");
                    found.add(new Relation(
                            part.attribute("Id").orElse(""),
                            part.attribute("Type").orElse(""),
                            target.startsWith("/") ? target.substring(1) : folder + target));
                }
            }
        }
        return found;
    }

    private Optional<Part> part(String name) throws IOException {
        ZipArchiveEntry entry = zip.getEntry(name);
        if (entry == null) {
            return Optional.empty();
        }
        // Read once for its checksum: a row must not be believed before it is known to be right.
        try (InputStream in = new ZipArchive.Checked(zip.getInputStream(entry), entry)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return Optional.of(new Part(zip.getInputStream(entry)));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** A part of a workbook, read element by element; names are local ones. */
    static final class Part implements AutoCloseable {

        static final Part NONE = new Part();

        private final Optional<XMLStreamReader> xml;
        private final BoundedPieces source;

        private Part() {
            this.xml = Optional.empty();
            this.source = new BoundedPieces(InputStream.nullInputStream());
        }

        private Part(InputStream source) throws IOException {
            this.source = new BoundedPieces(source);
            try {
                this.xml = Optional.of(FACTORY.createXMLStreamReader(this.source));
            } catch (XMLStreamException e) {
                throw broken(e);
            }
        }

        /** Moves on; false at the end. */
        boolean next() throws IOException {
            try {
                if (xml.isEmpty() || !xml.get().hasNext()) {
                    return false;
                }
                source.begin();
                xml.get().next();
                return true;
            } catch (XMLStreamException e) {
                throw broken(e);
            }
        }

        boolean opens(String name) {
            return xml.filter(each -> each.getEventType() == XMLStreamConstants.START_ELEMENT
                            && each.getLocalName().equals(name))
                    .isPresent();
        }

        boolean closes(String name) {
            return xml.filter(each -> each.getEventType() == XMLStreamConstants.END_ELEMENT
                            && each.getLocalName().equals(name))
                    .isPresent();
        }

        /** The text that stands here, which may go on with the next step; nothing where there is an element. */
        String text() {
            return xml.filter(each -> each.getEventType() == XMLStreamConstants.CHARACTERS
                            || each.getEventType() == XMLStreamConstants.CDATA
                            || each.getEventType() == XMLStreamConstants.SPACE)
                    .map(XMLStreamReader::getText)
                    .orElse("");
        }

        /** An attribute of the element that opens here, whatever its namespace. */
        Optional<String> attribute(String name) {
            XMLStreamReader reader = xml.orElseThrow();
            for (int i = 0; i < reader.getAttributeCount(); i++) {
                if (reader.getAttributeLocalName(i).equals(name)) {
                    return Optional.of(reader.getAttributeValue(i));
                }
            }
            return Optional.empty();
        }

        private static IOException broken(XMLStreamException e) {
            if (e.getNestedException() instanceof IOException cause) {
                return cause;
            }
            return new IOException(
                    "its XML is broken: " + String.valueOf(e.getMessage()).replaceAll("\\s+", " "), e);
        }

        @Override
        public void close() throws IOException {
            source.close();
        }
    }
}
