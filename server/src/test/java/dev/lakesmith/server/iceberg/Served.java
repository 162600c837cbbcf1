package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.Lake;
import dev.lakesmith.server.http.Listening;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.CatalogProperties;
import org.apache.iceberg.DataFile;
import org.apache.iceberg.DataFiles;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.Table;
import org.apache.iceberg.rest.RESTCatalog;
import org.apache.iceberg.types.Types;

/** A catalog that is served from a folder, and those who ask it. */
final class Served implements AutoCloseable {

    static final Schema SCHEMA = new Schema(
            Types.NestedField.required(1, "id", Types.LongType.get()),
            Types.NestedField.optional(2, "name", Types.StringType.get()));

    static final String WRITER = "a-writers-long-secret";
    static final String WRITE_TOKEN = "a-writers-long-token";
    static final String RUNNER = "a-runners-long-secret";
    static final String RUN_TOKEN = "a-runners-long-token";
    static final String READ_TOKEN = "a-readers-long-token";

    static final List<Client> CLIENTS = List.of(
            new Client("etl", Client.Scope.WRITE, Optional.of(WRITER), Optional.of(WRITE_TOKEN)),
            new Client("bi", Client.Scope.READ, Optional.empty(), Optional.of(READ_TOKEN)),
            new Client("runs", Client.Scope.ENGINE, Optional.of(RUNNER), Optional.of(RUN_TOKEN)));

    private static final int LARGEST_BODY = 1_000_000;

    final List<String> log = Collections.synchronizedList(new ArrayList<>());
    final Lake lake;
    final CatalogServer server;
    private final HttpClient http = HttpClient.newHttpClient();

    private Served(Path warehouse, CatalogServer.Settings settings, Clock clock) {
        this(warehouse, settings, clock, 0);
    }

    private Served(Path warehouse, CatalogServer.Settings settings, Clock clock, int port) {
        lake = Lake.at(warehouse);
        server = CatalogServer.start(
                lake, new Listening("127.0.0.1", port, Optional.empty(), LARGEST_BODY, log::add), settings, clock);
    }

    static Served openly(Path warehouse) {
        return new Served(warehouse, settings(List.of(), CatalogServer.Settings.External.REFUSED), Clock.systemUTC());
    }

    static Served toClients(Path warehouse, Clock clock) {
        return new Served(warehouse, settings(CLIENTS, CatalogServer.Settings.External.REFUSED), clock);
    }

    static Served toClients(Path warehouse, Clock clock, int port) {
        return new Served(warehouse, settings(CLIENTS, CatalogServer.Settings.External.REFUSED), clock, port);
    }

    /** Everybody may be an engine; on a given port, or on any when it is 0. */
    static Served toEngines(Path warehouse, int port) {
        return new Served(
                warehouse,
                new CatalogServer.Settings(
                        List.of(),
                        Client.Scope.ENGINE,
                        CatalogServer.Settings.External.REFUSED,
                        List.of("dev"),
                        Map.of(),
                        Optional.empty()),
                Clock.systemUTC(),
                port);
    }

    static Served withoutBorders(Path warehouse) {
        return new Served(warehouse, settings(List.of(), CatalogServer.Settings.External.ALLOWED), Clock.systemUTC());
    }

    private static CatalogServer.Settings settings(List<Client> clients, CatalogServer.Settings.External external) {
        return new CatalogServer.Settings(
                clients, Client.Scope.WRITE, external, List.of("dev"), Map.of(), Optional.empty());
    }

    /** Iceberg's own client. */
    RESTCatalog client(String... properties) {
        Map<String, String> all = new HashMap<>();
        all.put(CatalogProperties.URI, server.uri());
        all.put(CatalogProperties.FILE_IO_IMPL, TestFileIo.class.getName());
        for (int i = 0; i < properties.length; i += 2) {
            all.put(properties[i], properties[i + 1]);
        }
        RESTCatalog catalog = new RESTCatalog();
        catalog.initialize("test", all);
        return catalog;
    }

    /** A data file that is named and not there: what a catalog sees of one. */
    static DataFile file(Table table, String name) {
        return file(table.location() + "/data/" + name);
    }

    static DataFile file(String path) {
        return DataFiles.builder(PartitionSpec.unpartitioned())
                .withPath(path)
                .withFileSizeInBytes(100)
                .withRecordCount(1)
                .withFormat("parquet")
                .build();
    }

    /** What is answered to a request, as it is. */
    HttpResponse<String> send(String method, String path, String body, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server.uri() + path))
                .method(
                        method,
                        body.isEmpty()
                                ? HttpRequest.BodyPublishers.noBody()
                                : HttpRequest.BodyPublishers.ofString(body));
        if (!body.isEmpty() && !List.of(headers).contains("Content-Type")) {
            request.header("Content-Type", "application/json");
        }
        if (headers.length > 0) {
            request.headers(headers);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpResponse<String> get(String path, String... headers) {
        return send("GET", path, "", headers);
    }

    HttpResponse<String> post(String path, String body, String... headers) {
        return send("POST", path, body, headers);
    }

    @Override
    public void close() {
        server.close();
        lake.close();
    }
}
