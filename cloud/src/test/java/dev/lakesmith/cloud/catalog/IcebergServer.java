package dev.lakesmith.cloud.catalog;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.lakesmith.lake.storage.Storage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.iceberg.HasTableOperations;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.CommitFailedException;
import org.apache.iceberg.exceptions.NamespaceNotEmptyException;
import org.apache.iceberg.exceptions.NoSuchNamespaceException;
import org.apache.iceberg.exceptions.NoSuchTableException;
import org.apache.iceberg.exceptions.NoSuchViewException;
import org.apache.iceberg.jdbc.JdbcCatalog;
import org.apache.iceberg.rest.CatalogHandlers;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTCatalogProperties.SnapshotMode;
import org.apache.iceberg.rest.RESTSerializers;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.apache.iceberg.rest.responses.ErrorResponseParser;
import org.jspecify.annotations.Nullable;

/**
 * A REST catalog made of what Iceberg's library has for servers, over its own JDBC catalog. It may lose answers.
 */
final class IcebergServer implements AutoCloseable {

    private static final ObjectMapper JSON = mapper();

    private static final List<Endpoint> SINGLE = List.of(
            Endpoint.V1_LIST_NAMESPACES,
            Endpoint.V1_LOAD_NAMESPACE,
            Endpoint.V1_CREATE_NAMESPACE,
            Endpoint.V1_UPDATE_NAMESPACE,
            Endpoint.V1_DELETE_NAMESPACE,
            Endpoint.V1_LIST_TABLES,
            Endpoint.V1_LOAD_TABLE,
            Endpoint.V1_UPDATE_TABLE,
            Endpoint.V1_DELETE_TABLE,
            Endpoint.V1_RENAME_TABLE,
            Endpoint.V1_REGISTER_TABLE,
            Endpoint.V1_LIST_VIEWS,
            Endpoint.V1_LOAD_VIEW,
            Endpoint.V1_CREATE_VIEW,
            Endpoint.V1_UPDATE_VIEW,
            Endpoint.V1_DELETE_VIEW);

    /** What it takes in one request. */
    enum Takes {
        ONE_TABLE,
        SEVERAL_TABLES,
        SEVERAL_KNOWN_TABLES
    }

    private final Takes takes;

    private final JdbcCatalog catalog;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger answersToLose = new AtomicInteger();
    private final AtomicInteger transactions = new AtomicInteger();

