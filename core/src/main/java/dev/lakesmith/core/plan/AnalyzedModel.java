package dev.lakesmith.core.plan;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.role.Links;
import dev.lakesmith.sql.Query;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Optional;

/**
 * A model whose SQL was parsed and gated.
 *
 * @param model as the project has it
 * @param query its SELECT
 * @param inputs the tables it reads, in order of first mention
 * @param columns what its table will have; empty while the columns of an input are not known yet, because nothing was
 *     loaded into it
 * @param links what it has to do with other models because of its part
 * @param fingerprint of the query, the header's meaning and the parameters' values
 */
public record AnalyzedModel(
        Model model,
        Query query,
        List<TableName> inputs,
        Links links,
        Optional<List<Column>> columns,
        String fingerprint) {

    public AnalyzedModel {
        inputs = List.copyOf(inputs);
    }

    /** The same with other checks. */
    public AnalyzedModel withChecks(List<Check> checks) {
        return new AnalyzedModel(model.withChecks(checks), query, inputs, links, columns, fingerprint);
    }
}
