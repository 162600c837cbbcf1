package dev.lakesmith.cli;

import dev.lakesmith.core.engine.QueryResult;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.run.Queries;
import dev.lakesmith.core.run.RunOptions;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Puts the example project into a folder of the user's, runs it and shows what came of it. */
@Command(
        name = "demo",
        description = "Copy an example project, a small shop, to a folder, run it and show the result.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith demo                 in ./shop-demo",
            "  lakesmith demo /tmp/shop       in another folder, empty or an earlier demo"
        })
final class DemoCommand implements Callable<Integer> {

    private static final String QUERY = "queries/top_customers.sql";

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(index = "0", arity = "0..1", paramLabel = "DIR", description = "Where to put it. Default: ./shop-demo.")
    private Path folder = Path.of("shop-demo");

    @Override
    public Integer call() {
        RootCommand parent = Objects.requireNonNull(root);
        Path target = parent.options().project().resolve(folder).normalize();
        new DemoFolder(target).fill();
        PrintStream out = parent.console().out();
        Palette palette = parent.console().palette();
        out.println("The demo is in " + palette.bold(target.toString()));
        out.println();
        ProjectRequest request =
                new ProjectRequest(target, Optional.empty(), Map.of(), parent.environment(), OpenProject.specs());
        try (OpenProject open = OpenProject.open(ProjectLoader.load(request).orThrow())) {
            int code = RunCommand.run(parent, open, RunOptions.all());
            if (code != ExitCode.DONE.number() || parent.options().json()) {
                return code;
            }
            out.println();
            TablesCommand.print(
                    parent,
                    open.workspace().lake().published(),
                    open.workspace().project().maintenance(),
                    Map.of());
            out.println();
            String sql = query(target);
            out.println(palette.dim(sql));
            Queries queries = Queries.of(open.workspace(), Optional.empty(), Optional.empty());
            try (QueryResult result = queries.run(sql)) {
                new TableRenderer(parent.console()).print(new Rows(result.columns(), result::next));
            }
            next(out, Launcher.command(target));
            return code;
        }
    }

    private static String query(Path target) {
        try {
            return Files.readString(target.resolve(QUERY)).strip();
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE, "the demo's query " + QUERY + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static void next(PrintStream out, String command) {
        out.println();
        out.println("Try next");
        out.println("  " + command + " run            nothing is new, so nothing runs");
        out.println("  " + command + " quarantine     records that could not be kept, and why");
        out.println("  " + command + " trace gold.customer_360 --where \"customer_id = '000045'\"");
        out.println("                 from one person back to the lines of the files that tell of him");
        out.println("  " + command + " lineage gold.customer_360.revenue_eur");
        out.println("  " + command + " test           unit tests of the models, checks of the tables");
        out.println("  " + command + " query          a shell with completion");
    }
}
