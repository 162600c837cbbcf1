package dev.lakesmith.cli;

import dev.lakesmith.core.project.LoadedProject;
import dev.lakesmith.core.project.LoadedProject.Remains;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.server.http.Listening;
import dev.lakesmith.server.iceberg.AccessFile;
import dev.lakesmith.server.iceberg.CatalogServer;
import dev.lakesmith.server.iceberg.CatalogServer.Settings;
import dev.lakesmith.server.iceberg.Client;
import dev.lakesmith.server.iceberg.ClientSettings;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A catalog server from its start until it is told to stop. */
final class CatalogServing {

    private final RootCommand root;
    private final Options options;

    /** What the command line says; the body in bytes. */
    record Options(
            String host,
            int port,
            Optional<Path> access,
            String scope,
            Optional<Path> certificate,
            Optional<Path> key,
            boolean external,
            long largestBody) {

        boolean isOfThisMachine() {
            return host.equals("127.0.0.1") || host.equals("localhost") || host.equals("::1");
        }
    }

    CatalogServing(RootCommand root, Options options) {
        this.root = root;
        this.options = options;
    }

    void run() {
        Project project = project();
        root.keepSecret(project.secrets());
        AccessFile.Content content = options.access()
                .map(file -> AccessFile.read(file, root.environment()))
                .orElseGet(() -> new AccessFile.Content(List.of(), Optional.empty(), project.secrets()));
        root.keepSecret(project.secrets().and(content.secrets()));
        Optional<ClientRole> role = content.credentials()
                .map(each -> ClientRole.of(each, project.target().storage()));
        Settings settings = new Settings(
                content.clients(),
                Client.Scope.valueOf(options.scope().toUpperCase(Locale.ROOT)),
                options.external() ? Settings.External.ALLOWED : Settings.External.REFUSED,
                List.of(project.name(), project.target().name()),
                StorageOverrides.of(project.target().storage()),
                role.map(each -> each));
        try {
            serve(project, settings);
        } finally {
            role.ifPresent(ClientRole::close);
        }
    }

    private void serve(Project project, Settings settings) {
        try (Lake lake = OpenProject.lake(project);
                CatalogServer server = CatalogServer.start(lake, listening(), settings, Clock.systemUTC())) {
            Interruption interruption = Interruption.ofThisThread();
            try {
                tell(project, server.uri(), settings.clients());
                await(root.console().err());
            } finally {
                interruption.close();
            }
            // What was asked for is known now; the requests that work come to their end undisturbed.
            Thread.interrupted();
        }
    }

    /** Mistakes in the project's models are no hindrance: the lake is served as it is. */
    private Project project() {
        LoadedProject loaded = OpenProject.load(root, Map.of());
        return loaded.remains().map(Remains::project).orElseGet(loaded::orThrow);
    }

    private Listening listening() {
        Optional<Listening.Tls> tls = options.certificate()
                .flatMap(certificate -> options.key().map(key -> new Listening.Tls(certificate, key)));
        PrintStream err = root.console().err();
        return new Listening(
                options.host(),
                options.port(),
                tls,
                options.largestBody(),
                line -> err.println(root.secrets().scrub(line)));
    }

    private void tell(Project project, String uri, List<Client> clients) {
        Console console = root.console();
        PrintStream out = console.out();
        out.println("serving " + Locations.told(project.target().warehouse()) + " at " + uri);
        if (clients.isEmpty()) {
            out.println("anybody on this machine may " + told(options.scope())
                    + "; --access FILE asks for secrets or tokens");
        } else if (options.certificate().isEmpty() && !options.isOfThisMachine()) {
            console.err()
                    .println(console.palette().yellow("warning: ")
                            + "secrets and tokens travel unencrypted; --tls-cert and --tls-key encrypt, or a proxy in"
                            + " front of it");
        }
        out.println();
        out.println(new ClientSettings(uri, clients.stream().findFirst()).text());
        out.println(console.palette().dim("Ctrl-C stops it"));
        out.flush();
    }

    private static String told(String scope) {
        return switch (scope) {
            case "read" -> "read";
            case "engine" -> "read, write and run projects";
            default -> "read and write";
        };
    }

    private static void await(PrintStream err) {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            // Asked to stop; what works now comes to its end.
            err.println("stopping");
        }
    }
}
