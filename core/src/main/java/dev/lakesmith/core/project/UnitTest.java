package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A test of {@code tests/*.yml} as it was written: which table it names and what its values mean is not known yet.
 *
 * @param name unique in its file
 * @param place where the name stands
 * @param model the table under test
 * @param modelPlace where that is named
 * @param types columns of tables by name with their types, in DuckDB's spelling
 * @param vars values of parameters, each with its place
 * @param runs at least one
 */
public record UnitTest(
        String name,
        Place place,
        TableName model,
        Place modelPlace,
        Map<TableName, Types> types,
        Map<String, Var> vars,
        List<Run> runs) {

    public UnitTest {
        types = Map.copyOf(types);
        vars = Map.copyOf(vars);
        runs = List.copyOf(runs);
    }

    /** The columns of a table; {@code place} is the table's name. */
    public record Types(Place place, Map<String, String> columns) {
        public Types {
            columns = new LinkedHashMap<>(columns);
        }
    }

    /** A parameter's value. */
    public record Var(String value, Place key, Place place) {}

    /**
     * One run of the model.
     *
     * @param given what happens to the tables before it, in the order written
     * @param now the moment of the run; empty: the clock's
     * @param expected what must be so after it, in the order it is looked at
     */
    public record Run(List<Given> given, Optional<Instant> now, List<Expected> expected) {
        public Run {
            given = List.copyOf(given);
            expected = List.copyOf(expected);
        }
    }

    /** What happens to a table. */
    public enum Change {
        ADD,
        REPLACE,
        DELETE
    }

    /**
     * Rows for a table.
     *
     * @param table which
     * @param place where it is named
     * @param change what happens with them
     * @param rows the rows
     */
    public record Given(TableName table, Place place, Change change, Rows rows) {}

    /** Where rows come from. */
    public sealed interface Rows {

        /** Rows written out; {@code place} is where they begin. */
        record Written(List<Row> rows, Place place) implements Rows {
            public Written {
                rows = List.copyOf(rows);
            }
        }

        /** A query that reads no table. */
        record Sql(String query, Place place) implements Rows {}
    }

    /** One row: the columns written. */
    public record Row(List<Cell.Fields.Field> cells, Place place) {
        public Row {
            cells = List.copyOf(cells);
        }
    }

    /** Whether drops and checks of one run or of all of them are meant. */
    public enum Scope {
        THIS_RUN,
        ALL_RUNS
    }

    /**
     * What must be so.
     *
     * @param place where it is written
     * @param scope which runs' drops and checks
     * @param rows the table's rows; empty: not looked at
     * @param columns those looked at, each with its place; empty: those that the rows name
     * @param quarantine the quarantined rows
     * @param failedChecks the names of all checks that do not pass, each with its place; empty: none of severity fail
     * @param drops rows left out by reason; empty: not looked at
     */
    public record Expected(
            Place place,
            Scope scope,
            Optional<Rows.Written> rows,
            Map<String, Place> columns,
            List<QuarantinedRow> quarantine,
            Optional<Map<String, Place>> failedChecks,
            Optional<Map<String, Long>> drops) {
        public Expected {
            columns = new LinkedHashMap<>(columns);
            quarantine = List.copyOf(quarantine);
        }
    }

    /** A row that must be in quarantine: a part of its reason, and values that it has. */
    public record QuarantinedRow(String reason, Optional<Row> row, Place place) {}
}
