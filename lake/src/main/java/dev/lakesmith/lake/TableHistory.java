package dev.lakesmith.lake;

import dev.lakesmith.lake.LakeTable.SnapshotInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.apache.iceberg.DataOperations;
import org.apache.iceberg.HistoryEntry;
import org.apache.iceberg.Snapshot;
import org.apache.iceberg.SnapshotRef;
import org.apache.iceberg.TableMetadata;
import org.jspecify.annotations.Nullable;

/** The snapshots of a table that are still known, and the names of some. */
record TableHistory(TableMetadata metadata) {

    /** Whether a snapshot only wrote rows anew. */
    static boolean isReplace(Snapshot snapshot) {
        return DataOperations.REPLACE.equals(snapshot.operation());
    }

    /** All, oldest first. */
    List<SnapshotInfo> all() {
        return metadata.snapshots().stream().map(this::info).toList();
    }

    private SnapshotInfo info(Snapshot each) {
        return new SnapshotInfo(
                each.snapshotId(),
                Instant.ofEpochMilli(each.timestampMillis()),
                each.operation(),
                Map.copyOf(each.summary()),
                tags(id -> id == each.snapshotId()));
    }

    private @Nullable Snapshot parent(Snapshot each) {
        return each.parentId() == null ? null : metadata.snapshot(each.parentId());
    }

    /** See {@link LakeTable#rowsSince}. */
    OptionalLong rowsSince(Snapshot now) {
        Snapshot each = now;
        while (isReplace(each)) {
            String known = each.summary().get(LakeProperties.SAME_ROWS_AS);
            if (known != null) {
                return OptionalLong.of(Long.parseLong(known));
            }
            Snapshot parent = parent(each);
            if (parent == null) {
                break;
            }
            each = parent;
        }
        return OptionalLong.of(each.snapshotId());
    }

    /** See {@link LakeTable#writtenByOthers}. */
    List<SnapshotInfo> writtenByOthers(Snapshot now) {
        List<SnapshotInfo> foreign = new ArrayList<>();
        Snapshot each = now;
        while (each != null
                && each.summary().keySet().stream().noneMatch(key -> key.startsWith(LakeProperties.PREFIX))) {
            if (!isReplace(each)) {
                foreign.add(info(each));
            }
            each = parent(each);
        }
        return foreign;
    }

    /** See {@link LakeTable#at}. */
    Optional<Snapshot> find(String moment) {
        SnapshotRef ref = metadata.ref(moment);
        if (ref != null && ref.isTag()) {
            return Optional.ofNullable(metadata.snapshot(ref.snapshotId()));
        }
        if (moment.matches("\\d{1,19}")) {
            try {
                return Optional.ofNullable(metadata.snapshot(Long.parseLong(moment)));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
        return UnknownMoment.instant(moment).flatMap(this::current);
    }

    /** The snapshot that was the current one then. */
    private Optional<Snapshot> current(Instant moment) {
        Long id = null;
        for (HistoryEntry entry : metadata.snapshotLog()) {
            if (entry.timestampMillis() <= moment.toEpochMilli()) {
                id = entry.snapshotId();
            }
        }
        return id == null ? Optional.empty() : Optional.ofNullable(metadata.snapshot(id));
    }

    /** The names of snapshots, sorted. */
    List<String> tags() {
        return tags(id -> true);
    }

    private List<String> tags(Predicate<Long> of) {
        return metadata.refs().entrySet().stream()
                .filter(entry ->
                        entry.getValue().isTag() && of.test(entry.getValue().snapshotId()))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}
