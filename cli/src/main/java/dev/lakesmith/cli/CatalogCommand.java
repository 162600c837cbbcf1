package dev.lakesmith.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** What concerns the catalog as a whole. */
@Command(
        name = "catalog",
        description = "Offer the lake's catalog to other tools.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {CatalogServeCommand.class},
        footerHeading = "%nExamples:%n",
        footer = {"  lakesmith catalog serve          the open Iceberg REST API, on this machine"})
final class CatalogCommand implements Runnable {

    @ParentCommand
    private @Nullable RootCommand root;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    RootCommand root() {
        return Objects.requireNonNull(root);
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "a command is missing; known are "
                        + String.join(", ", spec.subcommands().keySet()));
    }
}
