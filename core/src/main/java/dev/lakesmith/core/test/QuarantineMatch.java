package dev.lakesmith.core.test;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lakesmith.core.project.Cell;
import dev.lakesmith.core.project.UnitTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Assigns each expected quarantine row one that is there. */
final class QuarantineMatch {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<UnitTest.QuarantinedRow> expected;
    private final List<Mismatch.Quarantine.Held> held;
    /** Which expected row a held one is assigned to; -1: none. */
    private final int[] assigned;

    private QuarantineMatch(List<UnitTest.QuarantinedRow> expected, List<Mismatch.Quarantine.Held> held) {
        this.expected = expected;
        this.held = held;
        this.assigned = new int[held.size()];
        Arrays.fill(assigned, -1);
    }

    /** What is left over on either side. */
    static Optional<Mismatch> of(List<UnitTest.QuarantinedRow> expected, List<Mismatch.Quarantine.Held> held) {
        QuarantineMatch match = new QuarantineMatch(expected, held);
        List<UnitTest.QuarantinedRow> missing = new ArrayList<>();
        for (int i = 0; i < expected.size(); i++) {
            if (!match.assign(i, new boolean[held.size()])) {
                missing.add(expected.get(i));
            }
        }
        List<Mismatch.Quarantine.Held> unexpected = new ArrayList<>();
        for (int i = 0; i < held.size(); i++) {
            if (match.assigned[i] < 0) {
                unexpected.add(held.get(i));
            }
        }
        return missing.isEmpty() && unexpected.isEmpty()
                ? Optional.empty()
                : Optional.of(new Mismatch.Quarantine(missing, unexpected));
    }

    /** Finds a row for this one, moving earlier ones to others where that is needed. */
    private boolean assign(int wanted, boolean[] tried) {
        for (int i = 0; i < held.size(); i++) {
            if (!tried[i] && fits(expected.get(wanted), held.get(i))) {
                tried[i] = true;
                if (assigned[i] < 0 || assign(assigned[i], tried)) {
                    assigned[i] = wanted;
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean fits(UnitTest.QuarantinedRow wanted, Mismatch.Quarantine.Held row) {
        return row.reason().contains(wanted.reason())
                && wanted.row().map(values -> fits(values, row.raw())).orElse(true);
    }

    private static boolean fits(UnitTest.Row wanted, String raw) {
        try {
            JsonNode row = JSON.readTree(raw);
            return wanted.cells().stream()
                    .allMatch(cell -> equal(cell.value(), find(row, cell.key()).orElse(JSON.nullNode())));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the raw text of a quarantined row is no JSON: " + raw, e);
        }
    }

    private static Optional<JsonNode> find(JsonNode row, String column) {
        for (Map.Entry<String, JsonNode> field : row.properties()) {
            if (field.getKey().equalsIgnoreCase(column)) {
                return Optional.of(field.getValue());
            }
        }
        return Optional.empty();
    }

    private static boolean equal(Cell cell, JsonNode node) {
        if (cell instanceof Cell.Nothing) {
            return node.isNull();
        } else if (cell instanceof Cell.Scalar scalar) {
            return node.isValueNode() && !node.isNull() && node.asText().equals(scalar.text());
        } else if (cell instanceof Cell.Items items) {
            boolean same = node.isArray() && node.size() == items.cells().size();
            for (int i = 0; same && i < items.cells().size(); i++) {
                same = equal(items.cells().get(i), node.get(i));
            }
            return same;
        }
        return ((Cell.Fields) cell)
                .fields().stream()
                        .allMatch(field ->
                                equal(field.value(), find(node, field.key()).orElse(JSON.nullNode())));
    }
}
