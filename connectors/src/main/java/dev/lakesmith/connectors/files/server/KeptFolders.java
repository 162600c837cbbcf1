package dev.lakesmith.connectors.files.server;

import dev.lakesmith.core.project.Source;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Connections that nobody uses at the moment, kept a short time for the next stream of their source: logging in takes
 * longer than many a file, and servers count logins. Each is used by one stream at a time, so a source has never more of
 * them than streams are read at a time. Safe for several threads.
 */
final class KeptFolders {

    private static final Duration KEPT = Duration.ofSeconds(15);

    private final Map<Source, Deque<RemoteFolder>> idle = new HashMap<>();
    private final ScheduledThreadPoolExecutor ending;

    KeptFolders() {
        this.ending = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "lakesmith-kept-connections");
            thread.setDaemon(true);
            return thread;
        });
        ending.setKeepAliveTime(KEPT.toMillis(), TimeUnit.MILLISECONDS);
        ending.allowCoreThreadTimeOut(true);
    }

    /** Those of one source. */
    Of of(Source source) {
        return new Of(source);
    }

    /** The connections of one source. */
    final class Of {

        private final Source source;

        private Of(Source source) {
            this.source = source;
        }

        Optional<RemoteFolder> take() {
            synchronized (idle) {
                Deque<RemoteFolder> mine = idle.getOrDefault(source, new ArrayDeque<>());
                while (!mine.isEmpty()) {
                    RemoteFolder folder = mine.removeLast();
                    if (folder.isOpen()) {
                        return Optional.of(folder);
                    }
                    folder.close();
                }
                return Optional.empty();
            }
        }

        boolean isEmpty() {
            synchronized (idle) {
                return idle.getOrDefault(source, new ArrayDeque<>()).isEmpty();
            }
        }

        void give(RemoteFolder folder) {
            synchronized (idle) {
                idle.computeIfAbsent(source, any -> new ArrayDeque<>()).addLast(folder);
            }
            var unused = ending.schedule(() -> end(folder), KEPT.toMillis(), TimeUnit.MILLISECONDS);
        }

        /** Ends all of them: one was broken, so the others may be. */
        void forget() {
            Deque<RemoteFolder> mine;
            synchronized (idle) {
                mine = Optional.ofNullable(idle.remove(source)).orElseGet(ArrayDeque::new);
            }
            mine.forEach(RemoteFolder::close);
        }

        /** Unless somebody took it meanwhile. */
        private void end(RemoteFolder folder) {
            boolean waits;
            synchronized (idle) {
                Deque<RemoteFolder> mine = idle.getOrDefault(source, new ArrayDeque<>());
                waits = mine.remove(folder);
                if (mine.isEmpty()) {
                    idle.remove(source);
                }
            }
            if (waits) {
                folder.close();
            }
        }
    }
}
