package dev.lakesmith.core.run;

import java.util.Optional;

/** Ranges in words. */
final class Bounds {

    private Bounds() {}

    static String described(Optional<String> min, Optional<String> max) {
        if (min.isPresent() && max.isPresent()) {
            return min.get() + " to " + max.get();
        }
        return min.map(lowest -> "at least " + lowest)
                .or(() -> max.map(highest -> "at most " + highest))
                .orElse("anything");
    }
}
