package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.ErrorCode;
import java.util.List;
import java.util.Locale;

/** The keys of a model's header that say how rows leave its table. */
final class DeletesSpecs {

    static final Field DELETE_WHEN = Field.text("delete_when", TextRule.NOT_BLANK)
            .describedAs("Only for `merge`, and for `snapshot` with `updated_at`: a SQL condition over the query's"
                    + " columns; the row for which it is true removes its key from the table, or ends the version of"
                    + " its key at its time.")
            .example("op = 'D'");

    static final Field DELETES = Field.word("deletes", "keys")
            .leftOutMeans("keys stay until a row says otherwise")
            .describedAs(
                    "Only for `merge`: `keys` says that each batch of the input is a complete extract, so that keys"
                            + " missing in the newest one are removed.");

    static final Field MAX_SHRINK = Field.number("max_shrink", 0, 100)
            .leftOutMeans("50, and runs that remove at most 10 rows are let through")
            .describedAs("How many percent of the table's rows one run may remove. More fails the step, unless the run"
                    + " is started with `--allow-shrink`.")
            .example("20");

    private DeletesSpecs() {}

    static Deletes read(Values header) {
        return new Deletes(
                header.find("delete_when", String.class),
                header.find("deletes", String.class).isPresent() ? Deletes.Missing.REMOVED : Deletes.Missing.STAYS,
                header.find("max_shrink", Long.class).map(percent -> percent / 100.0));
    }

    static void check(Values header, Materialization materialization, Diagnostics diagnostics) {
        for (String key : List.of("delete_when", "deletes")) {
            boolean ends = "delete_when".equals(key) && materialization == Materialization.SNAPSHOT;
            if (header.keys().contains(key) && materialization != Materialization.MERGE && !ends) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        header.keyPlace(key),
                        "'" + key + "' has a meaning only with 'materialized: merge'"
                                + ("delete_when".equals(key) ? " or snapshot" : "") + ", but the model is a "
                                + materialization.name().toLowerCase(Locale.ROOT) + "; remove it");
            }
        }
        if (header.keys().contains("delete_when") && header.keys().contains("deletes")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace("deletes"),
                    "'deletes: keys' takes each batch for a complete extract, 'delete_when' for a list of changes;"
                            + " remove one of them");
        }
    }
}
