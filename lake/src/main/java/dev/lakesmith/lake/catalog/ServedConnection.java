package dev.lakesmith.lake.catalog;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.rest.ErrorHandler;
import org.apache.iceberg.rest.ErrorHandlers;
import org.apache.iceberg.rest.HTTPClient;
import org.apache.iceberg.rest.RESTClient;
import org.apache.iceberg.rest.RESTRequest;
import org.apache.iceberg.rest.RESTResponse;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.auth.AuthManager;
import org.apache.iceberg.rest.auth.AuthManagers;
import org.apache.iceberg.rest.auth.AuthSession;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.ErrorResponseParser;
import org.jspecify.annotations.Nullable;

/**
 * Asks a server for JSON, with the authentication of Iceberg's clients. What may have been lost on its way is asked for
 * again. Thread-safe.
 */
final class ServedConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration STRANGER = Duration.ofSeconds(3);
    /** Changes wait for each other; a server that is silent for longer is gone. */
    private static final String ANSWER_MILLIS = "60000";

    private static final String CONNECT_MILLIS = "10000";
    private static final int CONFLICT = 409;

    private static final ErrorHandler FAILING = new Failing();

    private final String uri;
    private final Map<String, String> properties;
    private @Nullable Session session;

    /** What is sent and what comes. */
    private record Message(JsonNode json) implements RESTRequest, RESTResponse {
        @Override
        public void validate() {
            // Whoever reads it looks.
        }
    }

    private record Session(HTTPClient http, AuthManager manager, AuthSession who) implements AutoCloseable {
        RESTClient client() {
            return http.withAuthSession(who);
        }

        @Override
        public void close() {
            who.close();
            manager.close();
            try {
                http.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    ServedConnection(String uri, Map<String, String> properties) {
        this.uri = uri;
        Map<String, String> all = new HashMap<>(properties);
        all.putIfAbsent("rest.client.connection-timeout-ms", CONNECT_MILLIS);
        all.putIfAbsent("rest.client.socket-timeout-ms", ANSWER_MILLIS);
        this.properties = Map.copyOf(all);
    }

    String uri() {
        return uri;
    }

    /** What the server wants its clients to know. */
    ConfigResponse config() {
        Map<String, String> query = new HashMap<>();
        Optional.ofNullable(properties.get("warehouse")).ifPresent(warehouse -> query.put("warehouse", warehouse));
        // The address may be wrong.
        return asked(
                client -> client.get(
                        "v1/config", query, ConfigResponse.class, Map.of(), ErrorHandlers.configErrorHandler()),
                STRANGER);
    }

    JsonNode get(String path, Map<String, String> query) {
        return asked(client -> client.get(path, query, Message.class, Map.of(), FAILING), PATIENCE)
                .json();
    }

    /** Changes something, once, however often it must be sent. */
    void post(String path, JsonNode body) {
        Map<String, String> key = RESTUtil.idempotencyHeaders();
        asked(client -> client.post(path, new Message(body), Message.class, key, FAILING), PATIENCE);
    }

    /** Tells conflicts in the server's words, which are those of its catalog. */
    private static final class Failing extends ErrorHandler {
        @Override
        public ErrorResponse parseResponse(int code, String body) {
            try {
                return ErrorResponseParser.fromJson(body);
            } catch (UncheckedIOException | IllegalArgumentException e) {
                // Whoever stands between has answered in his own words.
                return ErrorResponse.builder()
                        .responseCode(code)
                        .withMessage(body)
                        .build();
            }
        }

        @Override
        public void accept(ErrorResponse error) {
            if (error.code() == CONFLICT) {
                throw new LakesmithException(ErrorCode.LAKE_CONFLICT, String.valueOf(error.message()));
            }
            ErrorHandlers.defaultErrorHandler().accept(error);
        }
    }

    private <T> T asked(Function<RESTClient, T> question, Duration patience) {
        Patience waiting = new Patience();
        boolean renewed = false;
        while (true) {
            Session used = null;
            try {
                used = session();
                return question.apply(used.client());
            } catch (NotAuthorizedException e) {
                // A server that was started again does not know the tokens that it gave out before.
                if (renewed || used == null) {
                    throw RestFailures.told(uri, e);
                }
                renewed = true;
                forget(used);
            } catch (RuntimeException e) {
                if (!RestFailures.isUncertain(e) || !waiting.waits(patience)) {
                    throw RestFailures.told(uri, e);
                }
            }
        }
    }

    private synchronized Session session() {
        if (session == null) {
            HTTPClient http = HTTPClient.builder(properties)
                    .uri(uri)
                    .withHeaders(RESTUtil.configHeaders(properties))
                    .withObjectMapper(mapper())
                    .build();
            AuthManager manager = AuthManagers.loadAuthManager(JdbcCatalog.NAME, properties);
            session = new Session(http, manager, manager.catalogSession(http, properties));
        }
        return session;
    }

    private synchronized void forget(Session used) {
        if (used.equals(session)) {
            session = null;
            used.close();
        }
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        RESTSerializers.registerAll(mapper);
        SimpleModule module = new SimpleModule();
        module.addSerializer(Message.class, new StdSerializer<>(Message.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public void serialize(Message message, JsonGenerator to, SerializerProvider with) throws IOException {
                to.writeTree(message.json());
            }
        });
        module.addDeserializer(Message.class, new StdDeserializer<>(Message.class) {
            private static final long serialVersionUID = 1L;

            @Override
            public Message deserialize(JsonParser from, DeserializationContext with) throws IOException {
                return new Message(from.readValueAsTree());
            }
        });
        return mapper.registerModule(module);
    }

    @Override
    public synchronized void close() {
        if (session != null) {
            session.close();
            session = null;
        }
    }
}
