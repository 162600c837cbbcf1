package dev.lakesmith.core.test;

import dev.lakesmith.core.plan.AnalyzedModel;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.core.project.UnitTest;
import dev.lakesmith.sql.Query;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A unit test whose tables, columns and values are known to be right.
 *
 * @param test as written
 * @param model under test, with those of its checks that can be judged
 * @param parameters with the test's values
 * @param inputs every table that is there during the test
 * @param runs at least one
 */
public record PreparedTest(
        UnitTest test, AnalyzedModel model, List<Parameter> parameters, List<Input> inputs, List<Run> runs) {

    public PreparedTest {
        parameters = List.copyOf(parameters);
        inputs = List.copyOf(inputs);
        runs = List.copyOf(runs);
    }

    /** A table that is there; {@code seed} is the file whose rows it has from the start. */
    public record Input(TableName table, List<Column> columns, Optional<Seed> seed) {
        public Input {
            columns = List.copyOf(columns);
        }
    }

    /** One run of the model. */
    public record Run(List<Change> given, Optional<Instant> now, List<Expectation> expected) {
        public Run {
            given = List.copyOf(given);
            expected = List.copyOf(expected);
        }
    }

    /** What happens to an input. */
    public sealed interface Change {

        TableName table();

        /** Rows of texts that cast to the input's columns. */
        record Put(TableName table, UnitTest.Change change, List<List<@Nullable String>> rows) implements Change {}

        /** Rows of a query that gives the input's columns. */
        record PutQuery(TableName table, UnitTest.Change change, Query query) implements Change {}

        /** Removes the rows that have these values; {@code query} gives the rows that stay. */
        record Remove(TableName table, List<Column> columns, List<List<@Nullable String>> rows, Query query)
                implements Change {}
    }

    /** What must be so; rows are texts that cast to the columns. */
    public record Expectation(UnitTest.Expected written, List<Column> columns, List<List<@Nullable String>> rows) {
        public Expectation {
            columns = List.copyOf(columns);
        }
    }
}
