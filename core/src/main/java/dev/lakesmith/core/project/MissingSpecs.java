package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.ColumnContract;
import dev.lakesmith.core.contract.Missing;
import dev.lakesmith.core.contract.Missing.Answer;
import dev.lakesmith.core.contract.Missing.EmptyText;
import dev.lakesmith.core.contract.Missing.Statistic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.Place;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The key {@code missing} of a model's column: how it is written, and what it becomes. */
final class MissingSpecs {

    private static final ValueType.Words WORDS = new ValueType.Words(List.of("keep", "quarantine", "drop"));

    private static final ObjectSpec LAST = ObjectSpec.of(
                    "last known value",
                    Field.textOrTexts("by")
                            .required()
                            .describedAs("The columns that say which rows belong together. A row with a NULL in one of"
                                    + " them gets nothing.")
                            .example("customer_id"),
                    Field.text("order")
                            .required()
                            .describedAs(
                                    "The column that says which row is earlier. A row with a NULL here gets nothing"
                                            + " and gives nothing.")
                            .example("updated_at"))
            .describedAs("The column's last value that is not NULL, among this row and the earlier rows of its key.");

    private static final ObjectSpec COMPUTED = ObjectSpec.of(
                    "computed fill",
                    Field.text("sql")
                            .describedAs("An SQL expression over the row's columns, as they are before anything is"
                                    + " filled; it must give the column's type.")
                            .example("upper(country_of_phone)"),
                    Field.word("statistic", "mean", "median", "mode")
                            .describedAs("A value computed from all known values of the column. `mean` is for numbers"
                                    + " and rounded to what the column holds, `median` is the value in the middle,"
                                    + " `mode` the most frequent one. Not for models that read only new rows."),
                    Field.object("last", LAST)
                            .describedAs("The last known value of the same key. Not for models that read only new"
                                    + " rows.")
                            .example("{ by: customer_id, order: updated_at }"))
            .exactlyOne("sql", "statistic", "last")
            .describedAs("Where a missing value is taken from.");

    private static final ObjectSpec MISSING = ObjectSpec.of(
                    "missing value",
                    Field.of("then", WORDS)
                            .describedAs("`keep` leaves NULL, `quarantine` moves the row aside, `drop` leaves the row"
                                    + " out and counts it in the ledger as `missing: <column>`."),
                    Field.of(
                                    "fill",
                                    new ValueType.Either(
                                            new ValueType.Text(TextRule.ANY), new ValueType.Nested(COMPUTED)))
                            .describedAs("The value to take instead: a constant, or a mapping that says where it comes"
                                    + " from. How many rows got one is in the ledger.")
                            .example("unknown"),
                    Field.yesNo("empty_is_missing")
                            .orElse("false")
                            .describedAs("Whether text of nothing but white space counts as missing; it becomes NULL"
                                    + " first."))
            .exactlyOne("then", "fill")
            .describedAs("What happens to a row whose value is NULL.");

    /** The key itself. */
    static final Field OF_COLUMN = Field.of("missing", new ValueType.Either(WORDS, new ValueType.Nested(MISSING)))
            .leftOutMeans("NULL stays NULL")
            .describedAs("What happens to a row whose value is NULL: a word, or a mapping that says more.")
            .example("drop");

    private MissingSpecs() {}

    /** What a column's mapping says; what could not be read, which is told already, counts as kept. */
    static Missing of(Values column) {
        Object written = column.elements("missing").stream().findFirst().orElse("keep");
        if (!(written instanceof Values values)) {
            return new Missing(word(String.valueOf(written)), EmptyText.A_VALUE);
        }
        EmptyText empty =
                values.find("empty_is_missing", Boolean.class).orElse(false) ? EmptyText.MISSING : EmptyText.A_VALUE;
        return new Missing(answer(values), empty);
    }

    private static Answer answer(Values values) {
        Object fill = values.elements("fill").stream().findFirst().orElse("");
        if (fill instanceof Values computed) {
            return computed(computed);
        }
        return values.keys().contains("fill")
                ? new Answer.Constant(String.valueOf(fill))
                : word(values.find("then", String.class).orElse("keep"));
    }

    private static Answer computed(Values computed) {
        Optional<Answer> expression = computed.find("sql", String.class).map(Answer.Expression::new);
        Optional<Answer> statistic = computed.find("statistic", String.class)
                .map(word -> new Answer.FromColumn(Statistic.valueOf(word.toUpperCase(Locale.ROOT))));
        Optional<Answer> last = computed.find("last", Values.class).flatMap(values -> values.find("order", String.class)
                .map(order -> new Answer.LastKnown(values.texts("by"), order)));
        return expression.or(() -> statistic).or(() -> last).orElse(new Answer.Keep());
    }

    private static Answer word(String word) {
        return switch (word) {
            case "quarantine" -> new Answer.Quarantine();
            case "drop" -> new Answer.Drop();
            default -> new Answer.Keep();
        };
    }

    /** Tells what does not fit the way the model is kept. */
    static void checkTogether(
            Values header, Materialization materialization, List<ColumnContract> columns, Diagnostics diagnostics) {
        Optional<Values> declared = header.find("columns", Values.class);
        for (ColumnContract column : columns) {
            Place place = declared.map(values -> place(values, column.name())).orElse(header.place());
            String word = materialization.name().toLowerCase(Locale.ROOT);
            if (materialization == Materialization.VIEW && !column.missing().equals(Missing.KEPT)) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        place,
                        "'missing' of '" + column.name() + "' would change or move rows, but a view keeps only its"
                                + " query; write materialized: table, or coalesce(…) in the query");
            } else if (column.missing().needsAllRows()
                    && materialization != Materialization.TABLE
                    && materialization != Materialization.MERGE) {
                diagnostics.add(
                        ErrorCode.VALUE_INVALID,
                        place,
                        "'missing' of '" + column.name() + "' takes its value from other rows, but the model is '"
                                + word
                                + "' and reads only new ones, so that the value would depend on when the rows came;"
                                + " write materialized: table or merge, or fill a constant or an expression over the"
                                + " row");
            }
        }
    }

    /** Where a column's key stands; the column's name when it has none. */
    static Place place(Values columns, String name) {
        return columns.elements(name).stream()
                .filter(Values.class::isInstance)
                .map(Values.class::cast)
                .map(column -> column.place("missing"))
                .findFirst()
                .orElse(columns.keyPlace(name));
    }
}
