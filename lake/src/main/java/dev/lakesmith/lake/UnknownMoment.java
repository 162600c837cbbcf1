package dev.lakesmith.lake;

import dev.lakesmith.lake.LakeTable.SnapshotInfo;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Nearest;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Words the error about a state that a table does not have. */
final class UnknownMoment {

    /** A table may have thirty. */
    private static final int SHOWN = 5;

    private UnknownMoment() {}

    /** The time that a text says; empty when it says none that Iceberg can count. */
    static Optional<Instant> instant(String moment) {
        try {
            Instant instant = Instant.parse(moment);
            return Math.abs(instant.getEpochSecond()) < Long.MAX_VALUE / 1000 ? Optional.of(instant) : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    static LakesmithException of(LakeTable table, String moment, List<String> tags) {
        List<SnapshotInfo> snapshots = table.snapshots();
        String what;
        if (moment.matches("\\d{1,19}")) {
            what = table.name() + " has no snapshot " + moment;
        } else if (instant(moment).isPresent()) {
            what = snapshots.isEmpty()
                    ? table.name() + " has no state at " + moment + ": nothing was ever written to it"
                    : table.name() + " has no state at " + moment + " any more, or had none yet; the oldest that is"
                            + " kept is of " + seconds(snapshots.get(0).at());
        } else {
            what = "'" + moment + "' is no snapshot id, tag or time of " + table.name()
                    + "; write a time as 2026-01-31T00:00:00Z" + Nearest.hint(moment, tags);
        }
        List<SnapshotInfo> last = snapshots.subList(Math.max(0, snapshots.size() - SHOWN), snapshots.size());
        String states = last.isEmpty()
                ? ""
                : "; its " + (last.size() < snapshots.size() ? "last snapshots are " : "snapshots are ")
                        + String.join(
                                ", ",
                                last.stream()
                                        .map(each -> each.id() + " (" + seconds(each.at()) + ")")
                                        .toList());
        return new LakesmithException(
                ErrorCode.SNAPSHOT_UNKNOWN,
                what + states + (tags.isEmpty() ? "; it has no tags" : "; its tags are " + String.join(", ", tags)));
    }

    /** Rounded up, so that the time can be given back and finds the snapshot. */
    private static Instant seconds(Instant at) {
        Instant whole = at.truncatedTo(ChronoUnit.SECONDS);
        return whole.equals(at) ? whole : whole.plusSeconds(1);
    }
}
