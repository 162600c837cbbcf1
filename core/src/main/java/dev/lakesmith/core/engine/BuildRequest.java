package dev.lakesmith.core.engine;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.core.role.Links;
import dev.lakesmith.sql.Query;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A model to be computed.
 *
 * @param model not a view
 * @param query its SELECT, which passed the gate
 * @param columns the result's columns with the types the table keeps, declared ones included
 * @param links what the model has to do with other models because of its part
 * @param parameters bound to {@code $name}
 * @param reading what is read, and what becomes of the rows that are there
 * @param runId for the quarantine
 * @param startedAt for the quarantine, and since when versions hold that do not say it themselves
 */
public record BuildRequest(
        Model model,
        Query query,
        List<Column> columns,
        Links links,
        List<Parameter> parameters,
        Reading reading,
        String runId,
        Instant startedAt) {

    public BuildRequest {
        columns = List.copyOf(columns);
        parameters = List.copyOf(parameters);
    }

    /** What a build reads. */
    public sealed interface Reading {

        /** Every input in full; the table's rows are replaced. */
        record Rebuild() implements Reading {}

        /** Every input in full; the result is merged into the table. */
        record Everything() implements Reading {}

        /**
         * The rows added to one input, every other input in full; the result is added to, or merged into, the table.
         *
         * @param input whose additions are read
         * @param sinceSnapshot the snapshot of it that the table has consumed already
         */
        record Changes(TableName input, long sinceSnapshot) implements Reading {}

        /**
         * Those rows of the inputs that count for the keys that changed rows have. The result replaces the table's rows
         * with these keys.
         *
         * @param keys SQL expressions over the table's rows; together they are a key
         * @param sinceSnapshots the inputs that changed, each with the snapshot that the table has consumed already
         * @param ofInputs for each input that changed, and others where it is known, the SQL expressions over its rows
         *     that give {@code keys}
         */
        record Affected(List<String> keys, Map<TableName, Long> sinceSnapshots, Map<TableName, List<String>> ofInputs)
                implements Reading {
            public Affected {
                keys = List.copyOf(keys);
                sinceSnapshots = Map.copyOf(sinceSnapshots);
                ofInputs = Map.copyOf(ofInputs);
            }
        }
    }
}
