package dev.lakesmith.formats;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The records of Excel workbooks: rows of sheets, whose cells are texts. */
final class ExcelRecords extends RecordScanner {

    private static final byte[] OLE = {(byte) 0xD0, (byte) 0xCF, 0x11, (byte) 0xE0};
    private static final byte[] ENCRYPTED = "EncryptedPackage".getBytes(StandardCharsets.UTF_16LE);

    private final Format.Excel format;

    ExcelRecords(Format.Excel format) {
        this.format = format;
    }

    /** A sheet is a part with its name, so that rows say where they come from. */
    @Override
    public List<PlainText> parts(PlainText text) {
        if (text.damage().isPresent() || text.bytes() == 0) {
            return List.of(text);
        }
        try (Workbook workbook = Workbook.open(text.path())) {
            List<PlainText> parts = new ArrayList<>();
            for (String sheet : workbook.sheets()) {
                boolean first = parts.isEmpty() && format.sheet().isEmpty();
                boolean named = format.sheet().filter(sheet::equalsIgnoreCase).isPresent();
                if (first || named || format.sheet().equals(Optional.of(Format.Excel.ALL_SHEETS))) {
                    parts.add(text.part(sheet));
                }
            }
            return parts.isEmpty() ? List.of(text) : parts;
        } catch (IOException e) {
            // The scan opens it once more and tells why it cannot be read.
            return List.of(text);
        }
    }

    /** What was refused for a cell is no JSON, so that it cannot slip through as a text. */
    @Override
    public Optional<Format> alone() {
        return Optional.of(new Format.Json(true, Optional.empty(), Optional.empty()));
    }

    @Override
    ScanResult scan(PlainText text, RecordSink sink) throws IOException {
        if (text.damage().isPresent()) {
            sink.end(text, 1, false);
        } else if (text.bytes() > 0) {
            Optional<String> fault = notExcel(text.path());
            if (fault.isPresent()) {
                sink.reject(1, "", fault.get());
            } else {
                rows(text, sink);
            }
        }
        return sink.result(0);
    }

    private static Optional<String> notExcel(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            byte[] head = in.readNBytes(OLE.length);
            if (!Arrays.equals(head, OLE)) {
                return Optional.empty();
            }
            int matched = 0;
            int value;
            while ((value = in.read()) >= 0) {
                matched = value == ENCRYPTED[matched] ? matched + 1 : value == ENCRYPTED[0] ? 1 : 0;
                if (matched == ENCRYPTED.length) {
                    return Optional.of(
                            "the workbook is protected by a password; save it without one before it is dropped here");
                }
            }
            return Optional.of("the workbook has the old form of Excel 97 (.xls); save it as .xlsx");
        }
    }

    private void rows(PlainText text, RecordSink sink) throws IOException {
        long at = 1;
        try (Workbook workbook = Workbook.open(text.path())) {
            // A sheet's name may hold the sign that stands before it.
            Optional<String> sheet = workbook.sheets().stream()
                    .filter(name -> text.entry().equals(name) || text.entry().endsWith("!" + name))
                    .max(Comparator.comparingInt(String::length));
            if (sheet.isEmpty()) {
                sink.reject(1, "", lacking(workbook));
                return;
            }
            try (SheetRows rows = new SheetRows(workbook, sheet.get(), format.range())) {
                ExcelTable table = new ExcelTable(format, new JsonText(sink), sink);
                while (rows.next()) {
                    at = rows.number();
                    table.take(rows.number(), rows.cells());
                }
            }
        } catch (IOException e) {
            sink.reject(at, "", "the workbook cannot be read: " + e.getMessage());
        }
    }

    private String lacking(Workbook workbook) {
        String wanted = format.sheet()
                .filter(name -> !name.equals(Format.Excel.ALL_SHEETS))
                .map(name -> " '" + name + "'")
                .orElse("");
        return "the workbook has no sheet" + wanted + " with cells"
                + (workbook.sheets().isEmpty() ? "" : "; it has " + String.join(", ", workbook.sheets()));
    }

    /** The rows of one sheet: the first with a value names the columns, the others are records. */
    private static final class ExcelTable {

        private final Format.Excel format;
        private final JsonText json;
        private final RecordSink sink;
        private List<String> names = List.of();
        private int firstColumn;

        ExcelTable(Format.Excel format, JsonText json, RecordSink sink) {
            this.format = format;
            this.json = json;
            this.sink = sink;
        }

        private boolean named() {
            return format.header() == Format.Header.FIRST_ROW;
        }

        void take(long number, SortedMap<Integer, SheetRows.Cell> cells) throws IOException {
            if (cells.values().stream().noneMatch(SheetRows.Cell::counts)) {
                return;
            }
            if (named() && names.isEmpty()) {
                name(cells);
            } else {
                record(number, cells);
            }
        }

        private void name(SortedMap<Integer, SheetRows.Cell> cells) {
            firstColumn = format.range().firstColumn().orElse(cells.firstKey());
            List<String> header = new ArrayList<>();
            for (int column = firstColumn; column <= cells.lastKey(); column++) {
                SheetRows.Cell cell = cells.get(column);
                header.add(cell == null ? "" : cell.value().orElse(""));
            }
            names = CsvLayouts.named(header, new ArrayList<>());
        }

        private void record(long number, SortedMap<Integer, SheetRows.Cell> cells) throws IOException {
            Optional<String> fault = fault(cells);
            if (fault.isPresent()) {
                sink.reject(number, raw(cells), fault.get());
                return;
            }
            json.put('{');
            boolean first = true;
            int last = named() ? firstColumn + names.size() - 1 : cells.lastKey();
            for (int column = named() ? firstColumn : cells.firstKey(); column <= last; column++) {
                SheetRows.Cell cell = cells.get(column);
                Optional<String> value = cell == null ? Optional.empty() : cell.value();
                if (!first) {
                    json.put(',');
                }
                first = false;
                json.key(nameOf(column));
                if (value.isEmpty() || format.nulls().contains(value.get())) {
                    json.nothing();
                } else {
                    json.text(value.get());
                }
            }
            json.put('}');
            sink.endRecord(number);
        }

        private String nameOf(int column) {
            int index = column - firstColumn;
            return named() && index >= 0 && index < names.size()
                    ? names.get(index)
                    : "column_" + SheetRange.letters(column);
        }

        private Optional<String> fault(SortedMap<Integer, SheetRows.Cell> cells) {
            for (Map.Entry<Integer, SheetRows.Cell> entry : cells.entrySet()) {
                SheetRows.Cell cell = entry.getValue();
                int index = entry.getKey() - firstColumn;
                boolean nameless = named() && (index < 0 || index >= names.size());
                if (nameless && cell.counts()) {
                    return Optional.of("cell " + SheetRange.letters(entry.getKey())
                            + " of the row has a value, but its column has no name");
                }
                boolean wanted = cell.value().filter(format.nulls()::contains).isEmpty();
                if (cell.fault().isPresent() && wanted) {
                    return Optional.of(
                            nameOf(entry.getKey()) + ": " + cell.fault().get());
                }
            }
            return Optional.empty();
        }

        private String raw(SortedMap<Integer, SheetRows.Cell> cells) {
            List<String> fields = new ArrayList<>();
            cells.forEach((column, cell) -> {
                String value = cell.value().orElse("");
                fields.add(JsonText.quoted(nameOf(column)) + ":"
                        + (cell.fault().isPresent() ? value.isEmpty() ? "?" : value : JsonText.quoted(value)));
            });
            return "{" + String.join(",", fields) + "}";
        }
    }
}
