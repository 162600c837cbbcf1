package dev.lakesmith.core.project;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The header keys that give a model a part in a star schema. */
final class RoleSpecs {

    private static final TextRule DATE = RoleSpecs::dateComplaint;
    private static final String[] WEEKDAYS =
            Arrays.stream(DayOfWeek.values()).map(RoleSpecs::word).toArray(String[]::new);

    private static final Field DUPLICATES = Field.word("on_duplicates", "fail", "quarantine")
            .orElse("fail")
            .describedAs("What happens to rows that share these columns' values: `fail` publishes nothing,"
                    + " `quarantine` moves them all aside.");

    /** The key {@code dimension}. */
    static final Field DIMENSION = Field.object(
                    "dimension",
                    ObjectSpec.of(
                                    "dimension",
                                    Field.textOrTexts("key")
                                            .required()
                                            .describedAs("The columns of the query that identify a member: whole"
                                                    + " numbers, texts, dates, decimals, timestamps or UUIDs.")
                                            .example("customer_id"),
                                    Field.text("surrogate")
                                            .leftOutMeans("the model's name without `dim_`, with `_key` behind it")
                                            .describedAs("The column that gets the surrogate key, a BIGINT. Named as"
                                                    + " the key itself, the key is used as it is: it must be a BIGINT"
                                                    + " that is never negative.")
                                            .example("customer_key"),
                                    Field.text("valid_from")
                                            .describedAs("The column with the moment a version began, when a member"
                                                    + " has a row for each version."),
                                    Field.text("valid_to")
                                            .describedAs("Beside `valid_from`: the column with the moment a version"
                                                    + " ended."),
                                    Field.text("current")
                                            .describedAs("Beside `valid_from`: the BOOLEAN column that is true for"
                                                    + " the newest version.")
                                            .example("is_current"),
                                    Field.map("unknown", "column", new ValueType.Text(TextRule.ANY))
                                            .leftOutMeans("`Unknown` in text columns, NULL in others")
                                            .describedAs("What columns of the unknown member and of inferred members"
                                                    + " hold.")
                                            .example("{ name: nobody, country: -- }"),
                                    DUPLICATES)
                            .describedAs("A dimension of a star schema."))
            .describedAs("Makes the table a dimension: a surrogate key that stays the same in every run, a row -1 for"
                    + " the unknown member, and inferred rows for members that facts name first.")
            .example("{ key: customer_id }");

    private static final ObjectSpec REFERENCE = ObjectSpec.of(
                    "dimension reference",
                    Field.text("of", Names.TABLE)
                            .required()
                            .describedAs("The dimension.")
                            .example("gold.dim_customer"),
                    Field.textOrTexts("by")
                            .required()
                            .describedAs("The query's columns that hold the member's key, in the order of the"
                                    + " dimension's `key`; for a date dimension a date or timestamp.")
                            .example("customer_id"),
                    Field.text("as_of")
                            .describedAs("For a dimension with versions: the column with the moment whose version"
                                    + " counts.")
                            .example("ordered_at"),
                    Field.word("missing", "infer", "unknown")
                            .orElse("infer")
                            .describedAs("What a member is given that the dimension does not have: `infer` adds an"
                                    + " inferred row to the dimension, `unknown` points to its row -1."))
            .describedAs("How a fact finds its members in a dimension.");

    /** The key {@code fact}. */
    static final Field FACT = Field.object(
                    "fact",
                    ObjectSpec.of(
                                    "fact",
                                    Field.textOrTexts("grain")
                                            .required()
                                            .describedAs("The columns that identify a row; none of them may be NULL.")
                                            .example("[order_id, line]"),
                                    DUPLICATES,
                                    Field.text("rows_of", Names.TABLE)
                                            .describedAs("The table of which each row gives at most one row of the"
                                                    + " fact. A join that multiplies rows then fails the run.")
                                            .example("silver.order_items"),
                                    Field.of(
                                                    "dimensions",
                                                    new ValueType.MapOf(
                                                            "key column",
                                                            TextRule.NOT_BLANK,
                                                            new ValueType.Nested(REFERENCE)))
                                            .describedAs("The surrogate key columns the fact gets. One dimension may"
                                                    + " stand in several roles.")
                                            .example("{ customer_key: { of: gold.dim_customer, by: customer_id } }"))
                            .describedAs("A fact of a star schema."))
            .describedAs("Makes the table a fact: its grain holds, and it gets the surrogate keys of its dimensions.")
            .example("{ grain: order_id }");

    /** The key {@code generate}. */
    static final Field GENERATE = Field.object(
                    "generate",
                    ObjectSpec.of(
                                    "generator",
                                    Field.object(
                                                    "dates",
                                                    ObjectSpec.of(
                                                                    "date dimension",
                                                                    Field.text("from", DATE)
                                                                            .required()
                                                                            .describedAs("The first day.")
                                                                            .example("2020-01-01"),
                                                                    Field.text("to", DATE)
                                                                            .required()
                                                                            .describedAs("The last day.")
                                                                            .example("2030-12-31"),
                                                                    Field.number("fiscal_year_starts", 1, 12)
                                                                            .orElse("1")
                                                                            .describedAs("The month in which the"
                                                                                    + " fiscal year begins."),
                                                                    Field.word("fiscal_year_named_by", "end", "start")
                                                                            .orElse("end")
                                                                            .describedAs("Whether a fiscal year has"
                                                                                    + " the number of the calendar"
                                                                                    + " year it ends or begins in."),
                                                                    Field.word("week_starts", WEEKDAYS)
                                                                            .orElse("monday")
                                                                            .describedAs("The first day of the week,"
                                                                                    + " from which `weekday` counts."),
                                                                    Field.of(
                                                                                    "weekend",
                                                                                    new ValueType.ListOf(
                                                                                            new ValueType.Words(
                                                                                                    Arrays.asList(
                                                                                                            WEEKDAYS))))
                                                                            .leftOutMeans("`[saturday, sunday]`")
                                                                            .describedAs("The days of the weekend."),
                                                                    Field.text("holidays", Names.TABLE)
                                                                            .describedAs("A table, most often a seed,"
                                                                                    + " with the columns `date` and"
                                                                                    + " `holiday`.")
                                                                            .example("seeds.holidays"),
                                                                    Field.text("country")
                                                                            .describedAs("Only holidays with this"
                                                                                    + " text in the table's column"
                                                                                    + " `country` count.")
                                                                            .example("DE"))
                                                            .describedAs("One row for each day."))
                                            .required()
                                            .describedAs("Makes a date dimension with the key `date` and the surrogate"
                                                    + " key `date_key`, such as 20260131.")
                                            .example("{ from: 2020-01-01, to: 2030-12-31 }"))
                            .describedAs("Rows made by the program."))
            .describedAs("Instead of a query: the program makes the rows.")
            .example("{ dates: { from: 2020-01-01, to: 2030-12-31 } }");

    private RoleSpecs() {}

    private static String word(DayOfWeek day) {
        return day.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<String> dateComplaint(String text) {
        try {
            LocalDate date = LocalDate.parse(text);
            return date.getYear() >= 1 && date.getYear() <= 9999
                    ? Optional.empty()
                    : Optional.of("is outside of the years 1 to 9999");
        } catch (DateTimeParseException e) {
            return Optional.of("is no date; write one such as 2026-01-31");
        }
    }
}