    IcebergServer(Path folder, Takes takes) throws IOException {
        this.takes = takes;
        Storage storage = Storage.local();
        catalog = new JdbcCatalog(properties -> storage.io(), null, true);
        Map<String, String> properties = new HashMap<>();
        properties.put("uri", "jdbc:sqlite:" + folder.resolve("server.db") + "?busy_timeout=10000");
        properties.put("warehouse", "file://" + folder.resolve("lake"));
        properties.put("jdbc.schema-version", "V1");
        properties.put("clients", "1");
        catalog.initialize("server", properties);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        mapper.setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY);
        mapper.configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
        mapper.setPropertyNamingStrategy(new PropertyNamingStrategies.KebabCaseStrategy());
        RESTSerializers.registerAll(mapper);
        return mapper;
    }

    String uri() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    /** What Iceberg itself sees behind the server. */
    JdbcCatalog catalog() {
        return catalog;
    }

    /** Does what the next changes ask for and says that it failed. */
    void loseAnswers(int changes) {
        answersToLose.set(changes);
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String method = exchange.getRequestMethod();
            @Nullable Object answer;
            int status = 200;
            try {
                answer = answer(method, exchange);
                if (method.equals("POST") && answersToLose.getAndUpdate(n -> Math.max(0, n - 1)) > 0) {
                    throw new IllegalStateException("the answer is lost");
                }
                status = answer == null ? 204 : 200;
            } catch (RuntimeException e) {
                status = status(e);
                answer = JSON.readTree(ErrorResponseParser.toJson(ErrorResponse.builder()
                        .responseCode(status)
                        .withType(e.getClass().getSimpleName())
                        .withMessage(e.getMessage())
                        .build()));
            }
            byte[] body = answer == null || method.equals("HEAD") ? new byte[0] : JSON.writeValueAsBytes(answer);
            exchange.getResponseHeaders().add("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static int status(RuntimeException e) {
        if (e instanceof NoSuchTableException
                || e instanceof NoSuchViewException
                || e instanceof NoSuchNamespaceException) {
            return 404;
        } else if (e instanceof AlreadyExistsException
                || e instanceof CommitFailedException
                || e instanceof NamespaceNotEmptyException) {
            return 409;
        } else if (e instanceof IllegalArgumentException) {
            return 400;
        }
        return 502;
    }

    private static <T> T read(HttpExchange exchange, Class<T> type) throws IOException {
        return JSON.readValue(exchange.getRequestBody().readAllBytes(), type);
    }

    private @Nullable Object answer(String method, HttpExchange exchange) throws IOException {
        String[] path = exchange.getRequestURI().getRawPath().substring(1).split("/", -1);
        for (int i = 0; i < path.length; i++) {
            path[i] = URLDecoder.decode(path[i], StandardCharsets.UTF_8);
        }
        String what = path[1];
        if (what.equals("config")) {
            return ConfigResponse.builder().withEndpoints(endpoints()).build();
        } else if (what.equals("transactions")) {
            commit(read(exchange, CommitTransactionRequest.class));
            return null;
        } else if (what.equals("tables")) {
            CatalogHandlers.renameTable(catalog, read(exchange, RenameTableRequest.class));
            return null;
        } else if (path.length == 2) {
            return method.equals("GET")
                    ? CatalogHandlers.listNamespaces(catalog, Namespace.empty())
                    : CatalogHandlers.createNamespace(catalog, read(exchange, CreateNamespaceRequest.class));
        }
        Namespace namespace = Namespace.of(path[2].split("\u001f"));
        if (path.length == 3) {
            return namespace(method, namespace);
        }
        return switch (path[3]) {
            case "properties" ->
                CatalogHandlers.updateNamespaceProperties(
                        catalog, namespace, read(exchange, UpdateNamespacePropertiesRequest.class));
            case "register" ->
                CatalogHandlers.registerTable(catalog, namespace, read(exchange, RegisterTableRequest.class));
            case "tables" ->
                path.length == 4
                        ? CatalogHandlers.listTables(catalog, namespace)
                        : table(method, TableIdentifier.of(namespace, path[4]), exchange);
            default ->
                path.length == 4
                        ? views(method, namespace, exchange)
                        : view(method, TableIdentifier.of(namespace, path[4]), exchange);
        };
    }

    /** Requests come one at a time here, so that what was found sound stays so. */
    private synchronized void commit(CommitTransactionRequest request) {
        for (UpdateTableRequest change : request.tableChanges()) {
            boolean there = catalog.tableExists(change.identifier());
            if (!there && takes == Takes.SEVERAL_KNOWN_TABLES) {
                throw new IllegalArgumentException("new tables are not taken in transactions");
            }
            TableMetadata now = there
                    ? ((HasTableOperations) catalog.loadTable(change.identifier()))
                            .operations()
                            .current()
                    : null;
            change.requirements().forEach(requirement -> requirement.validate(now));
        }
        transactions.incrementAndGet();
        request.tableChanges().forEach(change -> CatalogHandlers.updateTable(catalog, change.identifier(), change));
    }

    /** How many requests have changed several tables. */
    int transactions() {
        return transactions.get();
    }

    private @Nullable Object namespace(String method, Namespace namespace) {
        if (method.equals("DELETE")) {
            CatalogHandlers.dropNamespace(catalog, namespace);
            return null;
        }
        return CatalogHandlers.loadNamespace(catalog, namespace);
    }

    private @Nullable Object table(String method, TableIdentifier table, HttpExchange exchange) throws IOException {
        if (method.equals("POST")) {
            return CatalogHandlers.updateTable(catalog, table, read(exchange, UpdateTableRequest.class));
        } else if (method.equals("DELETE")) {
            CatalogHandlers.dropTable(catalog, table);
            return null;
        }
        return CatalogHandlers.loadTable(catalog, table, SnapshotMode.REFS);
    }

    private Object views(String method, Namespace namespace, HttpExchange exchange) throws IOException {
        return method.equals("GET")
                ? CatalogHandlers.listViews(catalog, namespace)
                : CatalogHandlers.createView(catalog, namespace, read(exchange, CreateViewRequest.class));
    }

    private @Nullable Object view(String method, TableIdentifier view, HttpExchange exchange) throws IOException {
        if (method.equals("POST")) {
            return CatalogHandlers.updateView(catalog, view, read(exchange, UpdateTableRequest.class));
        } else if (method.equals("DELETE")) {
            CatalogHandlers.dropView(catalog, view);
            return null;
        }
        return CatalogHandlers.loadView(catalog, view);
    }

    private List<Endpoint> endpoints() {
        List<Endpoint> endpoints = new ArrayList<>(SINGLE);
        if (takes != Takes.ONE_TABLE) {
            endpoints.add(Endpoint.V1_COMMIT_TRANSACTION);
        }
        return endpoints;
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        catalog.close();
    }
}
