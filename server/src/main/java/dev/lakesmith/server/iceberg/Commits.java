package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.catalog.NamedChange;
import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Moves pointers, all or nothing. When another writer was faster, what the client asks for is prepared again: its
 * requirements tell whether it still holds.
 */
final class Commits {

    private static final int TRIES = 20;
    private static final int LONGEST_PAUSE_MILLIS = 100;

    private final Pointers pointers;
    private final MetadataFiles files;

    Commits(Pointers pointers, MetadataFiles files) {
        this.pointers = pointers;
        this.files = files;
    }

    /** Makes one change. */
    <M> M commit(Supplier<Change<M>> prepared) {
        return commit(List.of(prepared)).get(0);
    }

    /** Makes several changes or none of them. */
    <M> List<M> commit(List<Supplier<Change<M>>> preparations) {
        for (int i = 1; ; i++) {
            List<Change<M>> changes = prepare(preparations);
            List<Pointer> moved = changes.stream()
                    .map(Change::pointer)
                    .flatMap(Optional::stream)
                    .toList();
            try {
                if (!moved.isEmpty()) {
                    pointers.commit(moved);
                }
                return changes.stream().map(Change::metadata).toList();
            } catch (NamedChange.Made e) {
                // It was asked for at the same time once more; what counts are the files of the other one.
                discard(changes);
                throw e;
            } catch (LakesmithException e) {
                // After any other failure the pointers may have moved: then the files are needed.
                if (e.code() != ErrorCode.LAKE_CONFLICT) {
                    throw e;
                }
                discard(changes);
                if (i == TRIES) {
                    throw Refusal.conflict("other writers were faster " + TRIES + " times: " + e.message());
                }
                pause(i);
            }
        }
    }

    /** Does what moves pointers by itself, again when another writer was faster. */
    void retrying(Runnable work) {
        for (int i = 1; ; i++) {
            try {
                work.run();
                return;
            } catch (LakesmithException e) {
                if (e.code() != ErrorCode.LAKE_CONFLICT) {
                    throw e;
                }
                if (i == TRIES) {
                    throw Refusal.conflict(e.message());
                }
                pause(i);
            }
        }
    }

    private <M> List<Change<M>> prepare(List<Supplier<Change<M>>> preparations) {
        List<Change<M>> changes = new ArrayList<>();
        try {
            preparations.forEach(each -> changes.add(each.get()));
            return changes;
        } catch (RuntimeException e) {
            discard(changes);
            throw e;
        }
    }

    private <M> void discard(List<Change<M>> changes) {
        changes.forEach(change -> change.pointer().ifPresent(pointer -> files.discard(pointer.metadata())));
    }

    private static void pause(int tries) {
        try {
            Thread.sleep(ThreadLocalRandom.current().nextInt(1, Math.min(LONGEST_PAUSE_MILLIS, 4 << tries)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Refusal(503, "ServiceUnavailableException", "the server is stopping; nothing was changed");
        }
    }
}
