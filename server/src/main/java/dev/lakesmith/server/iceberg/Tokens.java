package dev.lakesmith.server.iceberg;

import dev.lakesmith.server.http.HttpServer;
import dev.lakesmith.server.iceberg.Access.Caller;
import io.javalin.http.Context;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.responses.OAuthTokenResponse;
import org.jspecify.annotations.Nullable;

/**
 * OAuth2 as Iceberg's clients speak it: the client-credentials grant, and the exchange of a token that still holds for a
 * new one.
 */
final class Tokens {

    private static final String EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange";
    private static final String ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token";

    /** Who asks for a token is not known yet, and may be slow: others must find a thread. */
    private static final int AT_A_TIME = 32;

    private final Access access;
    private final Semaphore asking = new Semaphore(AT_A_TIME);

    Tokens(Access access) {
        this.access = access;
    }

    void answer(Context context) {
        if (!asking.tryAcquire()) {
            throw new Refusal(503, "ServiceUnavailableException", "too many ask for tokens at once; try again");
        }
        try {
            decide(context);
        } finally {
            asking.release();
        }
    }

    private void decide(Context context) {
        Map<String, String> form;
        try {
            form = RESTUtil.decodeFormData(context.body());
        } catch (IllegalArgumentException e) {
            refuse(context, 400, "invalid_request", "the body is no form");
            return;
        }
        String grant = form.getOrDefault("grant_type", "");
        if (access.isOpen()) {
            refuse(context, 400, "invalid_request", "this server asks for no authentication; leave the credential out");
            return;
        }
        if (!grant.equals("client_credentials") && !grant.equals(EXCHANGE)) {
            refuse(context, 400, "unsupported_grant_type", "the grant type must be client_credentials");
            return;
        }
        Optional<Caller> caller = access.basic(context.header("Authorization"))
                .or(() -> access.client(form.getOrDefault("client_id", ""), form.getOrDefault("client_secret", "")));
        if (caller.isEmpty() && grant.equals(EXCHANGE)) {
            caller = exchanged(form.get("subject_token"));
        }
        if (caller.isEmpty()) {
            refuse(context, 401, "invalid_client", "the client id or its secret is wrong");
            return;
        }
        context.attribute(HttpServer.WHO, caller.get().name());
        context.header("Cache-Control", "no-store");
        context.result(Json.write(OAuthTokenResponse.builder()
                .withToken(access.issue(caller.get()))
                .withIssuedTokenType(ACCESS_TOKEN)
                .withTokenType("bearer")
                .setExpirationInSeconds((int) Access.LIFETIME.toSeconds())
                .addScope(caller.get().scope().name().toLowerCase(Locale.ROOT))
                .build()));
    }

    private Optional<Caller> exchanged(@Nullable String token) {
        try {
            return Optional.ofNullable(token).map(access::bearer);
        } catch (Refusal e) {
            return Optional.empty();
        }
    }

    private static void refuse(Context context, int status, String error, String description) {
        context.status(status);
        context.result(Json.write(Map.of("error", error, "error_description", description)));
    }
}
