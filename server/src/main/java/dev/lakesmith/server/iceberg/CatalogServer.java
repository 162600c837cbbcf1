package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.catalog.ServedCatalog;
import dev.lakesmith.server.http.HttpServer;
import dev.lakesmith.server.http.Listening;
import dev.lakesmith.server.iceberg.Access.Caller;
import dev.lakesmith.server.iceberg.Client.Scope;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** A lake's catalog behind the open Iceberg REST API. Closing it stops listening; the lake stays open. Thread-safe. */
public final class CatalogServer implements AutoCloseable {

    /** What the addresses of the API begin with, behind the server's own. */
    public static final String PATH = "/catalog";

    private final HttpServer http;

    private CatalogServer(HttpServer http) {
        this.http = http;
    }

    /**
     * How a catalog is served.
     *
     * @param clients who may come; empty: everybody on this machine
     * @param everybody what all may do when there are no clients
     * @param externalLocations whether clients may name files outside of the warehouse
     * @param names what clients may call the warehouse, beside its location
     * @param overrides what clients need to read files; never a secret
     * @param credentials for those who ask for some; empty: clients have their own
     */
    public record Settings(
            List<Client> clients,
            Scope everybody,
            External externalLocations,
            List<String> names,
            Map<String, String> overrides,
            Optional<StorageCredentials> credentials) {

        /** Whether something is allowed. */
        public enum External {
            REFUSED,
            ALLOWED
        }

        public Settings {
            clients = List.copyOf(clients);
            names = List.copyOf(names);
            overrides = Map.copyOf(overrides);
        }
    }

    /**
     * Starts to listen.
     *
     * @throws LakesmithException USAGE when it cannot listen there, or would be open to others without authentication
     */
    public static CatalogServer start(Lake lake, Listening listening, Settings settings, Clock clock) {
        if (settings.clients().isEmpty() && settings.credentials().isPresent()) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "credentials for the storage would be given to everybody on this machine: name the clients in the"
                            + " access file");
        }
        if (settings.clients().isEmpty() && !isThisMachine(listening.host())) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "the catalog would be open to everybody who reaches " + listening.host()
                            + ": name the clients in a file with --access FILE, or listen on 127.0.0.1");
        }
        Warehouse warehouse = new Warehouse(
                lake.warehouse(),
                settings.externalLocations() == Settings.External.ALLOWED
                        ? Warehouse.Borders.OPEN
                        : Warehouse.Borders.CLOSED);
        TreeSet<String> warehouses = new TreeSet<>(settings.names());
        warehouses.add(lake.warehouse());
        Map<String, String> overrides = new HashMap<>(settings.overrides());
        overrides.put(ServedCatalog.WAREHOUSE, lake.warehouse());
        RestApi api = new RestApi(
                overrides,
                warehouses,
                lake.catalog().namesChanges() ? Optional.of(Repeats.LIFETIME) : Optional.empty(),
                settings.credentials().map(each -> new Vending(each, warehouse, clock)));
        Repeats repeats =
                new Repeats(lake.catalog(), (scope, naming) -> services(lake, warehouse, scope, naming, clock), api);
        Guard guard = new Guard(new Access(settings.clients(), settings.everybody(), clock));
        return new CatalogServer(HttpServer.start(listening, routes -> add(routes, api, repeats, guard), clock));
    }

    private static Services services(
            Lake lake, Warehouse warehouse, Caller caller, Optional<Naming> naming, Clock clock) {
        Pointers pointers = new Pointers(lake.catalog(), naming);
        MetadataFiles files = new MetadataFiles(lake.storage().io());
        Commits commits = new Commits(pointers, files);
        Rules rules = new Rules(warehouse, lake.storage().io(), caller.scope());
        return new Services(
                caller,
                pointers,
                new Namespaces(pointers, rules),
                new Tables(pointers, files, commits, rules, clock),
                new Views(pointers, files, commits, rules),
                rules);
    }

    private static boolean isThisMachine(String host) {
        try {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                if (!address.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new LakesmithException(
                    ErrorCode.USAGE, "'" + host + "' is no address of this machine; write --host 127.0.0.1", e);
        }
    }

    private static void add(RoutesConfig routes, RestApi api, Repeats repeats, Guard guard) {
        for (Route route : api.routes()) {
            routes.addHttpHandler(
                    HandlerType.findOrCreate(route.endpoint().httpMethod()),
                    PATH + route.path(),
                    context -> send(
                            context,
                            repeats.answer(route, new Request(context), guard.admit(context, route.needed()))));
        }
        routes.post(PATH + "/v1/oauth/tokens", new Tokens(guard.access())::answer);
        routes.exception(HttpResponseException.class, (e, context) -> Errors.answer(context, e));
        routes.exception(Exception.class, (e, context) -> Errors.answer(context, e));
    }

    private static void send(Context context, Answer answer) {
        context.status(answer.status());
        answer.etag().ifPresent(etag -> context.header("ETag", etag));
        answer.body().ifPresent(body -> context.result(Json.write(body)));
    }

    /** What clients are given as URI. */
    public String uri() {
        return http.origin() + PATH;
    }

    @Override
    public void close() {
        http.close();
    }
}
