package dev.lakesmith.core.engine;

import dev.lakesmith.core.contract.Check;
import java.util.Optional;

/**
 * What a check found.
 *
 * @param check which one
 * @param failing how many rows do not pass
 * @param sample one of them as JSON
 */
public record CheckOutcome(Check check, long failing, Optional<String> sample) {

    public boolean passed() {
        return failing == 0;
    }
}
