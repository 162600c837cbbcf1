package dev.lakesmith.core.upkeep;

import dev.lakesmith.core.contract.Maintenance;
import dev.lakesmith.lake.ScanFile;
import java.time.Clock;
import java.time.Instant;
import java.util.List;

/** How much upkeep may still do. Used by one thread. */
final class Allowance {

    private final Clock clock;
    private final Instant end;
    private long bytes;

    private Allowance(Clock clock, Instant end, long bytes) {
        this.clock = clock;
        this.end = end;
        this.bytes = bytes;
    }

    static Allowance ofRun(Maintenance maintenance, Clock clock) {
        return new Allowance(clock, clock.instant().plus(maintenance.timePerRun()), maintenance.bytesPerRun());
    }

    static Allowance unlimited(Clock clock) {
        return new Allowance(clock, Instant.MAX, Long.MAX_VALUE);
    }

    boolean isUsedUp() {
        return bytes <= 0 || !clock.instant().isBefore(end);
    }

    /** Counts files that are about to be written anew. Files larger than what is left are the last ones. */
    void use(List<ScanFile> files) {
        bytes -= files.stream().mapToLong(ScanFile::bytes).sum();
    }
}
