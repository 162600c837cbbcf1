package dev.lakesmith.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Options that every command takes, before or after its name. */
final class GlobalOptions {

    @Option(
            names = {"-p", "--project"},
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The project's folder, which holds lakesmith.yml. Default: this folder.")
    private Path project = Path.of("");

    @Option(
            names = "--target",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            description = "One of the project's targets. Default: its first.")
    private @Nullable String target;

    @Option(
            names = "--log-level",
            paramLabel = "LEVEL",
            scope = ScopeType.INHERIT,
            description = "Show the log on standard error: ${COMPLETION-CANDIDATES}.")
    private @Nullable LogLevel logLevel;

    @Option(
            names = "--no-color",
            scope = ScopeType.INHERIT,
            description = "No colours; setting NO_COLOR does the same.")
    @SuppressWarnings("UnusedVariable") // the parser answers it
    private boolean noColor;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print the result as JSON, one object a line.")
    private boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this and do nothing.")
    @SuppressWarnings("UnusedVariable") // the parser answers it
    private boolean help;

    /** Absolute. */
    Path project() {
        return project.toAbsolutePath().normalize();
    }

    Optional<String> target() {
        return Optional.ofNullable(target);
    }

    Optional<LogLevel> logLevel() {
        return Optional.ofNullable(logLevel);
    }

    boolean json() {
        return json;
    }
}
