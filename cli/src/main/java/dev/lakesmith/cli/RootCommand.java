package dev.lakesmith.cli;

import dev.lakesmith.core.project.Secrets;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What commands share: the global options and where they write. */
@Command(
        name = "lakesmith",
        versionProvider = Version.class,
        description = "A lakehouse in one program: one folder of YAML and SQL becomes Iceberg tables.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            InitCommand.class,
            DemoCommand.class,
            CheckCommand.class,
            PlanCommand.class,
            RunCommand.class,
            ExtractCommand.class,
            TestCommand.class,
            SourcesCommand.class,
            CrawlCommand.class,
            TablesCommand.class,
            HistoryCommand.class,
            QuarantineCommand.class,
            LineageCommand.class,
            TraceCommand.class,
            QueryCommand.class,
            RelationalizeCommand.class,
            ExportCommand.class,
            MaintainCommand.class,
            CatalogCommand.class,
            DropCommand.class
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith demo                 see a lake made from start to end",
            "  lakesmith init shop            begin a project of your own",
            "  lakesmith COMMAND --help       options and examples of one command",
            "",
            "Exit codes: 0 done, 1 the data or the run failed, 2 the command line or the",
            "project is wrong, 130 interrupted."
        })
final class RootCommand implements Runnable {

    private final Console console;
    private final Map<String, String> environment;
    private Secrets secrets = Secrets.of(List.of());

    @Mixin
    private GlobalOptions options = new GlobalOptions();

    @Option(names = "--version", versionHelp = true, description = "Show the version and do nothing.")
    @SuppressWarnings("UnusedVariable") // the parser answers it
    private boolean version;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RootCommand(Console console, Map<String, String> environment) {
        this.console = console;
        this.environment = environment;
    }

    /** Nothing printed from now on shows these. */
    void keepSecret(Secrets values) {
        secrets = values;
        Log.keepSecret(values);
    }

    Secrets secrets() {
        return secrets;
    }

    Console console() {
        return console;
    }

    GlobalOptions options() {
        return options;
    }

    Map<String, String> environment() {
        return environment;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing; known are "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
