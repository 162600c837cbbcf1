package dev.lakesmith.core.run;

import dev.lakesmith.core.engine.Loss;
import dev.lakesmith.core.project.Model;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.Locale;

/** Refuses to remove so many rows of a table at once that a mistake of its source is more likely than the truth. */
final class ShrinkGuard {

    private static final double DEFAULT_SHARE = 0.5;

    /** So few rows go by themselves when the model says nothing else. */
    private static final long ALWAYS_ALLOWED = 10;

    private final RunOptions.Shrink shrink;

    ShrinkGuard(RunOptions.Shrink shrink) {
        this.shrink = shrink;
    }

    /**
     * Lets a change through or not.
     *
     * @throws LakesmithException SHRINK_REFUSED
     */
    void allow(Model model, Loss loss) {
        long removed = loss.count();
        boolean few = model.deletes().maxShrink().isEmpty() && removed <= ALWAYS_ALLOWED;
        double share = model.deletes().maxShrink().orElse(DEFAULT_SHARE);
        if (shrink == RunOptions.Shrink.ALLOWED || removed == 0 || few || removed <= loss.of() * share) {
            return;
        }
        throw new LakesmithException(
                ErrorCode.SHRINK_REFUSED,
                String.format(
                        Locale.ROOT,
                        "%s would lose %d of its %d %s (%.1f%%), more than the %.0f%% that one run may remove; if its"
                                + " source is right, run again with --allow-shrink, or set max_shrink in the model's"
                                + " header",
                        model.name(),
                        removed,
                        loss.of(),
                        loss.kind().words(),
                        100.0 * removed / loss.of(),
                        100.0 * share));
    }

    /**
     * Lets a table be made anew from landing without contents that landing only referred to, or not.
     *
     * @throws LakesmithException SHRINK_REFUSED
     */
    void allow(TableName bronze, FilesToLoad chosen) {
        if (shrink == RunOptions.Shrink.REFUSED) {
            throw new LakesmithException(
                    ErrorCode.SHRINK_REFUSED,
                    bronze + " is to be made anew from landing, which refers to objects that are not what they were: "
                            + chosen.told() + ". Their rows would be lost; put the objects back, or accept that with"
                            + " --allow-shrink");
        }
    }
}
