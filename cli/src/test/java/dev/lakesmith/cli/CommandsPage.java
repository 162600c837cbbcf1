package dev.lakesmith.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The reference page of the commands, from what their help says. */
final class CommandsPage {

    private final StringBuilder page = new StringBuilder();

    private CommandsPage() {}

    /** The page, in Markdown. */
    static String render() {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
        CommandSpec root =
                new CommandLine(new RootCommand(Console.ofStreams(nowhere, nowhere), Map.of())).getCommandSpec();
        CommandsPage page = new CommandsPage();
        page.page
                .append("# Commands\n\n<!-- Generated from the declarations in the code; do not edit. -->\n\n")
                .append("`lakesmith COMMAND --help` shows the same. Every command takes these, before or after its"
                        + " name:\n\n");
        page.arguments(root.options().stream()
                .map(option -> (ArgSpec) option)
                .filter(option -> !option.hidden())
                .toList());
        page.footer(root);
        root.subcommands().values().forEach(each -> page.command(each.getCommandSpec()));
        return page.page.toString();
    }

    private void command(CommandSpec command) {
        page.append("\n## ")
                .append(command.qualifiedName().replaceFirst("lakesmith ", ""))
                .append("\n\n")
                .append(text(command.usageMessage().description()))
                .append('\n');
        List<ArgSpec> own = new ArrayList<>();
        command.positionalParameters().stream().filter(each -> !each.hidden()).forEach(own::add);
        command.options().stream()
                .filter(option -> !option.inherited() && !option.hidden())
                .forEach(own::add);
        if (!own.isEmpty()) {
            page.append('\n');
            arguments(own);
        }
        footer(command);
        command.subcommands().values().forEach(each -> command(each.getCommandSpec()));
    }

    private void arguments(List<ArgSpec> arguments) {
        page.append("| | |\n|---|---|\n");
        arguments.forEach(argument -> page.append("| ")
                .append(names(argument))
                .append(" | ")
                .append(text(argument.description())
                        .replace("${COMPLETION-CANDIDATES}", words(argument))
                        .replace("|", "\\|"))
                .append(" |\n"));
    }

    private static String words(ArgSpec argument) {
        return argument.completionCandidates() == null ? "" : String.join(", ", argument.completionCandidates());
    }

    private static String names(ArgSpec argument) {
        if (argument instanceof PositionalParamSpec positional) {
            return "`" + positional.paramLabel() + "`";
        }
        OptionSpec option = (OptionSpec) argument;
        String value = option.arity().max() == 0 ? "" : " " + option.paramLabel();
        return Arrays.stream(option.names())
                .map(name -> "`" + name + value + "`")
                .collect(Collectors.joining(", "));
    }

    /** The examples. */
    private void footer(CommandSpec command) {
        String[] lines = command.usageMessage().footer();
        if (lines.length > 0) {
            page.append("\n```\n");
            Arrays.stream(lines)
                    .map(line -> line.startsWith("  ") ? line.substring(2) : line)
                    .forEach(line -> page.append(line.replace("%%", "%")).append('\n'));
            page.append("```\n");
        }
    }

    private static String text(String[] lines) {
        return Arrays.stream(lines).map(String::strip).collect(Collectors.joining(" "));
    }
}
