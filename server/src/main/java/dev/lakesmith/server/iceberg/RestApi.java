package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.catalog.Pointer;
import dev.lakesmith.server.iceberg.Route.Kind;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.RESTUtil;
import org.apache.iceberg.rest.credentials.Credential;
import org.apache.iceberg.rest.requests.CommitTransactionRequest;
import org.apache.iceberg.rest.requests.CreateNamespaceRequest;
import org.apache.iceberg.rest.requests.CreateTableRequest;
import org.apache.iceberg.rest.requests.CreateViewRequest;
import org.apache.iceberg.rest.requests.RegisterTableRequest;
import org.apache.iceberg.rest.requests.RenameTableRequest;
import org.apache.iceberg.rest.requests.ReportMetricsRequest;
import org.apache.iceberg.rest.requests.UpdateNamespacePropertiesRequest;
import org.apache.iceberg.rest.requests.UpdateTableRequest;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ImmutableLoadCredentialsResponse;
import org.apache.iceberg.rest.responses.ImmutableLoadViewResponse;
import org.apache.iceberg.rest.responses.LoadTableResponse;
import org.apache.iceberg.view.ViewMetadata;

/** What can be asked for, and what is answered. */
final class RestApi {

    static final Endpoint CONFIG = Endpoint.create("GET", "/v1/config");

    /** How a client says that it takes credentials for files. */
    private static final String DELEGATION = "X-Iceberg-Access-Delegation";

    private static final String VENDED = "vended-credentials";
    /** Where Iceberg's client asks for new ones. */
    private static final String REFRESH = "client.refresh-credentials-endpoint";

    private static final String ALL = "all";
    private static final String REFS = "refs";

    private final Reports reports = new Reports();
    private final Map<String, String> overrides;
    private final Set<String> warehouses;
    private final Optional<String> keyLifetime;
    private final Optional<Vending> vending;

    /**
     * @param overrides what clients need to know
     * @param warehouses what a client may call this one
     * @param vending gives credentials for files; empty: clients have their own
     * @param keyLifetime how long the keys of changes hold; empty: changes have none
     */
    RestApi(
            Map<String, String> overrides,
            Set<String> warehouses,
            Optional<String> keyLifetime,
            Optional<Vending> vending) {
        this.overrides = overrides;
        this.warehouses = warehouses;
        this.keyLifetime = keyLifetime;
        this.vending = vending;
    }

