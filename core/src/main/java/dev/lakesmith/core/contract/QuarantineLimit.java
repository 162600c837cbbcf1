package dev.lakesmith.core.contract;

import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * How many rows one step may send to quarantine. More fail the step.
 *
 * @param maxRows at most so many
 * @param maxShare at most this share, from 0 to 1, of the records that the step read
 */
public record QuarantineLimit(OptionalLong maxRows, OptionalDouble maxShare) {

    /** However many. */
    public static final QuarantineLimit NONE = new QuarantineLimit(OptionalLong.empty(), OptionalDouble.empty());

    /** Whether a step that read so many records may refuse so many of them. */
    public boolean allows(long refused, long read) {
        return refused == 0 || (refused <= maxRows.orElse(Long.MAX_VALUE) && refused <= maxShare.orElse(1) * read);
    }
}
