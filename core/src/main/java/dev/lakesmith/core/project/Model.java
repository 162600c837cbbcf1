package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.Check;
import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Export;
import dev.lakesmith.core.contract.QuarantineLimit;
import dev.lakesmith.core.project.Versioning.HardDeletes;
import dev.lakesmith.core.role.Role;
import dev.lakesmith.lake.TableLayout;
import dev.lakesmith.vocabulary.Place;
import dev.lakesmith.vocabulary.TableName;
import java.util.List;
import java.util.Optional;

/**
 * One table made by a query: one file of {@code models/}.
 *
 * @param name folder and file name: {@code models/silver/customers.sql} is {@code silver.customers}
 * @param sql the SELECT, without header and trailing semicolon
 * @param sqlStart where the SELECT's first character stands in its file
 * @param materialization how the result is kept
 * @param uniqueKey the columns that identify a row, for MERGE and SNAPSHOT
 * @param latestBy of rows with one key, the one with the highest value here stays; empty: the one loaded last
 * @param changesOf the inputs whose changes drive the model; empty: all of them
 * @param deletes how rows leave a MERGE model, and what ends a version of a SNAPSHOT
 * @param versioning how versions are found; for SNAPSHOT, and only for it
 * @param layout how the table lies on storage
 * @param columns declared columns
 * @param checks rules about the staged rows
 * @param role the part it plays in a star schema
 * @param quarantine how many rows a run may send to quarantine
 * @param export that its rows are written as plain files too
 * @param tags for selection
 * @param description for people; may be empty
 * @param owner who looks after the table; may be empty
 */
public record Model(
        TableName name,
        String sql,
        Place sqlStart,
        Materialization materialization,
        List<String> uniqueKey,
        Optional<String> latestBy,
        List<TableName> changesOf,
        Deletes deletes,
        Optional<Versioning> versioning,
        TableLayout layout,
        List<ColumnContract> columns,
        List<Check> checks,
        Role role,
        QuarantineLimit quarantine,
        Optional<Export> export,
        List<String> tags,
        String description,
        String owner) {

    public Model {
        uniqueKey = List.copyOf(uniqueKey);
        changesOf = List.copyOf(changesOf);
        columns = List.copyOf(columns);
        checks = List.copyOf(checks);
        tags = List.copyOf(tags);
    }

    /** Whether each run looks which keys its query no longer gives, so that it must see them all. */
    public boolean looksForGoneKeys() {
        boolean silent = versioning.map(Versioning::hardDeletes).orElse(HardDeletes.IGNORE) == HardDeletes.IGNORE;
        return !silent && deletes.when().isEmpty();
    }

    /** The same model with other checks. */
    public Model withChecks(List<Check> others) {
        return new Model(
                name,
                sql,
                sqlStart,
                materialization,
                uniqueKey,
                latestBy,
                changesOf,
                deletes,
                versioning,
                layout,
                columns,
                others,
                role,
                quarantine,
                export,
                tags,
                description,
                owner);
    }
}
