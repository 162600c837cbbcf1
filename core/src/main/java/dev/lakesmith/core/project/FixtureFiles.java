package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;

/** The files beside unit tests that hold their rows. Each is read once. */
final class FixtureFiles {

    private final ProjectFolder folder;
    private final Map<String, ProjectFolder.Found> files = new HashMap<>();
    private final Map<String, Optional<List<UnitTest.Row>>> read = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final Diagnostics diagnostics;

    FixtureFiles(ProjectFolder folder, List<ProjectFolder.Found> files, Diagnostics diagnostics) {
        this.folder = folder;
        this.diagnostics = diagnostics;
        files.forEach(file -> this.files.put(name(file), file));
    }

    private static String name(ProjectFolder.Found file) {
        return file.path().getFileName().toString();
    }

    /** The rows of a file; empty when there are mistakes, which are told. */
    Optional<List<UnitTest.Row>> rows(String name, Place place) {
        ProjectFolder.Found file = files.get(name);
        if (file == null) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    place,
                    "there is no file tests/" + name + "; rows are in files .csv, .json or .ndjson beside the test"
                            + Nearest.hint(name, files.keySet()));
            return Optional.empty();
        }
        used.add(name);
        return read.computeIfAbsent(name, key -> folder.text(file).flatMap(text -> parse(file, text)));
    }

    /** Tells files that no test uses. */
    void tellUnused() {
        files.forEach((name, file) -> {
            if (!used.contains(name)) {
                diagnostics.add(
                        ErrorCode.FILE_MISPLACED,
                        Place.of(file.shown()),
                        "no test takes rows from this file; name it under 'file' in a test, or remove it");
            }
        });
    }

    private Optional<List<UnitTest.Row>> parse(ProjectFolder.Found file, String text) {
        int before = diagnostics.count();
        List<UnitTest.Row> rows = name(file).endsWith(".csv") ? csv(file, text) : json(file, text);
        return diagnostics.count() > before ? Optional.empty() : Optional.of(rows);
    }

    private List<UnitTest.Row> csv(ProjectFolder.Found file, String text) {
        List<List<Cell>> records = FixtureCsv.records(file.shown(), text, diagnostics);
        if (records.isEmpty()) {
            tell(Place.of(file.shown()), "is empty; its first line names the columns");
            return List.of();
        }
        List<String> columns = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (Cell cell : records.get(0)) {
            String name = cell instanceof Cell.Scalar scalar ? scalar.text().strip() : "";
            if (name.isEmpty() || !names.add(name.toLowerCase(Locale.ROOT))) {
                tell(cell.place(), name.isEmpty() ? "a column has no name" : "the column '" + name + "' comes twice");
            }
            columns.add(name);
        }
        List<UnitTest.Row> rows = new ArrayList<>();
        for (List<Cell> record : records.subList(1, records.size())) {
            if (record.size() == columns.size()) {
                List<Cell.Fields.Field> cells = new ArrayList<>();
                for (int i = 0; i < columns.size(); i++) {
                    cells.add(
                            new Cell.Fields.Field(columns.get(i), record.get(i).place(), record.get(i)));
                }
                rows.add(new UnitTest.Row(cells, record.get(0).place()));
            } else {
                tell(
                        record.get(0).place(),
                        "this record has " + record.size() + " fields, the header names " + columns.size());
            }
        }
        return rows;
    }

    /** JSON is YAML, which knows its places. */
    private List<UnitTest.Row> json(ProjectFolder.Found file, String text) {
        boolean lines = !text.stripLeading().startsWith("[");
        // A record a line: each line alone, with blank lines before it so that its place is right.
        if (!lines) {
            return objects(file, text);
        }
        List<UnitTest.Row> rows = new ArrayList<>();
        String[] all = text.split("\n", -1);
        for (int i = 0; i < all.length; i++) {
            if (!all[i].isBlank()) {
                rows.addAll(objects(file, "\n".repeat(i) + all[i]));
            }
        }
        return rows;
    }

    private List<UnitTest.Row> objects(ProjectFolder.Found file, String text) {
        Optional<Node> root = YamlText.of(file.shown(), text).compose(diagnostics);
        Cells cells = new Cells(
                node -> Optional.of(node.getValue()),
                (node, message) -> tell(YamlText.place(file.shown(), node.getStartMark()), message));
        List<Cell> found = root.flatMap(node -> cells.read(node, file.shown()))
                .map(cell -> cell instanceof Cell.Items items ? items.cells() : List.of(cell))
                .orElse(List.of());
        List<UnitTest.Row> rows = new ArrayList<>();
        for (Cell cell : found) {
            if (cell instanceof Cell.Fields fields) {
                rows.add(new UnitTest.Row(fields.fields(), fields.place()));
            } else {
                tell(cell.place(), "a row must be an object, got " + cell.shown());
            }
        }
        return rows;
    }

    private void tell(Place place, String message) {
        diagnostics.add(ErrorCode.VALUE_INVALID, place, message);
    }
}
