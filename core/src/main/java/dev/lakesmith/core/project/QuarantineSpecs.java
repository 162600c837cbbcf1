package dev.lakesmith.core.project;

import dev.lakesmith.core.contract.QuarantineLimit;
import dev.lakesmith.vocabulary.ErrorCode;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/** The key that limits how much may go to quarantine. */
final class QuarantineSpecs {

    private static final ObjectSpec LIMIT = ObjectSpec.of(
                    "quarantine limit",
                    Field.number("max_rows", 0, Long.MAX_VALUE)
                            .leftOutMeans("any number")
                            .describedAs("How many rows one run may send to quarantine.")
                            .example("100"),
                    Field.text("max_share", QuarantineSpecs::shareComplaint)
                            .leftOutMeans("all of them")
                            .describedAs("Which share of the records read, from 0 to 1, one run may send there.")
                            .example("0.01"))
            .describedAs("More fails the step: nothing of it is published, and the rows can be looked at on the branch"
                    + " that the message names.");

    static final Field FIELD = Field.object("quarantine", LIMIT)
            .leftOutMeans("any number of rows may go to quarantine")
            .describedAs("How much may go to quarantine before the step fails.")
            .example("{ max_rows: 100, max_share: 0.01 }");

    private QuarantineSpecs() {}

    static QuarantineLimit read(Values owner) {
        Optional<Values> written = owner.find("quarantine", Values.class);
        return written.map(values -> new QuarantineLimit(
                        values.find("max_rows", Long.class)
                                .map(OptionalLong::of)
                                .orElse(OptionalLong.empty()),
                        values.find("max_share", String.class)
                                .map(share -> OptionalDouble.of(Double.parseDouble(share)))
                                .orElse(OptionalDouble.empty())))
                .orElse(QuarantineLimit.NONE);
    }

    static void refuseOfView(Values header, Materialization materialization, Diagnostics diagnostics) {
        if (materialization == Materialization.VIEW && header.keys().contains("quarantine")) {
            diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    header.keyPlace("quarantine"),
                    "a view keeps no rows, so none go to quarantine; remove 'quarantine' or write materialized: table");
        }
    }

    private static Optional<String> shareComplaint(String text) {
        boolean share = CheckOptions.NUMBER.matcher(text).matches()
                && new BigDecimal(text).signum() >= 0
                && new BigDecimal(text).compareTo(BigDecimal.ONE) <= 0;
        return share
                ? Optional.empty()
                : Optional.of("is no share; write a number from 0 to 1, such as 0.01 for one per cent");
    }
}
