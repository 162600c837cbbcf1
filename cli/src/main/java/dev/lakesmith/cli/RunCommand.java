package dev.lakesmith.cli;

import dev.lakesmith.core.run.RunListener;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.core.run.RunOptions.Shrink;
import dev.lakesmith.core.run.RunOptions.Start;
import dev.lakesmith.core.run.RunReport;
import dev.lakesmith.core.run.Runner;
import java.time.Clock;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Runs the project: everything that needs work, nothing else. */
@Command(
        name = "run",
        description = "Run the project: do what plan shows.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith run                              everything that needs work",
            "  lakesmith run --select silver.customers+   one table and all that reads it",
            "  lakesmith run --var day=2026-01-31         with a value for $day",
            "  lakesmith run --resume                     go on where a failed run stopped"
        })
final class RunCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable RootCommand root;

    @Mixin
    private SelectionOptions selection = new SelectionOptions();

    @Option(names = "--resume", description = "Use what the last failed run staged and checked.")
    private boolean resume;

    @Option(
            names = "--allow-shrink",
            description = "Let tables lose more rows than their max_shrink: the source is right.")
    private boolean allowShrink;

    @Option(names = "--threads", paramLabel = "N", description = "Threads for steps and engine. Default: the target's.")
    private @Nullable Integer threads;

    @Override
    public Integer call() {
        RootCommand parent = Objects.requireNonNull(root);
        OptionalInt wanted = threads == null ? OptionalInt.empty() : OptionalInt.of(Threads.checked(threads));
        try (OpenProject open = OpenProject.of(parent, selection.variables(), wanted)) {
            Shrink shrink = allowShrink ? Shrink.ALLOWED : Shrink.REFUSED;
            RunOptions options = selection.options(resume ? Start.RESUME : Start.FRESH, shrink);
            return run(parent, open, options);
        }
    }

    /** Runs an open project and prints what came of it. */
    static int run(RootCommand parent, OpenProject open, RunOptions options) {
        return run(parent, open, listener -> new Runner(open.workspace(), listener).run(options), new RunEnding());
    }

    /** Works on an open project and prints what came of it. */
    @SuppressWarnings("try") // the interruption works by being open
    static int run(RootCommand parent, OpenProject open, Function<RunListener, RunReport> work, Ending ending) {
        Console console = parent.console();
        RunReport report;
        try (Interruption interruption = Interruption.ofThisThread();
                LiveProgress progress = (parent.options().json()
                                ? LiveProgress.besideResults(console, Clock.systemUTC())
                                : new LiveProgress(console, Clock.systemUTC()))
                        .start()) {
            RunListener listener =
                    new RunDisplay(progress, open.workspace().project().secrets());
            report = work.apply(listener);
        }
        new RunSummary(console, open.workspace().project().secrets(), ending)
                .print(report, parent.options().json() ? RunSummary.Form.JSON : RunSummary.Form.TEXT);
        return report.succeeded() ? ExitCode.DONE.number() : ExitCode.FAILED.number();
    }
}
