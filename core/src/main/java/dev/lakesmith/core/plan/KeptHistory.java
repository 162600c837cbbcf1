package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.VersionColumns;
import dev.lakesmith.core.project.Versioning;
import dev.lakesmith.core.project.Versioning.Change;
import dev.lakesmith.lake.LakeProperties;
import dev.lakesmith.lake.LakeTable;
import dev.lakesmith.sql.Shape;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which snapshots hold a history that cannot be had a second time, because their input shows only its present state.
 * Such a table is never made anew: full refreshes and changed definitions go on from the versions that are there.
 */
public final class KeptHistory {

    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");
    private static final Map<String, String> WIDER = Map.of("INTEGER", "BIGINT", "FLOAT", "DOUBLE");

    private KeptHistory() {}

    /** Whether a model's table, once built, is never made anew. Bronze keeps every row, so what it gave it gives again. */
    public static boolean of(AnalyzedModel analyzed) {
        Optional<Versioning> versioning = analyzed.model().versioning();
        boolean repeatable = versioning
                .filter(each -> each.change() instanceof Change.UpdatedAt)
                .filter(each -> !analyzed.model().looksForGoneKeys())
                .isPresent();
        boolean fromBronze = analyzed.query().shape() instanceof Shape.Simple simple
                && simple.table().schema().equals("bronze");
        return versioning.isPresent() && !(repeatable && fromBronze);
    }

    /** Whether a model goes on from a table's versions, be it for the sake of the definition that they came from. */
    static boolean of(AnalyzedModel analyzed, LakeTable table) {
        return of(analyzed)
                || (analyzed.model().versioning().isPresent()
                        && hasVersions(table)
                        && table.property(LakeProperties.VERSIONS_KEPT).isPresent());
    }

    /** Whether a table was made by a snapshot, not by what stood in the same file before. */
    static boolean hasVersions(LakeTable table) {
        return table.snapshotId().isPresent()
                && table.property(LakeProperties.VERSIONS_OF).isPresent()
                && table.columns().stream().anyMatch(column -> column.name().equals(VersionColumns.VALID_FROM));
    }

    /**
     * Refuses columns with which the versions that are there could not be kept.
     *
     * @param table the table with its versions
     * @param columns those it is to have
     * @throws LakesmithException CONTRACT_BROKEN
     */
    static void mustFit(Model model, LakeTable table, List<Column> columns) {
        Map<String, String> types = columns.stream().collect(Collectors.toMap(Column::name, Column::type));
        if (types.containsKey(VersionColumns.CONFIRMED_AT)
                && table.columns().stream().noneMatch(column -> column.name().equals(VersionColumns.CONFIRMED_AT))) {
            throw broken(
                    model,
                    "began them at the times of its runs, as 'compare' does; later versions cannot begin at the times of"
                            + " updated_at: keep 'compare'");
        }
        for (Column kept : table.columns()) {
            String type = types.get(kept.name());
            if (type == null) {
                throw broken(model, missing(kept.name(), types.keySet()));
            }
            if (kept.name().equals(VersionColumns.VALID_FROM) && !type.equals(kept.type())) {
                throw broken(
                        model,
                        "begins them at a " + kept.type() + ", but updated_at would begin new ones at a " + type
                                + "; cast that column to " + kept.type());
            }
            if (!type.equals(kept.type()) && !widens(kept.type(), type)) {
                throw broken(
                        model,
                        "has the column '" + kept.name() + "' as " + kept.type() + ", but the model gives it as " + type
                                + "; cast it to " + kept.type());
            }
        }
        String wanted = VersionColumns.keyOf(model);
        table.property(LakeProperties.VERSIONS_OF)
                .filter(key -> !key.equals(wanted))
                .ifPresent(key -> {
                    throw broken(model, "holds versions by unique_key " + key + ", not " + wanted + "; write that");
                });
    }

    private static String missing(String column, Set<String> names) {
        if (column.equals(VersionColumns.CONFIRMED_AT)) {
            return "began them at the times of updated_at; keep 'updated_at'";
        }
        if (column.equals(VersionColumns.IS_DELETED)) {
            return "says in 'is_deleted' which of them are of deleted keys; keep 'hard_deletes: new_record'";
        }
        Optional<String> otherCase =
                names.stream().filter(column::equalsIgnoreCase).findFirst();
        return "has the column '" + column + "', which the model "
                + otherCase
                        .map(name -> "now writes '" + name + "'; write it as before")
                        .orElse("no longer gives; give it, such as NULL AS " + column);
    }

    private static boolean widens(String from, String to) {
        Matcher narrow = DECIMAL.matcher(from);
        Matcher wide = DECIMAL.matcher(to);
        boolean decimals = narrow.matches()
                && wide.matches()
                && narrow.group(2).equals(wide.group(2))
                && Integer.parseInt(narrow.group(1)) <= Integer.parseInt(wide.group(1));
        return decimals || to.equals(WIDER.get(from));
    }

    private static LakesmithException broken(Model model, String what) {
        return new LakesmithException(
                ErrorCode.CONTRACT_BROKEN,
                model.sqlStart() + ": " + model.name() + " keeps versions that its input no longer shows, and " + what
                        + ", or begin a new history under another model name");
    }

    /** Whether both name the same columns, in whatever order. */
    static boolean sameColumns(List<Column> some, List<Column> others) {
        return new HashSet<>(some).equals(new HashSet<>(others));
    }
}
