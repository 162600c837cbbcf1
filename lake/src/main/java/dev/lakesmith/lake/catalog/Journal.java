package dev.lakesmith.lake.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.FaultPoint;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Publishes several tables of a catalog that moves one at a time. What is going to be moved is written down first, so
 * that another process completes what one that died has begun. Readers may see some of the tables before the others.
 */
final class Journal {

    private static final String FOLDER = "publishing";
    /** A publication takes seconds; one that is older has nobody any more. */
    private static final Duration ABANDONED = Duration.ofMinutes(5);

    /** Later nothing is taken back, long before another process may take the journal for abandoned. */
    private static final Duration OURS = Duration.ofMinutes(2);

    private final TableStore store;
    private final StoredPointers files;
    private final Clock clock;

    Journal(TableStore store, StoredPointers files, Clock clock) {
        this.store = store;
        this.files = files;
        this.clock = clock;
    }

    /**
     * Moves pointers in their order.
     *
     * @throws LakesmithException LAKE_CONFLICT when one of the published tables is not its pointer's base; nothing is
     *     moved then, and what was moved before is taken back, unless that is so late that another process may be
     *     completing it
     */
    void publish(List<Pointer> pointers) {
        requireBases(pointers);
        List<Pointer> tables = pointers.stream()
                .filter(pointer -> pointer.kind() == Pointer.Kind.TABLE)
                .toList();
        if (pointers.size() == 1) {
            move(pointers.get(0));
        } else if (tables.size() < pointers.size() || !store.moveTogether(tables)) {
            String name = FOLDER + "/" + UUID.randomUUID() + ".json";
            Instant begun = clock.instant();
            files.write(name, json(pointers, begun));
            List<Pointer> moved = new ArrayList<>();
            try {
                if (tables.size() > 1 && tables.size() < pointers.size() && store.moveTogether(tables)) {
                    moved.addAll(tables);
                    FaultPoint.PUBLISH_INSIDE.reach();
                }
                for (Pointer pointer : pointers) {
                    if (!moved.contains(pointer)) {
                        move(pointer);
                        moved.add(pointer);
                    }
                }
            } catch (LakesmithException e) {
                // Two that go forward do no harm; one that goes back beside another undoes half of its work.
                if (e.code() == ErrorCode.LAKE_CONFLICT && clock.instant().isBefore(begun.plus(OURS))) {
                    takeBack(moved);
                    files.delete(name);
                }
                throw e;
            }
            files.delete(name);
        }
    }

    private void move(Pointer pointer) {
        store.move(pointer);
        FaultPoint.PUBLISH_INSIDE.reach();
    }

    /** Most conflicts are found here, before anything is moved. */
    private void requireBases(List<Pointer> pointers) {
        Map<TableName, Pointer> published = published();
        for (Pointer pointer : pointers) {
            Pointer now = published.get(pointer.name());
            boolean fits = now == null
                    ? pointer.base().isEmpty()
                    : pointer.base().filter(now.metadata()::equals).isPresent() || store.hasArrived(pointer, now);
            if (!fits) {
                throw Conflicts.changed(pointer.name());
            }
        }
    }

    private Map<TableName, Pointer> published() {
        Map<TableName, Pointer> published = new HashMap<>();
        store.published().forEach(pointer -> published.put(pointer.name(), pointer));
        return published;
    }

    /** The last one first: what reads a table goes back before it. */
    private void takeBack(List<Pointer> moved) {
        Map<TableName, Pointer> published = published();
        Collections.reverse(moved);
        for (Pointer pointer : moved) {
            Pointer now = published.get(pointer.name());
            if (now == null || !store.hasArrived(pointer, now)) {
                continue;
            }
            try {
                if (pointer.base().isEmpty()) {
                    store.remove(now);
                } else {
                    store.move(new Pointer(
                            pointer.name(), now.kind(), pointer.base().get(), Optional.of(now.metadata()), true));
                }
            } catch (LakesmithException e) {
                // Somebody has gone on from what was published.
                if (e.code() != ErrorCode.LAKE_CONFLICT) {
                    throw e;
                }
            }
        }
    }

    /** Completes what processes that died have begun. */
    void complete() {
        for (Map.Entry<String, JsonNode> entry : files.read(FOLDER)) {
            if (isAbandoned(entry.getValue())) {
                for (JsonNode json : entry.getValue().path("pointers")) {
                    completeOne(StoredPointers.pointer(json));
                }
                files.delete(entry.getKey());
            }
        }
    }

    private void completeOne(Pointer pointer) {
        try {
            store.move(pointer);
        } catch (LakesmithException e) {
            // Somebody has gone on from what was published before, and his is what counts.
            if (e.code() != ErrorCode.LAKE_CONFLICT) {
                throw e;
            }
        }
    }

    private static ObjectNode json(List<Pointer> pointers, Instant begun) {
        ObjectNode json = StoredPointers.object()
                .put("begun", begun.toString())
                .put("host", host())
                .put("process", ProcessHandle.current().pid());
        ArrayNode list = json.putArray("pointers");
        pointers.forEach(pointer -> list.add(StoredPointers.json(pointer)));
        return json;
    }

    private boolean isAbandoned(JsonNode json) {
        boolean dead = json.path("host").asText().equals(host())
                && ProcessHandle.of(json.path("process").asLong())
                        .filter(ProcessHandle::isAlive)
                        .isEmpty();
        return dead
                || Instant.parse(json.path("begun").asText()).plus(ABANDONED).isBefore(clock.instant());
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown";
        }
    }
}
