package dev.lakesmith.core.upkeep;

import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;

/**
 * What upkeep did.
 *
 * @param tended tables
 * @param troubles why others could not be tended to; each is as it was before
 */
public record UpkeepReport(List<Tended> tended, List<LakesmithException> troubles) {

    public UpkeepReport {
        tended = List.copyOf(tended);
        troubles = List.copyOf(troubles);
    }
}
