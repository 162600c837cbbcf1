package dev.lakesmith.connectors.files.server;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;

/** Wants none of an answer's body: the connection is ended instead of reading what may be large. */
final class HeadOnly<T> implements java.net.http.HttpResponse.BodySubscriber<T> {

    private final T result;

    HeadOnly(T result) {
        this.result = result;
    }

    @Override
    public CompletionStage<T> getBody() {
        return CompletableFuture.completedFuture(result);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscription.cancel();
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onComplete() {}
}
