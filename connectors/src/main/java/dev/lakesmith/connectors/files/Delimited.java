package dev.lakesmith.connectors.files;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The first lines of a text, taken as fields between delimiters. Good enough to tell what they are, not to read them. */
final class Delimited {

    private static final List<Character> DELIMITERS = List.of(',', ';', '\t', '|');
    private static final Pattern DATA = Pattern.compile(
            "[+-]?\\d[\\d.,' ]*%?" // a number
                    + "|\\d{1,4}[-/.]\\d{1,2}[-/.]\\d{1,4}([T ].*)?" // a date
                    + "|[^@\\s]+@[^@\\s]+\\.[^@\\s]+" // an address
                    + "|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

    private final List<List<String>> records;

    private Delimited(List<List<String>> records) {
        this.records = records;
    }

    static Delimited of(List<String> lines) {
        String first = lines.isEmpty() ? "" : lines.get(0);
        char best = ',';
        for (char candidate : DELIMITERS) {
            if (fields(first, candidate).size() > fields(first, best).size()) {
                best = candidate;
            }
        }
        List<List<String>> records = new ArrayList<>();
        for (String line : lines) {
            records.add(fields(line, best));
        }
        return new Delimited(records);
    }

    /** Whether all lines have the same number of fields, and more than one. */
    boolean isTable() {
        long widths = records.stream().map(List::size).distinct().count();
        return records.size() > 1 && widths == 1 && records.get(0).size() > 1;
    }

    /**
     * Whether the first record holds names. It does not when a field of it is a number, a date, an address, and none is a
     * word over such data.
     */
    boolean namesItsColumns() {
        if (records.size() < 2) {
            return true;
        }
        List<String> first = records.get(0);
        boolean data = false;
        for (int i = 0; i < first.size(); i++) {
            boolean isData = DATA.matcher(first.get(i)).matches();
            data |= isData;
            if (!isData && !first.get(i).isEmpty() && mostlyData(i)) {
                return true;
            }
        }
        return !data;
    }

    private boolean mostlyData(int column) {
        long values = 0;
        long data = 0;
        for (List<String> record : records.subList(1, records.size())) {
            String value = column < record.size() ? record.get(column) : "";
            values += value.isEmpty() ? 0 : 1;
            data += DATA.matcher(value).matches() ? 1 : 0;
        }
        return data * 2 > values;
    }

    private static List<String> fields(String line, char delimiter) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == delimiter && !quoted) {
                fields.add(field.toString().strip());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString().strip());
        return fields;
    }
}
