package dev.lakesmith.formats;

import dev.lakesmith.formats.TextCursor.Stretch;
import dev.lakesmith.formats.XmlCursor.Kind;
import dev.lakesmith.formats.XmlCursor.Tag;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The records of XML. Where a record begins and ends is found by the tags' names alone, then each is parsed by itself:
 * so one that is not well-formed costs only itself, and a file of any size takes the memory of one record.
 */
final class XmlRecords extends RecordScanner {

    private static final int MOST_RAW_BYTES = 1 << 20;
    private static final long SPARE_BYTES = 64L << 20;

    private final Format.Xml format;
    private final Optional<NestedPlaces> places;
    private final List<String> path;
    private final boolean fromRoot;

    XmlRecords(Format.Xml format) {
        this(
                format,
                format.lists().isEmpty()
                        ? Optional.empty()
                        : Optional.of(withLists(new NestedPlaces(), format.lists())));
    }

    private XmlRecords(Format.Xml format, Optional<NestedPlaces> places) {
        this.format = format;
        this.places = places;
        String written = format.records().orElse("");
        this.fromRoot = written.startsWith("/");
        this.path = written.isEmpty()
                ? List.of()
                : Arrays.asList((fromRoot ? written.substring(1) : written).split("/", -1));
    }

    private static NestedPlaces withLists(NestedPlaces places, List<String> lists) {
        for (String list : lists) {
            NestedPlaces place = places;
            for (String name : list.split("/", -1)) {
                place = place.field(name);
            }
            place.asList();
        }
        return places;
    }

    @Override
    public Optional<RecordScanner> shaped(NestedPlaces known) {
        return Optional.of(new XmlRecords(format, Optional.of(withLists(known, format.lists()))));
    }

    @Override
    public Optional<Format> alone() {
        return Optional.of(new Format.Xml(Optional.of("/*"), format.namespaces(), format.lists(), Optional.empty()));
    }

    @Override
    ScanResult scan(PlainText text, RecordSink sink) throws IOException {
        try (XmlCursor cursor = new XmlCursor(text)) {
            return new Walk(text, cursor, sink).walk();
        }
    }

    private String named(String written) {
        return format.namespaces() == Format.Namespaces.KEPT ? written : XmlParser.local(written);
    }

    /** One way through one text. */
    private final class Walk {

        private final PlainText text;
        private final XmlCursor cursor;
        private final RecordSink sink;
        private final JsonText json;
        private final XmlParser parser = new XmlParser(format.namespaces() == Format.Namespaces.KEPT);
        private final List<String> open = new ArrayList<>();
        private boolean damageTold;
        private boolean parentSeen;
        private boolean below;
        private long found;
        private long triedBytes;

        Walk(PlainText text, XmlCursor cursor, RecordSink sink) {
            this.text = text;
            this.cursor = cursor;
            this.sink = sink;
            this.json = new JsonText(sink);
        }

        ScanResult walk() throws IOException {
            int first = cursor.peekPastSpace();
            if (first >= 0 && first != '<') {
                long end = passAll();
                reject(text.bomBytes(), end, 1, "not XML: the text does not begin with '<'");
                return end();
            }
            boolean any = false;
            for (Optional<Tag> tag = cursor.nextTag(); tag.isPresent(); tag = cursor.nextTag()) {
                any = true;
                take(tag.get());
            }
            if (text.damage().isEmpty()) {
                atTheEnd(any, first >= 0);
            }
            return end();
        }

        private void atTheEnd(boolean anyTag, boolean anyText) throws IOException {
            if (!open.isEmpty()) {
                sink.reject(cursor.line(), "", "the document ends before </" + open.get(0) + ">");
            } else if (!anyTag && anyText) {
                reject(text.bomBytes(), cursor.position(), 1, "not XML: there is no element");
            } else if (found == 0 && below && !parentSeen && !path.isEmpty()) {
                reject(
                        text.bomBytes(),
                        cursor.position(),
                        1,
                        "the document has no element at " + format.records().orElse(""));
            }
        }

        private ScanResult end() {
            sink.end(text, cursor.line(), damageTold);
            return sink.result(0);
        }

        private long passAll() throws IOException {
            while (cursor.peek() >= 0) {
                cursor.advance();
            }
            return cursor.position();
        }

        private void take(Tag tag) throws IOException {
            String name = named(tag.name());
            if (tag.kind() == Kind.CLOSES) {
                int last = open.lastIndexOf(name);
                if (last < 0) {
                    reject(tag.position(), cursor.position(), tag.line(), "</" + tag.name() + "> closes nothing");
                } else {
                    open.subList(last, open.size()).clear();
                }
                return;
            }
            below |= !open.isEmpty();
            if (isRecord(name)) {
                found++;
                record(tag);
            } else if (tag.kind() == Kind.OPENS) {
                open.add(name);
                parentSeen |= path.size() > 1 && endsWith(path.subList(0, path.size() - 1));
            }
        }

