package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.retry.Pause;
import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.project.ConnectorPage;
import dev.lakesmith.core.project.ConnectorSpec;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.formats.Format;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.WeakHashMap;

/**
 * Reads HTTP APIs that answer in JSON or CSV. The streams of a source share its budget of requests and its access token, for as
 * long as the project that declares it is open.
 */
public final class HttpConnector implements Connector {

    private static final ConnectorPage PAGE = new ConnectorPage("""
        connector: http
        url: https://api.example.com/v1
        auth: { type: bearer, token: "${env:SHOP_TOKEN}" }
        streams:
          orders:
            path: /orders
            parameters: { updated_since: "${bookmark}", limit: 100 }
            records: data
            pagination: { type: cursor, parameter: after, next: paging.next }
            cursor: updated_at
            key: id
          order_lines:
            parent: { stream: orders, records: changed }
            path: /orders/${parent:id}/lines
        """, """
            What the slots `${…}` are, and what becomes of what an API does: [HTTP APIs](../../guides/apis.md). Files for some known
            APIs, none of them run against the real service: [examples/apis](../../../examples/apis/README.md).
            """);

    private final Pause pause;
    private final Map<Source, Api.Line> lines = new WeakHashMap<>();

    /** Waits as the system does. */
    public HttpConnector() {
        this(Pause.SYSTEM);
    }

    HttpConnector(Pause pause) {
        this.pause = pause;
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec(
                        "http",
                        HttpKeys.SPEC,
                        StreamKeys.SPEC,
                        Optional.of(new Format.Json(true, Optional.empty(), Optional.empty())))
                .reviewed(new HttpReview())
                .shown(PAGE);
    }

    @Override
    public SourceReader open(Source source, Path project, Clock clock) {
        return new HttpReader(api(source, project, clock));
    }

    @Override
    public Explorer explore(Source source, Path project) {
        return new Probe(api(source, project, Clock.systemUTC()));
    }

    private Api api(Source source, Path project, Clock clock) {
        synchronized (lines) {
            return new Api(source, lines.computeIfAbsent(source, each -> Api.Line.of(each, project, clock, pause)));
        }
    }
}
