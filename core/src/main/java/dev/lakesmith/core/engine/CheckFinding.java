package dev.lakesmith.core.engine;

import dev.lakesmith.core.contract.Check;
import java.util.Optional;

/**
 * What an engine counted for a check. Whether it passes is not the engine's to say: freshness needs a clock, and changes
 * need what was measured before.
 *
 * @param check which one
 * @param failing how many rows do not pass; of a measured number 1 when it is out of range, else 0
 * @param sample one of the rows as JSON
 * @param measured the number of a {@code Measured} rule; the newest time of a {@code Freshness} rule in microseconds
 *     since 1970; what differs, in words, of a {@code Compare} rule. Empty when there is no such value
 */
public record CheckFinding(Check check, long failing, Optional<String> sample, Optional<String> measured) {}
