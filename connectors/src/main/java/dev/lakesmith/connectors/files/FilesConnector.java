package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.files.bucket.Buckets;
import dev.lakesmith.connectors.files.server.Origin;
import dev.lakesmith.connectors.files.server.Servers;
import dev.lakesmith.connectors.retry.Pause;
import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.ObjectStores;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.project.ConnectorPage;
import dev.lakesmith.core.project.ConnectorSpec;
import dev.lakesmith.core.project.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/** Reads files from folders of this machine, and from servers. */
public final class FilesConnector implements Connector {

    private static final ConnectorPage PAGE = new ConnectorPage("""
            connector: files
            streams:
              contacts: { path: drop/contacts/*.csv.gz, format: csv }
              orders:
                path: [drop/orders/**/*.json, drop/old-orders.json]
                exclude: "*-test.json"
                format: { type: json, records: data.items }
                min_age: 5m
            """, """
            With a server:

            ```yaml
            connector: files
            url: sftp://files.example.com/outgoing
            user: reader
            password: ${env:DROP_PASSWORD}
            host_key: SHA256:nThbg6kXUpJWGl7E1IGOCspRomTxdCARLviKw6E5SY8
            streams:
              contacts: { path: contacts/*.csv.gz, format: csv }
            ```

            In object storage:

            ```yaml
            connector: files
            url: s3://vendor-drop/outgoing
            storage: { region: eu-central-1, profile: vendor }
            streams:
              contacts: { path: contacts/*.csv.gz, format: csv }
              events:   { path: events/**/*.json, format: ndjson, listing: incremental }
            ```

            What becomes of what is in the files, and how servers and buckets are read: [Files](../../guides/files.md). It was run against
            Apache MINA's SFTP server, Apache FtpServer and Java's HTTP server, and not against OpenSSH, vsftpd and others.
            """);

    private final Servers servers;
    private final Buckets buckets;

    /** Without object storage. */
    public FilesConnector() {
        this(ObjectStores.NONE);
    }

    /** Waits as the system does. */
    public FilesConnector(ObjectStores stores) {
        this(stores, Pause.SYSTEM);
    }

    FilesConnector(ObjectStores stores, Pause pause) {
        this.servers = new Servers(pause);
        this.buckets = new Buckets(stores, pause);
    }

    /** Where a source's files are; empty: on this machine. */
    private Optional<Origin> origin(Source source, Path project, Clock clock) {
        return buckets.of(source, clock).or(() -> servers.of(source, project, clock));
    }

    @Override
    public ConnectorSpec spec() {
        return new ConnectorSpec("files", FilesKeys.SOURCE, FilesKeys.STREAM, Optional.empty())
                .reviewed(new FilesReview())
                .shown(PAGE);
    }

    @Override
    public SourceReader open(Source source, Path project, Clock clock) {
        return origin(source, project, clock)
                .<SourceReader>map(origin -> new EventReader(origin, stream -> buckets.queue(source, stream), clock))
                .orElseGet(() -> new FilesReader(project, clock));
    }

    @Override
    public Explorer explore(Source source, Path project) {
        return origin(source, project, Clock.systemUTC())
                .<Explorer>map(origin -> new RemoteExplorer(source, origin))
                .orElseGet(() -> new FileGroups(source, project));
    }
}
