package dev.lakesmith.cloud;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelinePosition;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelineSyncPolicy;
import dev.lakesmith.lake.storage.Traffic;

/** Counts requests to Azure, every attempt, by the lengths that their headers tell. */
final class AdlsTraffic extends HttpPipelineSyncPolicy {

    private final Traffic traffic;

    AdlsTraffic(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    protected void beforeSendingRequest(HttpPipelineCallContext context) {
        traffic.request(length(context.getHttpRequest().getHeaders()));
    }

    @Override
    protected HttpResponse afterReceivedResponse(HttpPipelineCallContext context, HttpResponse response) {
        // The answer to HEAD tells the length of a body that does not come.
        if (response.getStatusCode() < 300 && context.getHttpRequest().getHttpMethod() != HttpMethod.HEAD) {
            traffic.answer(length(response.getHeaders()));
        }
        return response;
    }

    @Override
    public HttpPipelinePosition getPipelinePosition() {
        return HttpPipelinePosition.PER_RETRY;
    }

    private static long length(HttpHeaders headers) {
        String value = headers.getValue(HttpHeaderName.CONTENT_LENGTH);
        return value == null ? 0 : Long.parseLong(value);
    }
}
