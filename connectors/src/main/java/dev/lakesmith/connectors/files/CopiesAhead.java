package dev.lakesmith.connectors.files;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does pieces of work by several threads and gives the results in the order of the pieces; no more than a few pieces are
 * begun before their results are wanted. Used by one thread.
 *
 * @param <T> a result
 */
final class CopiesAhead<T> implements Iterator<T>, AutoCloseable {

    private static final int AHEAD = 4;
    private static final int SECONDS_TO_END = 70;

    private final Iterator<Supplier<T>> pieces;
    private final ExecutorService threads;
    private final int most;
    private final Deque<Future<T>> begun = new ArrayDeque<>();

    CopiesAhead(Iterator<Supplier<T>> pieces, int atOnce) {
        this.pieces = pieces;
        this.most = AHEAD * atOnce;
        this.threads = Executors.newFixedThreadPool(atOnce, task -> {
            Thread thread = new Thread(task, "copies");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public boolean hasNext() {
        return !begun.isEmpty() || pieces.hasNext();
    }

    /** Throws what the piece of work threw. With one thread it is the caller's. */
    @Override
    public T next() {
        if (most == AHEAD) {
            return pieces.next().get();
        }
        while (begun.size() < most && pieces.hasNext()) {
            Supplier<T> piece = pieces.next();
            begun.add(threads.submit(piece::get));
        }
        if (begun.isEmpty()) {
            throw new NoSuchElementException();
        }
        try {
            return begun.removeFirst().get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LakesmithException(ErrorCode.INTERRUPTED, "the run was interrupted", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException known) {
                throw known;
            }
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** Ends what is still being done, so that nothing is written any more. */
    @Override
    public void close() {
        threads.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            threads.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
