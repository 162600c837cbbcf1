package dev.lakesmith.connectors.files.server;

import dev.lakesmith.connectors.files.copy.CheckedFile;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes an answer's body behind what a copy holds already; asks for more only when that is done. */
final class ToCopy<T> implements BodySubscriber<T> {

    private final CheckedFile copy;
    private final T result;
    private final CompletableFuture<T> done = new CompletableFuture<>();
    private Flow.@Nullable Subscription subscription;
    private boolean stopped;

    ToCopy(CheckedFile copy, T result) {
        this.copy = copy;
        this.result = result;
    }

    @Override
    public CompletionStage<T> getBody() {
        return done;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        subscription = given;
        given.request(1);
    }

    /** Writes nothing any more: the copy is somebody else's now. */
    synchronized void stop() {
        stopped = true;
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        if (stopped) {
            return;
        }
        Flow.Subscription given = Objects.requireNonNull(subscription);
        try {
            buffers.forEach(copy::write);
            given.request(1);
        } catch (RuntimeException e) {
            given.cancel();
            done.completeExceptionally(e);
        }
    }

    @Override
    public void onError(Throwable failure) {
        done.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
        done.complete(result);
    }
}
