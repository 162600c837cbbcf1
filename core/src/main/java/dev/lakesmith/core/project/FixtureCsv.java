package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import java.util.ArrayList;
import java.util.List;

/** Reads the small CSV files of tests: commas, double quotes, a header; an empty field without quotes is NULL. */
final class FixtureCsv {

    private final String file;
    private final String text;
    private int at;
    private int line = 1;
    private int lineStart;
    private final Diagnostics diagnostics;

    private FixtureCsv(String file, String text, Diagnostics diagnostics) {
        this.file = file;
        this.diagnostics = diagnostics;
        this.text = text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    /** The records, the header too; blank lines are left out. */
    static List<List<Cell>> records(String file, String text, Diagnostics diagnostics) {
        FixtureCsv csv = new FixtureCsv(file, text, diagnostics);
        List<List<Cell>> records = new ArrayList<>();
        while (csv.at < csv.text.length()) {
            if (!csv.newline()) {
                records.add(csv.readRecord());
            }
        }
        return records;
    }

    private List<Cell> readRecord() {
        List<Cell> fields = new ArrayList<>();
        fields.add(field());
        while (at < text.length() && text.charAt(at) == ',') {
            at++;
            fields.add(field());
        }
        newline();
        return fields;
    }

    private Cell field() {
        Place place = new Place(file, line, at - lineStart + 1);
        if (at < text.length() && text.charAt(at) == '"') {
            return new Cell.Scalar(quoted(place) + plain(), place);
        }
        String plain = plain();
        return plain.isEmpty() ? new Cell.Nothing(place) : new Cell.Scalar(plain, place);
    }

    private String quoted(Place place) {
        StringBuilder value = new StringBuilder();
        at++;
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '"') {
                if (at >= text.length() || text.charAt(at) != '"') {
                    return value.toString();
                }
                at++;
            } else if (c == '\n') {
                line++;
                lineStart = at;
            }
            value.append(c);
        }
        diagnostics.add(ErrorCode.FORMAT_INVALID, place, "the quote that opens this field is not closed");
        return value.toString();
    }

    private String plain() {
        int from = at;
        while (at < text.length() && ",\r\n".indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(from, at);
    }

    private boolean newline() {
        boolean carriage = at < text.length() && text.charAt(at) == '\r';
        if (carriage) {
            at++;
        }
        boolean feed = at < text.length() && text.charAt(at) == '\n';
        if (feed) {
            at++;
        }
        if (carriage || feed) {
            line++;
            lineStart = at;
        }
        return carriage || feed;
    }
}
