package dev.lakesmith.core.project;

import dev.lakesmith.core.project.Versioning.Change;
import dev.lakesmith.core.project.Versioning.HardDeletes;
import dev.lakesmith.vocabulary.ErrorCode;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The keys of a model's header that only {@code materialized: snapshot} has. */
final class VersioningSpecs {

    private static final String UPDATED_AT_KEY = "updated_at";
    private static final String COMPARE_KEY = "compare";
    private static final String HARD_DELETES_KEY = "hard_deletes";
    private static final String DELETE_WHEN_KEY = "delete_when";
    private static final String ALL = "all";

    static final Field UPDATED_AT = Field.text(UPDATED_AT_KEY)
            .describedAs("Only for `snapshot`: the column, a date or time, that says when a row changed. A version"
                    + " holds from then on; late rows are put in their place.")
            .example("updated_at");
    static final Field COMPARE = Field.textOrTexts(COMPARE_KEY)
            .describedAs("Only for `snapshot`, instead of `updated_at`: a new version begins, at the time of the run,"
                    + " when one of these columns changed; `all` means every column.")
            .example("[name, city]");
    static final Field HARD_DELETES = Field.word(HARD_DELETES_KEY, "ignore", "close", "new_record")
            .leftOutMeans("ignore; close with delete_when")
            .describedAs("Only for `snapshot`: what becomes of a key that is gone, because a row says so"
                    + " (`delete_when`), or because a query that gives every key each time no longer gives it. `ignore` leaves its last version open, `close` ends it, `new_record` ends it and adds a"
                    + " version with the last values and `is_deleted`.");

    private VersioningSpecs() {}

    /** Reads them, and tells where they do not fit together. */
    static Optional<Versioning> read(Values header, Materialization materialization, Diagnostics diagnostics) {
        if (materialization != Materialization.SNAPSHOT) {
            outOfPlace(header, materialization, diagnostics);
            return Optional.empty();
        }
        boolean byTime = header.keys().contains(UPDATED_AT_KEY);
        boolean byValues = header.keys().contains(COMPARE_KEY);
        if (byTime && byValues) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace(COMPARE_KEY),
                    "'compare' stands beside 'updated_at', which compares every other column by itself; remove one of"
                            + " them, and leave columns that should not count out of the query");
        } else if (!byTime && !byValues) {
            diagnostics.add(
                    ErrorCode.KEY_MISSING,
                    header.place("materialized"),
                    "'materialized: snapshot' needs to know what a change is: write updated_at: COLUMN when a column"
                            + " says when a row changed, otherwise compare: all or compare: [a, b]");
        }
        boolean told = header.keys().contains(DELETE_WHEN_KEY);
        HardDeletes hardDeletes = header.find(HARD_DELETES_KEY, String.class)
                .map(word -> HardDeletes.valueOf(word.toUpperCase(Locale.ROOT)))
                .orElse(told ? HardDeletes.CLOSE : HardDeletes.IGNORE);
        if (told) {
            deletions(header, hardDeletes, diagnostics);
        } else if (hardDeletes != HardDeletes.IGNORE && header.keys().contains("changes_of")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace(HARD_DELETES_KEY),
                    "'hard_deletes: " + hardDeletes.name().toLowerCase(Locale.ROOT)
                            + "' must see every key each time, but 'changes_of' reads only new rows; remove one of"
                            + " them");
        }
        return change(header, diagnostics).map(change -> new Versioning(change, hardDeletes));
    }

    private static void deletions(Values header, HardDeletes hardDeletes, Diagnostics diagnostics) {
        if (header.keys().contains(COMPARE_KEY)) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace(DELETE_WHEN_KEY),
                    "'delete_when' ends a version at the time of its row, which 'compare' does not know; write"
                            + " updated_at: COLUMN instead of 'compare', or take the history of a merge model that has"
                            + " this delete_when, with hard_deletes: close");
        }
        if (hardDeletes == HardDeletes.IGNORE) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.place(HARD_DELETES_KEY),
                    "'hard_deletes: ignore' leaves versions open that 'delete_when' ends; write close or new_record,"
                            + " or remove one of them");
        }
    }

    private static Optional<Change> change(Values header, Diagnostics diagnostics) {
        Optional<String> column = header.find(UPDATED_AT_KEY, String.class);
        if (column.isPresent()) {
            return Optional.of(new Change.UpdatedAt(column.get()));
        }
        List<String> compared = header.texts(COMPARE_KEY);
        if (compared.isEmpty()) {
            if (header.find(COMPARE_KEY, Object.class).isPresent()) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        header.place(COMPARE_KEY),
                        "'compare' is empty; name the columns whose changes count, or write compare: all");
            }
            return Optional.empty();
        }
        boolean all = header.find(COMPARE_KEY, Object.class).equals(Optional.of(ALL));
        return Optional.of(new Change.Compared(all ? List.of() : compared));
    }

    private static void outOfPlace(Values header, Materialization materialization, Diagnostics diagnostics) {
        for (String key : List.of(UPDATED_AT_KEY, COMPARE_KEY, HARD_DELETES_KEY)) {
            if (header.keys().contains(key)) {
                boolean meant = UPDATED_AT_KEY.equals(key) && materialization == Materialization.MERGE;
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        header.keyPlace(key),
                        "'" + key + "' has a meaning only with 'materialized: snapshot', but the model is a "
                                + materialization.name().toLowerCase(Locale.ROOT)
                                + (meant
                                        ? "; to keep the latest row of a key, write latest_by"
                                        : "; remove it or write materialized: snapshot"));
            }
        }
    }
}
