package dev.lakesmith.server.iceberg;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.apache.iceberg.exceptions.NotFoundException;
import org.apache.iceberg.rest.responses.ErrorResponse;

/** Turns what went wrong into the open API's error. */
final class Errors {

    private Errors() {}

    static void answer(Context context, Exception failure) {
        Refusal refusal = refusal(failure);
        if (refusal.status() >= 500) {
            Reports.failure(context.req().getMethod() + " " + context.req().getRequestURI(), failure);
        }
        context.status(refusal.status());
        if (refusal.status() == 401) {
            context.header("WWW-Authenticate", "Bearer");
        }
        if (refusal.status() == 503) {
            context.header("Retry-After", "5");
        }
        context.removeHeader("ETag");
        context.contentType("application/json");
        context.result(Json.write(ErrorResponse.builder()
                .responseCode(refusal.status())
                .withType(refusal.type())
                .withMessage(String.valueOf(refusal.getMessage()))
                .build()));
    }

    static Refusal refusal(Exception failure) {
        if (failure instanceof Refusal refusal) {
            return refusal;
        }
        if (failure instanceof HttpResponseException http) {
            return new Refusal(http.getStatus(), type(http.getStatus()), message(http));
        }
        if (failure instanceof LakesmithException known && known.code() == ErrorCode.LAKE_CONFLICT) {
            return Refusal.conflict(known.message());
        }
        if (failure instanceof LakesmithException known && known.code() == ErrorCode.LAKE_UNREADABLE) {
            return new Refusal(503, "ServiceUnavailableException", known.message());
        }
        if (failure instanceof NotFoundException) {
            return new Refusal(500, "InternalServerError", "a file of the lake is missing: " + failure.getMessage());
        }
        return new Refusal(500, "InternalServerError", "the server failed; its log says why");
    }

    private static String type(int status) {
        return switch (status) {
            case 404 -> "NoSuchRouteException";
            case 405 -> "MethodNotAllowedException";
            case 413 -> "PayloadTooLargeException";
            default -> status < 500 ? "BadRequestException" : "InternalServerError";
        };
    }

    private static String message(HttpResponseException http) {
        return switch (http.getStatus()) {
            case 404 ->
                "there is no such route; the catalog's address ends with /catalog, and the open Iceberg REST API is below it in /v1";
            case 405 -> "this route has no such method";
            case 413 -> "the request's body is larger than this server takes";
            default -> String.valueOf(http.getMessage());
        };
    }
}