    List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        routes.add(Route.reading(CONFIG, (services, request) -> configuration(request)));
        routes.addAll(namespaceRoutes());
        routes.addAll(tableRoutes());
        routes.addAll(viewRoutes());
        vending.ifPresent(each -> routes.add(Route.reading(Endpoint.V1_TABLE_CREDENTIALS, this::credentials)));
        routes.addAll(Engines.routes());
        return routes;
    }

    private Answer configuration(Request request) {
        request.query("warehouse").filter(text -> !text.isEmpty()).ifPresent(warehouse -> {
            if (!warehouses.contains(warehouse.replaceFirst("/+$", ""))) {
                throw new Refusal(
                        404,
                        "NoSuchWarehouseException",
                        "the warehouse '" + warehouse + "' is not here; leave it out, or give one of "
                                + String.join(", ", warehouses));
            }
        });
        ConfigResponse.Builder config = ConfigResponse.builder();
        keyLifetime.ifPresent(config::withIdempotencyKeyLifetime);
        return Answer.of(config.withDefaults(new HashMap<>())
                .withOverrides(new HashMap<>(overrides))
                .withEndpoints(routes().stream()
                        .map(Route::endpoint)
                        .filter(endpoint -> !endpoint.equals(CONFIG))
                        .toList())
                .build());
    }

    private static List<Route> namespaceRoutes() {
        return List.of(
                Route.reading(
                        Endpoint.V1_LIST_NAMESPACES,
                        (services, request) -> Answer.of(services.namespaces()
                                .list(request.query("parent"), request.query("pageToken"), request.query("pageSize")))),
                Route.writing(
                        Endpoint.V1_CREATE_NAMESPACE,
                        Kind.BODY,
                        (services, request) ->
                                Answer.of(services.namespaces().create(request.body(CreateNamespaceRequest.class)))),
                Route.reading(
                        Endpoint.V1_LOAD_NAMESPACE,
                        (services, request) -> Answer.of(services.namespaces().load(request.schema()))),
                Route.reading(Endpoint.V1_NAMESPACE_EXISTS, (services, request) -> {
                    services.pointers().requireNamespace(request.schema());
                    return Answer.NOTHING;
                }),
                Route.writing(Endpoint.V1_DELETE_NAMESPACE, Kind.NOTHING, (services, request) -> {
                    services.namespaces().drop(request.schema());
                    return Answer.NOTHING;
                }),
                Route.writing(
                        Endpoint.V1_UPDATE_NAMESPACE,
                        Kind.BODY,
                        (services, request) -> Answer.of(services.namespaces()
                                .change(request.schema(), request.body(UpdateNamespacePropertiesRequest.class)))));
    }

    private List<Route> tableRoutes() {
        return List.of(
                Route.reading(
                        Endpoint.V1_LIST_TABLES, (services, request) -> list(services, request, Pointer.Kind.TABLE)),
                Route.writing(Endpoint.V1_CREATE_TABLE, Kind.TABLE, this::create),
                Route.reading(Endpoint.V1_LOAD_TABLE, this::load),
                Route.reading(Endpoint.V1_TABLE_EXISTS, (services, request) -> {
                    services.pointers().table(request.table());
                    return Answer.NOTHING;
                }),
                Route.writing(
                        Endpoint.V1_UPDATE_TABLE,
                        Kind.TABLE,
                        (services, request) -> answer(
                                services,
                                request,
                                services.tables().update(request.table(), request.body(UpdateTableRequest.class)))),
                Route.writing(Endpoint.V1_DELETE_TABLE, Kind.NOTHING, (services, request) -> {
                    services.tables().drop(request.table(), Pointer.Kind.TABLE);
                    return Answer.NOTHING;
                }),
                Route.writing(Endpoint.V1_RENAME_TABLE, Kind.NOTHING, (services, request) -> {
                    services.tables().rename(request.body(RenameTableRequest.class), Pointer.Kind.TABLE);
                    return Answer.NOTHING;
                }),
                Route.writing(
                        Endpoint.V1_REGISTER_TABLE,
                        Kind.TABLE,
                        (services, request) -> answer(
                                services,
                                request,
                                services.tables()
                                        .register(request.schema(), request.body(RegisterTableRequest.class)))),
                Route.writing(Endpoint.V1_COMMIT_TRANSACTION, Kind.NOTHING, (services, request) -> {
                    services.tables().transact(request.body(CommitTransactionRequest.class));
                    return Answer.NOTHING;
                }),
                Route.reading(Endpoint.V1_REPORT_METRICS, (services, request) -> {
                    reports.add(request.table().toString(), request.body(ReportMetricsRequest.class));
                    return Answer.NOTHING;
                }));
    }

    private List<Route> viewRoutes() {
        return List.of(
                Route.reading(
                        Endpoint.V1_LIST_VIEWS, (services, request) -> list(services, request, Pointer.Kind.VIEW)),
                Route.writing(
                        Endpoint.V1_CREATE_VIEW,
                        Kind.VIEW,
                        (services, request) -> answer(
                                services.views().create(request.schema(), request.body(CreateViewRequest.class)))),
                Route.reading(
                        Endpoint.V1_LOAD_VIEW,
                        (services, request) -> answer(services.views()
                                .load(services.pointers().view(request.view()).metadata()))),
                Route.reading(Endpoint.V1_VIEW_EXISTS, (services, request) -> {
                    services.pointers().view(request.view());
                    return Answer.NOTHING;
                }),
                Route.writing(
                        Endpoint.V1_UPDATE_VIEW,
                        Kind.VIEW,
                        (services, request) -> answer(
                                services.views().update(request.view(), request.body(UpdateTableRequest.class)))),
                Route.writing(Endpoint.V1_DELETE_VIEW, Kind.NOTHING, (services, request) -> {
                    services.tables().drop(request.view(), Pointer.Kind.VIEW);
                    return Answer.NOTHING;
                }),
                Route.writing(Endpoint.V1_RENAME_VIEW, Kind.NOTHING, (services, request) -> {
                    services.tables().rename(request.body(RenameTableRequest.class), Pointer.Kind.VIEW);
                    return Answer.NOTHING;
                }));
    }

    /** What was answered before, once more. */
    Answer again(Route route, Services services, Request request, KeptAnswer kept) {
        kept.refusal().ifPresent(refusal -> {
            throw refusal;
        });
        if (kept.metadata().isPresent() && route.answers() == Kind.TABLE) {
            return answer(
                    services, request, services.tables().load(kept.metadata().get()));
        } else if (kept.metadata().isPresent() && route.answers() == Kind.VIEW) {
            return answer(services.views().load(kept.metadata().get()));
        }
        return kept.body().map(Answer::of).orElse(Answer.NOTHING);
    }

    private static Answer list(Services services, Request request, Pointer.Kind kind) {
        return Answer.of(
                services.tables().list(request.schema(), kind, request.query("pageToken"), request.query("pageSize")));
    }

    private Answer create(Services services, Request request) {
        CreateTableRequest body = request.body(CreateTableRequest.class);
        return body.stageCreate()
                ? Answer.of(response(services, request, services.tables().stage(request.schema(), body)))
                : answer(services, request, services.tables().create(request.schema(), body));
    }

    private Answer load(Services services, Request request) {
        TableName name = request.table();
        String mode = request.query("snapshots").orElse(ALL).toLowerCase(Locale.ROOT);
        if (!mode.equals(ALL) && !mode.equals(REFS)) {
            throw Refusal.badRequest("snapshots must be all or refs, got '" + mode + "'");
        }
        Pointer pointer = services.pointers().table(name);
        String etag = etag(pointer.metadata(), mode);
        if (!isForCredentials(request)
                && request.header("If-None-Match")
                        .filter(header -> names(header, etag))
                        .isPresent()) {
            return Answer.unchanged(etag);
        }
        TableMetadata metadata = services.tables().load(pointer.metadata());
        TableMetadata shown = mode.equals(ALL)
                ? metadata
                : TableMetadata.buildFrom(metadata)
                        .withMetadataLocation(pointer.metadata())
                        .setPreviousFileLocation(null)
                        .suppressHistoricalSnapshots()
                        .discardChanges()
                        .build();
        return named(request, Answer.of(response(services, request, shown)), etag);
    }

    private static boolean names(String header, String etag) {
        for (String each : header.split(",", -1)) {
            if (each.strip().equals(etag) || each.strip().equals("W/" + etag)) {
                return true;
            }
        }
        return false;
    }

    private Answer answer(Services services, Request request, TableMetadata metadata) {
        return named(
                request, Answer.of(response(services, request, metadata)), etag(metadata.metadataFileLocation(), ALL));
    }

    /** What brings credentials has no name: they end, whether the table changes or not. */
    private Answer named(Request request, Answer answer, String etag) {
        return isForCredentials(request) ? answer : answer.named(etag);
    }

    private boolean isForCredentials(Request request) {
        return vending.isPresent()
                && request.header(DELEGATION)
                        .filter(wanted -> List.of(wanted.split("\\s*,\\s*", -1)).contains(VENDED))
                        .isPresent();
    }

    private Answer credentials(Services services, Request request) {
        Pointer pointer = services.pointers().table(request.table());
        TableMetadata metadata = services.tables().load(pointer.metadata());
        ImmutableLoadCredentialsResponse.Builder answer = ImmutableLoadCredentialsResponse.builder();
        try {
            vending.flatMap(each -> each.of(pointer.name(), metadata, services.caller()))
                    .ifPresent(answer::addCredentials);
        } catch (LakesmithException e) {
            Reports.note("no credentials for " + pointer.name(), e);
            throw new Refusal(
                    503,
                    "ServiceUnavailableException",
                    "credentials for files cannot be given now; the server's log says why");
        }
        return Answer.of(answer.build());
    }

    /** A metadata file never changes, so its place names the state. */
    private static String etag(String metadata, String mode) {
        return '"' + Fingerprint.hex(metadata + "?" + mode).substring(0, 32) + '"';
    }

    /** What the table is, and what was done to it, is told also when there are no credentials to be had. */
    private Optional<Credential> vended(Services services, TableName name, TableMetadata metadata) {
        try {
            return vending.flatMap(each -> each.of(name, metadata, services.caller()));
        } catch (LakesmithException e) {
            Reports.note("no credentials for " + name, e);
            return Optional.empty();
        }
    }

    private LoadTableResponse response(Services services, Request request, TableMetadata metadata) {
        LoadTableResponse.Builder response =
                LoadTableResponse.builder().withTableMetadata(metadata).addAllConfig(overrides);
        if (isForCredentials(request)) {
            TableName name = request.tableMeant();
            vended(services, name, metadata).ifPresent(credential -> {
                response.addCredential(credential);
                response.addConfig(
                        REFRESH,
                        "v1/namespaces/" + RESTUtil.encodeString(name.schema()) + "/tables/"
                                + RESTUtil.encodeString(name.name()) + "/credentials");
            });
        }
        return response.build();
    }

    private Answer answer(ViewMetadata metadata) {
        return new Answer(
                200,
                Optional.of(ImmutableLoadViewResponse.builder()
                        .metadataLocation(metadata.metadataFileLocation())
                        .metadata(metadata)
                        .config(overrides)
                        .build()),
                Optional.empty());
    }
}