        private boolean isRecord(String name) {
            if (path.isEmpty()) {
                return open.size() == 1;
            }
            if (fromRoot && open.size() + 1 != path.size()) {
                return false;
            }
            return matches(path.get(path.size() - 1), name) && endsWith(path.subList(0, path.size() - 1));
        }

        private boolean endsWith(List<String> names) {
            int from = open.size() - names.size();
            if (from < 0) {
                return false;
            }
            for (int i = 0; i < names.size(); i++) {
                if (!matches(names.get(i), open.get(from + i))) {
                    return false;
                }
            }
            return true;
        }

        private boolean matches(String wanted, String name) {
            return wanted.equals("*") || wanted.equals(name);
        }

        private void record(Tag start) throws IOException {
            Optional<Tag> nested = Optional.empty();
            boolean closed = start.kind() == Kind.OPENS_AND_CLOSES;
            String parent = open.isEmpty() ? "" : open.get(open.size() - 1);
            String own = named(start.name());
            int deep = 1;
            int parents = 0;
            long end = cursor.position();
            while (!closed) {
                Optional<Tag> next = cursor.nextTag();
                if (next.isEmpty()) {
                    end = cursor.position();
                    break;
                }
                Tag tag = next.get();
                String name = named(tag.name());
                if (name.equals(own) && tag.kind() == Kind.OPENS) {
                    nested = nested.or(() -> next);
                    deep++;
                } else if (name.equals(own) && tag.kind() == Kind.CLOSES && --deep == 0) {
                    end = cursor.position();
                    closed = true;
                } else if (name.equals(parent) && tag.kind() == Kind.OPENS) {
                    parents++;
                } else if (name.equals(parent) && tag.kind() == Kind.CLOSES && --parents < 0) {
                    end = tag.position();
                    cursor.seek(tag.position(), tag.line());
                    break;
                }
            }
            if (closed) {
                parsed(start, end);
            } else {
                unclosed(start, end, nested);
            }
        }

        /** The next element of the same name may be the next record; it is tried, as long as that stays cheap. */
        private void unclosed(Tag start, long end, Optional<Tag> nested) throws IOException {
            boolean cutOff = cursor.peek() < 0 && text.damage().isPresent();
            triedBytes += end - start.position();
            if (nested.isPresent() && triedBytes < text.bytes() + SPARE_BYTES) {
                Tag next = nested.get();
                reject(start.position(), next.position(), start.line(), "<" + start.name() + "> is not closed");
                cursor.seek(next.position(), next.line());
                return;
            }
            String reason = "<" + start.name() + "> is not closed";
            reject(start.position(), end, start.line(), cutOff ? text.damage().orElse(reason) : reason);
            damageTold |= cutOff;
        }

        private void parsed(Tag start, long end) throws IOException {
            if (end - start.position() > RecordWindow.LONGEST_RECORD) {
                reject(
                        start.position(),
                        end,
                        start.line(),
                        "the record is longer than " + (RecordWindow.LONGEST_RECORD >> 20) + " MB");
                return;
            }
            Stretch raw = cursor.between(start.position(), end);
            int invalid = Utf8.firstInvalid(raw.data, raw.from, raw.to);
            if (invalid >= 0) {
                sink.reject(
                        start.line(),
                        Utf8.printable(raw.data, raw.from, raw.to),
                        String.format(
                                "byte \\x%02X at byte %d of the record is not text in the file's encoding",
                                raw.data[invalid] & 0xFF, invalid - raw.from + 1));
                return;
            }
            String element = new String(raw.data, raw.from, raw.to - raw.from, StandardCharsets.UTF_8);
            try {
                parser.parse(element).writeObject(json, places);
                Supplier<String> asWritten = () -> element;
                sink.endRecord(start.line(), asWritten);
            } catch (XmlParser.Fault e) {
                sink.reject(start.line(), element, "not well-formed: " + e.getMessage());
            }
        }

        private void reject(long from, long to, long line, String reason) throws IOException {
            int length = (int) Math.min(to - from, MOST_RAW_BYTES);
            Stretch raw = cursor.between(from, from + length);
            String cut = length < to - from ? "; the raw text is the first MB of " + (to - from) + " bytes" : "";
            sink.reject(line, Utf8.printable(raw.data, raw.from, raw.to).stripTrailing(), reason + cut);
        }
    }
}
