package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.ChangeLimit;
import dev.lakesmith.core.contract.Check.Rule;
import dev.lakesmith.core.contract.Measure;
import dev.lakesmith.vocabulary.ErrorCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** Checks of numbers about all rows: {@code row_count} of a table; sum, avg, min and max of a column. */
final class MeasureSpecs {

    /** The words of a column's measures. */
    static final List<String> OF_COLUMN = List.of("sum", "avg", "min", "max");

    private static final int MOST_RUNS = 100;
    private static final int FEWEST_FOR_Z = 3;

    private static final ObjectSpec CHANGE = ObjectSpec.of(
                    "change",
                    Field.number("runs", 1, MOST_RUNS)
                            .orElse("7")
                            .describedAs("How many runs that published the table it is compared with. While fewer are"
                                    + " known, the check passes and says so."),
                    Field.text("max_percent", CheckOptions.NUMERIC)
                            .describedAs("How many per cent it may lie above or below their mean.")
                            .example("30"),
                    Field.text("max_z", CheckOptions.NUMERIC)
                            .describedAs("How many standard deviations it may lie above or below their mean.")
                            .example("3"))
            .describedAs("How far a number may be from what it was in the last runs. `max_percent`, `max_z`, or both.");
    private static final Field CHANGE_KEY = Field.object("change", CHANGE)
            .describedAs("How far it may be from what it was in the last runs.")
            .example("{ runs: 7, max_percent: 30 }");

    static final Field ROW_COUNT = Field.object(
                    "row_count",
                    CheckOptions.ofTable(
                            "row_count check",
                            Field.text("min", CheckOptions.NUMERIC).describedAs("The fewest rows allowed."),
                            Field.text("max", CheckOptions.NUMERIC).describedAs("The most rows allowed."),
                            CHANGE_KEY))
            .describedAs("The number of rows lies in a range.")
            .example("{ min: 1, change: { max_percent: 30 } }");

    private static final ObjectSpec AMOUNT = CheckOptions.ofTable(
            "sum or avg check",
            Field.text("min", CheckOptions.NUMERIC).describedAs("The lowest value allowed."),
            Field.text("max", CheckOptions.NUMERIC).describedAs("The highest value allowed."),
            CHANGE_KEY);
    private static final ObjectSpec EXTREME = CheckOptions.ofTable(
            "min or max check",
            Field.text("min").describedAs("The lowest value allowed."),
            Field.text("max").describedAs("The highest value allowed."),
            CHANGE_KEY);

    /** The keys of a column check. */
    static final Field[] COLUMN_FIELDS = {
        Field.object("sum", AMOUNT)
                .describedAs("The column's sum lies in a range; of no values it is 0.")
                .example("{ min: 0 }"),
        Field.object("avg", AMOUNT)
                .describedAs("The column's mean lies in a range.")
                .example("{ min: 10, max: 20 }"),
        Field.object("min", EXTREME)
                .describedAs("The column's lowest value lies in a range.")
                .example("{ min: 2026-01-01 }"),
        Field.object("max", EXTREME)
                .describedAs("The column's highest value lies in a range.")
                .example("{ max: 1000 }")
    };

    private final Diagnostics diagnostics;

    MeasureSpecs(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /** The rule; empty when it is none, which is told. */
    Optional<Rule> rule(String word, Optional<String> column, Values options) {
        Optional<String> min = options.find("min", String.class);
        Optional<String> max = options.find("max", String.class);
        if (Stream.of("min", "max", "change").noneMatch(options.keys()::contains)) {
            diagnostics.add(ErrorCode.KEY_MISSING, options.place(), "'" + word + "' needs min, max or change");
            return Optional.empty();
        }
        refuseEmptyRange(options, min, max);
        Optional<ChangeLimit> change = options.find("change", Values.class).flatMap(this::change);
        return Optional.of(new Rule.Measured(Measure.valueOf(word.toUpperCase(Locale.ROOT)), column, min, max, change));
    }

    private void refuseEmptyRange(Values options, Optional<String> min, Optional<String> max) {
        boolean numbers = min.filter(CheckOptions.NUMBER.asMatchPredicate()).isPresent()
                && max.filter(CheckOptions.NUMBER.asMatchPredicate()).isPresent();
        if (numbers && new BigDecimal(min.orElseThrow()).compareTo(new BigDecimal(max.orElseThrow())) > 0) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    options.place("min"),
                    "'min' " + min.get() + " is above 'max' " + max.get() + "; nothing could pass");
        }
    }

    private Optional<ChangeLimit> change(Values values) {
        OptionalDouble percent = number(values, "max_percent");
        OptionalDouble z = number(values, "max_z");
        if (!values.keys().contains("max_percent") && !values.keys().contains("max_z")) {
            diagnostics.add(ErrorCode.KEY_MISSING, values.place(), "'change' needs max_percent, max_z or both");
            return Optional.empty();
        }
        Optional<Long> runs = values.find("runs", Long.class);
        if (z.isPresent() && runs.isPresent() && runs.get() < FEWEST_FOR_Z) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place("runs"),
                    "'runs' is " + runs.get() + ", but 'max_z' needs at least " + FEWEST_FOR_Z
                            + " runs to know how much the number varies");
        }
        return runs.map(known -> new ChangeLimit(known.intValue(), percent, z));
    }

    private OptionalDouble number(Values values, String key) {
        Optional<String> text = values.find(key, String.class);
        if (text.isPresent() && text.get().startsWith("-")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place(key),
                    "'" + key + "' " + text.get() + " is below 0; it counts both above and below the mean, so write it"
                            + " without a sign");
        }
        return text.map(found -> OptionalDouble.of(Double.parseDouble(found))).orElse(OptionalDouble.empty());
    }
}
