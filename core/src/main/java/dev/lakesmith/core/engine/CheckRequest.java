package dev.lakesmith.core.engine;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.project.Parameter;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/**
 * Checks to be made of a table or view.
 *
 * @param table what {@code this} is in a check's SQL
 * @param checks all of this table
 * @param parameters bound to {@code $name}
 */
public record CheckRequest(TableName table, List<Check> checks, List<Parameter> parameters) {

    public CheckRequest {
        checks = List.copyOf(checks);
        parameters = List.copyOf(parameters);
    }
}
