package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.JsonReading.Slice;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * All requests of a stream: one window after the other, and in each one parent's record after the other. The records come
 * in this order, however many requests run at a time.
 */
final class Walk {

    private final Api api;
    private final Stream stream;
    private final Pages pages;
    private final Asking position;
    private final Optional<Upwards> parent;
    private final Path folder;
    private final AtomicLong spools = new AtomicLong();

    /**
     * The way to the parent's records.
     *
     * @param parent what is taken of them
     * @param walk gives them
     */
    private record Upwards(Parent parent, Walk walk) {}

    /**
     * What is around it.
     *
     * @param folder where records wait for their turn
     * @param progress is told what the user should know
     */
    record Surroundings(Path folder, Progress progress) {}

    private Walk(Api api, Stream stream, Asking position, Optional<Upwards> parent, Surroundings around) {
        this.api = api;
        this.stream = stream;
        this.pages = api.pages(stream, around.progress());
        this.position = position;
        this.parent = parent;
        this.folder = around.folder();
    }

    /**
     * Of a stream and those above it.
     *
     * @param position where it goes on
     * @param above where its parent goes on; empty: at the beginning
     */
    static Walk of(Api api, Stream stream, Asking position, Optional<? extends Asking> above, Surroundings around) {
        Optional<Upwards> upwards = Parent.of(stream).map(parent -> {
            Stream up = api.stream(parent.stream());
            Asking there = above.isPresent() ? above.get() : Position.ofParent(up, Optional.empty(), "");
            return new Upwards(parent, of(api, up, there, Optional.empty(), around));
        });
        return new Walk(api, stream, position, upwards, around);
    }

    /** Gives all records to {@code sink}. */
    void run(RecordSink sink) {
        for (Optional<Window> window : position.windows(api.clock().instant())) {
            if (parent.isEmpty()) {
                read(Filling.first(position.asked(stream), window, Map.of()), new byte[0], sink);
            } else {
                children(parent.get(), window, sink);
            }
            window.ifPresent(position::ended);
        }
    }

    private void read(Filling filling, byte[] keys, RecordSink sink) {
        boolean newestFirst = stream.options().get("order", String.class).equals("newest_first");
        pages.read(filling, page -> {
            boolean old = newestFirst && !page.records().isEmpty();
            for (Slice record : page.records()) {
                old &= newestFirst && position.isBefore(page.text(), record.from(), record.to());
                if (keys.length == 0) {
                    sink.record(page.text(), record.from(), record.to(), filling.window());
                } else {
                    byte[] joined = Parent.joined(keys, page, record);
                    sink.record(joined, 0, joined.length, filling.window());
                }
            }
            sink.repeated(page.repeated());
            return old ? Pages.Next.UNWANTED : Pages.Next.WANTED;
        });
    }

    private void children(Upwards up, Optional<Window> window, RecordSink sink) {
        ExecutorService pool = Executors.newFixedThreadPool(api.parallel(), task -> {
            Thread thread = new Thread(task, "http-" + stream.source() + "-" + stream.name());
            thread.setDaemon(true);
            return thread;
        });
        try (Turns turns = new Turns(pool, sink, window)) {
            up.walk().run(new RecordSink() {
                @Override
                public void record(byte[] text, int from, int to, Optional<Window> parentWindow) {
                    Asking there = up.walk().position;
                    if (there.judge(text, from, to, parentWindow) == Asking.Verdict.NEW) {
                        Map<JsonPath, Scalar> fields =
                                JsonReading.values(text, from, to, up.parent().fields());
                        turns.submit(fields);
                    }
                }

                @Override
                public void repeated(long records) {}
            });
            turns.finish();
        }
    }

    /** Requests that run at a time, whose records come in the order they were begun. */
    private final class Turns implements AutoCloseable {

        private final ExecutorService pool;
        private final RecordSink sink;
        private final Optional<Window> window;
        private final Deque<Future<Spool>> running = new ArrayDeque<>();

        Turns(ExecutorService pool, RecordSink sink, Optional<Window> window) {
            this.pool = pool;
            this.sink = sink;
            this.window = window;
        }

        void submit(Map<JsonPath, Scalar> fields) {
            while (running.size() >= api.parallel() * 2) {
                takeFirst();
            }
            Parent above = parent.orElseThrow().parent();
            running.addLast(pool.submit(child(fields, above)));
        }

        private Callable<Spool> child(Map<JsonPath, Scalar> fields, Parent above) {
            return () -> {
                Spool spool = new Spool(folder.resolve("waiting-" + stream.name() + "-" + spools.incrementAndGet()));
                try {
                    read(Filling.first(position.asked(stream), window, fields), above.members(fields), spool);
                    return spool;
                } catch (RuntimeException e) {
                    spool.close();
                    throw e;
                }
            };
        }

        void finish() {
            while (!running.isEmpty()) {
                takeFirst();
            }
        }

        private void takeFirst() {
            try (Spool spool = running.removeFirst().get()) {
                spool.drainTo(sink, window);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LakesmithException(ErrorCode.INTERRUPTED, "the run was interrupted", e);
            } catch (ExecutionException e) {
                if (e.getCause() instanceof RuntimeException failure) {
                    throw failure;
                }
                throw new IllegalStateException("a request failed: " + e.getCause(), e);
            }
        }

        @Override
        public void close() {
            pool.shutdownNow();
        }
    }
}
