package dev.lakesmith.formats;

import java.io.IOException;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads a sheet row by row. Formulas are not computed: their values are those that Excel saved. */
final class SheetRows implements AutoCloseable {

    private static final int LAST_COLUMN = 16_383;

    private final Workbook workbook;
    private final Workbook.Part part;
    private final SheetRange range;
    private SortedMap<Integer, Cell> cells = new TreeMap<>();
    private long row;
    private long length;

    /**
     * A cell.
     *
     * @param value its text; empty when nothing is in it
     * @param fault why the value cannot be believed
     */
    record Cell(Optional<String> value, Optional<String> fault) {

        /** Whether anything is in it. */
        boolean counts() {
            return value.isPresent() || fault.isPresent();
        }
    }

    SheetRows(Workbook workbook, String sheet, SheetRange range) throws IOException {
        this.workbook = workbook;
        this.range = range;
        workbook.texts();
        workbook.formats();
        this.part = workbook.sheet(sheet);
    }

    /** Moves to the next row that is in the file and in the range. */
    boolean next() throws IOException {
        while (part.next()) {
            if (part.opens("row")) {
                row = number(part.attribute("r"));
                readRow();
                if (row > range.lastRow()) {
                    return false;
                }
                if (range.has(row)) {
                    return true;
                }
            }
        }
        return false;
    }

    long number() {
        return row;
    }

    /** The row's cells by column, from 0. */
    SortedMap<Integer, Cell> cells() {
        return cells;
    }

    private long number(Optional<String> text) throws IOException {
        try {
            long number = text.isEmpty() ? row + 1 : Long.parseLong(text.get());
            if (number > 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as a number that is none of a row.
        }
        throw new IOException("behind row " + row + " stands a row that is called '" + text.orElse("") + "'");
    }

    private void readRow() throws IOException {
        cells = new TreeMap<>();
        int column = -1;
        length = 0;
        while (part.next() && !part.closes("row")) {
            if (part.opens("c")) {
                String letters = part.attribute("r").orElse("").replaceAll("[^A-Z]", "");
                column = letters.length() > 3
                        ? LAST_COLUMN + 1
                        : SheetRange.column(letters).orElse(column + 1);
                if (column > LAST_COLUMN) {
                    throw new IOException("row " + row + " has more cells than a sheet has columns");
                }
                Cell cell = readCell(
                        part.attribute("t").orElse("n"), part.attribute("s").orElse(""));
                if (range.hasColumn(column) && cell.counts()) {
                    cells.put(column, cell);
                }
            }
        }
    }

    private Cell readCell(String type, String style) throws IOException {
        StringBuilder value = new StringBuilder();
        boolean hasValue = false;
        boolean formula = false;
        boolean inside = false;
        int reading = 0;
        while (part.next() && !part.closes("c")) {
            if (part.opens("v") || part.opens("t")) {
                // How a text is pronounced stands beside it and is no part of it.
                inside = reading == 0;
                hasValue |= inside;
            } else if (part.opens("rPh")) {
                reading++;
            } else if (part.closes("rPh")) {
                reading--;
            } else if (part.closes("v") || part.closes("t")) {
                inside = false;
            } else if (part.opens("f")) {
                formula = true;
            } else if (inside) {
                String text = part.text();
                value.append(text);
                length += text.length();
                BoundedPieces.require(length);
            }
        }
        // A text may be empty, a number cannot: libraries that do not compute leave its place empty.
        boolean lacks = !hasValue || (type.equals("n") && value.toString().isBlank());
        if (lacks) {
            return formula
                    ? new Cell(Optional.empty(), Optional.of("a formula without a value; open and save it in Excel"))
                    : new Cell(Optional.empty(), Optional.empty());
        }
        return cell(type, style, value.toString());
    }

    private Cell cell(String type, String style, String value) throws IOException {
        return switch (type) {
            case "s" -> {
                Optional<String> text = workbook.texts().text(value);
                yield text.isPresent()
                        ? text(text.get())
                        : new Cell(Optional.of(value), Optional.of("there is no shared text " + value));
            }
            case "b" -> text(value.strip().equals("1") ? "true" : value.strip().equals("0") ? "false" : value);
            case "e" -> new Cell(Optional.of(value), Optional.of("the cell holds the error " + value));
            case "n" -> text(workbook.formats().text(value.strip(), style, workbook.from1904()));
            default -> text(EscapedText.plain(value));
        };
    }

    private static Cell text(String value) {
        return new Cell(value.isEmpty() ? Optional.empty() : Optional.of(value), Optional.empty());
    }

    @Override
    public void close() throws IOException {
        part.close();
    }
}
