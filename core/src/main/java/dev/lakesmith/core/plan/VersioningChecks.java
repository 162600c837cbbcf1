package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.core.project.VersionColumns;
import dev.lakesmith.core.project.Versioning;
import dev.lakesmith.core.project.Versioning.Change;
import dev.lakesmith.core.project.Versioning.HardDeletes;
import dev.lakesmith.sql.Shape;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Nearest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Holds what a snapshot's header says about versions against its query. */
final class VersioningChecks {

    private final AnalyzedModel analyzed;
    private final Model model;
    private final Supplier<HeaderPlaces> places;
    private final List<Diagnostic> found = new ArrayList<>();

    VersioningChecks(AnalyzedModel analyzed, Supplier<HeaderPlaces> places) {
        this.analyzed = analyzed;
        this.model = analyzed.model();
        this.places = places;
    }

    List<Diagnostic> run() {
        model.versioning().ifPresent(this::check);
        return found;
    }

    private void check(Versioning versioning) {
        if (model.looksForGoneKeys()) {
            mustSeeEveryKey(versioning.hardDeletes());
        }
        analyzed.columns()
                .map(columns -> VersionColumns.given(columns, model))
                .ifPresent(given -> columns(versioning.change(), given));
    }

    /** Rows of a bronze table never go, so a query that takes them one by one never misses a key. */
    private void mustSeeEveryKey(HardDeletes hardDeletes) {
        if (analyzed.query().shape() instanceof Shape.Simple simple
                && simple.table().schema().equals("bronze")) {
            String word = hardDeletes.name().toLowerCase(Locale.ROOT);
            add(
                    "hard_deletes",
                    ErrorCode.VALUE_INVALID,
                    "'hard_deletes: " + word + "' has no meaning here: the query reads the rows of " + simple.table()
                            + ", which keeps every row ever loaded, so no key is ever gone; select the newest full"
                            + " extract, such as WHERE _batch_id = (SELECT max(_batch_id) FROM " + simple.table()
                            + "), name the rows that say a key is gone with delete_when, or remove the key");
        }
    }

    private void columns(Change change, List<Column> given) {
        VersionColumns.complaint(given, change)
                .ifPresent(complaint -> add("updated_at", ErrorCode.VALUE_INVALID, complaint));
        List<String> names = given.stream().map(Column::name).toList();
        if (change instanceof Change.UpdatedAt updated) {
            mustExist("updated_at", updated.column(), names);
        } else if (change instanceof Change.Compared compared) {
            compared.columns().forEach(column -> mustExist("compare", column, names));
        }
    }

    private void mustExist(String key, String column, List<String> names) {
        if (names.stream().noneMatch(each -> each.equalsIgnoreCase(column))) {
            add(
                    key,
                    ErrorCode.SQL_BINDING,
                    key + " names '" + column + "', which the query does not give" + Nearest.hint(column, names)
                            + "; it gives " + names);
        }
    }

    private void add(String key, ErrorCode code, String message) {
        found.add(new Diagnostic(code, places.get().key(key), message));
    }
}
