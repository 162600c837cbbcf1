package dev.lakesmith.server.iceberg;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lakesmith.vocabulary.TableName;
import io.javalin.http.Context;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.apache.iceberg.rest.RESTRequest;
import org.jspecify.annotations.Nullable;

/** What a client sent, in the words of the open API. */
final class Request {

    private final Context context;

    Request(Context context) {
        this.context = context;
    }

    String schema() {
        return Identifiers.schema(context.pathParam("namespace"));
    }

    TableName table() {
        return Identifiers.table(context.pathParam("namespace"), context.pathParam("table"));
    }

    /** The table that the path names, or that the body names in the path's namespace. */
    TableName tableMeant() {
        return context.pathParamMap().containsKey("table")
                ? table()
                : Identifiers.table(schema(), json().path("name").asText());
    }

    TableName view() {
        String namespace = context.pathParam("namespace");
        String view = context.pathParam("view");
        try {
            return Identifiers.table(namespace, view);
        } catch (Refusal e) {
            throw Refusal.noSuchView(namespace + "." + view);
        }
    }

    /** Tells this request from every other: what is asked for and the body, and no headers. */
    String fingerprint() {
        String query = context.queryString();
        return context.req().getMethod() + "\n" + context.req().getRequestURI() + "\n" + (query == null ? "" : query)
                + "\n" + Fingerprint.hex(context.bodyAsBytes());
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(context.queryParam(name));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(context.header(name));
    }

    /**
     * The body.
     *
     * @throws Refusal 400 when it is not such a request; 415 when it does not say that it is JSON: pages of browsers,
     *     which send to other servers unasked, may not say that
     */
    <T extends RESTRequest> T body(Class<T> type) {
        requireJson();
        return Json.read(context.bodyAsBytes(), type);
    }

    /** The body as it is; refused as by {@link #body}. */
    JsonNode json() {
        requireJson();
        try {
            return Json.parse(context.bodyAsBytes());
        } catch (UncheckedIOException e) {
            throw Refusal.badRequest("the request's body is no JSON: " + e.getMessage());
        }
    }

    private void requireJson() {
        @Nullable String contentType = context.contentType();
        if (contentType == null || !contentType.toLowerCase(Locale.ROOT).startsWith("application/json")) {
            throw new Refusal(415, "UnsupportedMediaTypeException", "the header Content-Type must be application/json");
        }
    }
}
