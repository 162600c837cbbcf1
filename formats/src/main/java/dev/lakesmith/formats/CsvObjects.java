package dev.lakesmith.formats;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Delimited text that is in memory, with a header, as JSON. Each record is an object on a line of its own whose values are
 * texts; a field without quotes that is empty is null. It is read as {@link CsvScanner} reads files, delimiter and names
 * found as {@link CsvLayouts} finds them. A record that would be rejected there is a JSON text, of what stood there: no
 * object, so that whoever reads the JSON rejects it; in it bytes that are no UTF-8 stay as they are.
 */
public final class CsvObjects {

    private static final Format.Csv FORMAT = Format.Csv.standard();
    private static final int NO_ESCAPE = -1;
    private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

    private final ByteArrayOutputStream json = new ByteArrayOutputStream();
    private final List<Integer> ends = new ArrayList<>();
    private Optional<String> cutOff = Optional.empty();

    private CsvObjects() {}

    /** Reads a text of UTF-8 without a byte order mark. */
    public static CsvObjects of(byte[] text) {
        try {
            CsvObjects objects = new CsvObjects();
            objects.read(text);
            return objects;
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory can be read", e);
        }
    }

    /** The records, with a line end behind each of them. */
    public byte[] json() {
        return json.toByteArray();
    }

    /** Where the records end in {@link #json}, without their line ends. */
    public List<Integer> ends() {
        return List.copyOf(ends);
    }

    /** Why the text cannot be whole: it ends inside quotes, or inside a record; what is behind {@link #ends} is missing. */
    public Optional<String> cutOff() {
        return cutOff;
    }

    private void read(byte[] text) throws IOException {
        CsvDialect dialect = CsvDialect.of(
                CsvLayouts.mostFrequent(text, FORMAT.quote(), FORMAT.escape()), FORMAT.quote(), FORMAT.escape());
        List<String> names;
        int headerLines;
        try (CsvRecords header = new CsvRecords(new RecordWindow(text), dialect, Integer.MAX_VALUE)) {
            if (!header.next()) {
                return;
            }
            cutOff = header.failure().map(reason -> "line " + header.line() + ": " + reason);
            names = CsvLayouts.named(CsvScanner.values(header, dialect), new ArrayList<>());
            headerLines = (int) header.nextLine() - (header.terminated() ? 1 : 0);
        }
        try (CsvRecords records = new CsvRecords(new RecordWindow(text), dialect, names.size())) {
            records.skipLines(headerLines);
            while (cutOff.isEmpty() && records.next()) {
                Optional<String> flaw = CsvScanner.reasonToReject(records, names.size());
                boolean unfinished = !records.terminated() && records.fields() < names.size();
                if (flaw.isPresent() && (records.endsInQuotes() || unfinished)) {
                    cutOff = Optional.of("line " + records.line() + ": " + flaw.get());
                    return;
                }
                write(records, names, flaw);
            }
        }
    }

    private void write(CsvRecords records, List<String> names, Optional<String> flaw) {
        if (flaw.isPresent()) {
            text(records.data(), records.start(), records.start() + records.length(), NO_ESCAPE);
        } else {
            object(records, names);
        }
        ends.add(json.size());
        json.write('\n');
    }

    private void object(CsvRecords records, List<String> names) {
        for (int field = 0; field < names.size(); field++) {
            json.write(field == 0 ? '{' : ',');
            json.writeBytes(JsonText.quoted(names.get(field)).getBytes(StandardCharsets.UTF_8));
            json.write(':');
            int from = records.fieldStart(field);
            int to = records.fieldEnd(field);
            if (records.kind(field) == CsvRecords.PLAIN && from == to) {
                json.writeBytes(NULL);
            } else {
                text(records.data(), from, to, records.kind(field) == CsvRecords.ESCAPED ? '"' : NO_ESCAPE);
            }
        }
        json.write('}');
    }

    private void text(byte[] data, int from, int to, int escape) {
        json.write('"');
        int done = from;
        for (int i = from; i < to; i++) {
            byte value = data[i];
            boolean escapes = value == escape && i + 1 < to;
            if (escapes || value == '"' || value == '\\' || (value >= 0 && value < ' ')) {
                json.write(data, done, i - done);
                i += escapes ? 1 : 0;
                json.writeBytes(escaped(data[i]));
                done = i + 1;
            }
        }
        json.write(data, done, to - done);
        json.write('"');
    }

    private static byte[] escaped(byte value) {
        String quoted = JsonText.quoted(String.valueOf((char) value));
        return quoted.substring(1, quoted.length() - 1).getBytes(StandardCharsets.US_ASCII);
    }
}
