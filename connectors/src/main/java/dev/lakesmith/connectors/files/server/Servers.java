package dev.lakesmith.connectors.files.server;

import dev.lakesmith.connectors.retry.Pause;
import dev.lakesmith.connectors.retry.Retries;
import dev.lakesmith.connectors.retry.RetryPolicy;
import dev.lakesmith.core.project.Effort;
import dev.lakesmith.core.project.Source;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The servers that sources name. Keeps connections for the next stream. */
public final class Servers {

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration GIVE_UP_AFTER = Duration.ofMinutes(15);

    private final KeptFolders kept = new KeptFolders();
    private final Pause pause;

    /**
     * No connections yet.
     *
     * @param pause how it waits between attempts
     */
    public Servers(Pause pause) {
        this.pause = pause;
    }

    /** The server of a source; empty when its files are on this machine. */
    public Optional<Origin> of(Source source, Path project, Clock clock) {
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
