package dev.lakesmith.cloud;

import dev.lakesmith.lake.storage.Traffic;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpHeaders;
import software.amazon.awssdk.http.SdkHttpMethod;

/** Counts requests to S3, every attempt, by the lengths that their headers tell. */
record S3Traffic(Traffic traffic) implements ExecutionInterceptor {

    private static final String LENGTH = "Content-Length";

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        traffic.request(length(context.httpRequest()));
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        // The answer to HEAD tells the length of a body that does not come.
        if (context.httpResponse().isSuccessful() && context.httpRequest().method() != SdkHttpMethod.HEAD) {
            traffic.answer(length(context.httpResponse()));
        }
    }

    private static long length(SdkHttpHeaders message) {
        return message.firstMatchingHeader(LENGTH).map(Long::parseLong).orElse(0L);
    }
}
