package dev.lakesmith.core.engine;

import dev.lakesmith.core.contract.Check;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param check which one
 * @param failing how many rows do not pass; of a rule about the whole table 1 when it does not hold, else 0
 * @param seen what was found, in words that follow the check's name and a colon, such as {@code 3 rows} or
 *     {@code row_count is 2, at least 10 are needed}
 * @param measured the number of a rule about the whole table
 * @param sample one of the rows as JSON
 * @param remark what else the user should know, such as that too few runs are known, or where the rows are
 */
public record CheckOutcome(
        Check check,
        long failing,
        String seen,
        Optional<String> measured,
        Optional<String> sample,
        Optional<String> remark) {

    public boolean passed() {
        return failing == 0;
    }
}
