package dev.lakesmith.core.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Durations as headers write them. */
final class Ages {

    private Ages() {}

    /** The two largest units, such as {@code 2d4h} or {@code 36h}; below a minute the seconds. */
    static String text(Duration age) {
        List<String> parts = new ArrayList<>();
        add(parts, age.toDays(), "d");
        add(parts, age.toHoursPart(), "h");
        add(parts, age.toMinutesPart(), "m");
        add(parts, age.toSecondsPart(), "s");
        return parts.isEmpty() ? "0s" : String.join("", parts.subList(0, Math.min(2, parts.size())));
    }

    private static void add(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + unit);
        }
    }
}
