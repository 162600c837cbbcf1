package dev.lakesmith.cli;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Serves the catalog until it is told to stop. */
@Command(
        name = "serve",
        description = {
            "Serve the lake's catalog over the open Iceberg REST API, so that PyIceberg, Spark, Trino, DuckDB and others"
                    + " read and write its tables. Prints what to paste into them, then a line for each request, until"
                    + " Ctrl-C."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith catalog serve                         for this machine alone",
            "  lakesmith catalog serve --access clients.yml    for clients with a secret or a token",
            "  lakesmith catalog serve --access clients.yml --host 0.0.0.0 \\",
            "                  --tls-cert server.pem --tls-key server.key",
            "",
            "clients.yml:  clients:",
            "                etl: { scope: write, secret: \"$${env:ETL_SECRET}\" }",
            "                bi:  { scope: read, token: \"$${file:/run/secrets/bi}\" }",
            "                runs: { scope: engine, secret: \"$${env:RUNS_SECRET}\" }    # projects that run on it"
        })
final class CatalogServeCommand implements Runnable {

    private static final List<String> SCOPES = List.of("read", "write", "engine");

    @ParentCommand
    private @Nullable CatalogCommand catalog;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description = "Where to listen. Default: ${DEFAULT-VALUE}, so this machine alone.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "Where to listen; 0: any free port. Default: ${DEFAULT-VALUE}.")
    private int port = 8181;

    @Option(
            names = "--access",
            paramLabel = "FILE",
            description = "Who may come, with a secret or a token each. Needed beyond this machine.")
    private @Nullable Path access;

    @Option(
            names = "--scope",
            paramLabel = "SCOPE",
            description = "What everybody on this machine may do without --access: read, write, or engine, so that"
                    + " projects of Lakesmith run on it. Default: write.")
    private @Nullable String scope;

    @Option(names = "--tls-cert", paramLabel = "FILE", description = "Encrypt: the certificate and its chain in PEM.")
    private @Nullable Path certificate;

    @Option(names = "--tls-key", paramLabel = "FILE", description = "The certificate's key in PEM (PKCS 8).")
    private @Nullable Path key;

    @Option(
            names = "--allow-external-locations",
            description = "Let clients name metadata and data files outside of the warehouse.")
    private boolean external;

    @Option(
            names = "--max-body",
            paramLabel = "MB",
            description = "The largest request that is taken. Default: ${DEFAULT-VALUE}.")
    private int largestBody = 32;

    @Override
    public void run() {
        requireSound();
        // The command line loads every command's class; the server's are loaded here.
        new CatalogServing(
                        Objects.requireNonNull(catalog).root(),
                        new CatalogServing.Options(
                                host,
                                port,
                                Optional.ofNullable(access),
                                Optional.ofNullable(scope).orElse("write"),
                                Optional.ofNullable(certificate),
                                Optional.ofNullable(key),
                                external,
                                largestBody * 1_000_000L))
                .run();
    }

    private void requireSound() {
        if (port < 0 || port > 65_535) {
            throw new LakesmithException(ErrorCode.USAGE, "--port must be from 0 to 65535, got " + port);
        }
        if (largestBody < 1 || largestBody > 1024) {
            throw new LakesmithException(ErrorCode.USAGE, "--max-body must be from 1 to 1024, got " + largestBody);
        }
        if (scope != null && !SCOPES.contains(scope)) {
            throw new LakesmithException(ErrorCode.USAGE, "--scope must be read, write or engine, got '" + scope + "'");
        }
        if (scope != null && access != null) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "--scope is for a server without --access; the access file says what each client may do");
        }
        if ((certificate == null) != (key == null)) {
            throw new LakesmithException(ErrorCode.USAGE, "--tls-cert and --tls-key go together; give both or none");
        }
    }
}
