package dev.lakesmith.connectors.files;

import dev.lakesmith.connectors.retry.Pause;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.connectors.retry.RetryPolicy;
import dev.lakesmith.core.connector.Connector;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.project.ConnectorPage;
import dev.lakesmith.core.project.ConnectorSpec;
import dev.lakesmith.core.project.Effort;
import dev.lakesmith.core.project.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Reads files from folders of this machine, and from servers. */
public final class FilesConnector implements Connector {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);

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

            What becomes of what is in the files, and how servers are read: [Files](../../guides/files.md). It was run against
            Apache MINA's SFTP server, Apache FtpServer and Java's HTTP server, and not against OpenSSH, vsftpd and others.
            """);

    private final KeptFolders kept = new KeptFolders();
    private final Pause pause;

    /** Waits as the system does. */
    public FilesConnector() {
        this(Pause.SYSTEM);
    }

    FilesConnector(Pause pause) {
        this.pause = pause;
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
                .<SourceReader>map(origin -> new RemoteReader(origin, clock))
                .orElseGet(() -> new FilesReader(project, clock));
    }

    @Override
    public Explorer explore(Source source, Path project) {
        return origin(source, project, Clock.systemUTC())
                .<Explorer>map(origin -> new RemoteExplorer(source, origin))
                .orElseGet(() -> new FileGroups(source, project));
    }

    /** Empty: folders of this machine. */
    private Optional<Origin> origin(Source source, Path project, Clock clock) {
        return Server.of(source.options()).map(server -> {
            Login login = Login.of(source, server, project);
            Effort effort = source.effort();
            RetryPolicy policy = new RetryPolicy(effort.attempts(), effort.firstWait(), LONGEST_WAIT, GIVE_UP_AFTER);
            Retries retries = new Retries(policy, clock, pause, RandomGenerator.getDefault());
            return switch (server.protocol()) {
                case HTTP, HTTPS -> new WebOrigin(login, new WebRequests(login), retries);
                case SFTP -> folders(login, source, retries);
                case FTP, FTPES, FTPS -> folders(login, source, retries);
            };
        });
    }

    private Origin folders(Login login, Source source, Retries retries) {
        boolean sftp = login.server().protocol() == Server.Protocol.SFTP;
        return new FolderOrigin(
                source.name(),
                login.server(),
                kept.of(source),
                () -> sftp ? SftpLogin.connect(login) : FtpLogin.connect(login),
                retries);
    }
}
