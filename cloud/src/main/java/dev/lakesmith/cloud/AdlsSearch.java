package dev.lakesmith.cloud;

import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Clock;
import reactor.core.publisher.Mono;

/** Gives up an address of Azure that has never answered before the SDK does, and says which host has no address. */
final class AdlsSearch implements HttpPipelinePolicy {

    private final Search search = new Search(Clock.systemUTC());

    /** Not a failure of the network for the SDK, which would try that again. */
    static final class NeverAnswered extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final Throwable failure;

        private NeverAnswered(Throwable failure) {
            super(failure.getMessage());
            this.failure = failure;
        }

        Throwable failure() {
            return failure;
        }
    }

    @Override
    public HttpPipelinePosition getPipelinePosition() {
        return HttpPipelinePosition.PER_RETRY;
    }

    @Override
    public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
        return next.process().doOnNext(response -> search.answered()).onErrorMap(failure -> judged(failure, context));
    }

    @Override
    public HttpResponse processSync(HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
        try {
            HttpResponse response = next.processSync();
            search.answered();
            return response;
        } catch (RuntimeException e) {
            Throwable judged = judged(e, context);
            if (judged instanceof UnknownHostException unknown) {
                throw new UncheckedIOException(unknown);
            }
            throw judged instanceof RuntimeException known ? known : e;
        }
    }

    private Throwable judged(Throwable failure, HttpPipelineCallContext context) {
        Throwable told = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnresolvedAddressException) {
                told = new UnknownHostException(
                        context.getHttpRequest().getUrl().getHost());
            } else if (cause instanceof ConnectException && told == failure) {
                told = cause;
            }
        }
        return search.ends(failure) ? new NeverAnswered(told) : told;
    }
}
