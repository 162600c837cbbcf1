package dev.lakesmith.cli;

import dev.lakesmith.core.plan.Analysis;
import dev.lakesmith.core.project.LoadedProject;
import dev.lakesmith.core.project.LoadedProject.Remains;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Secrets;
import dev.lakesmith.core.run.Planning;
import dev.lakesmith.vocabulary.Diagnostic;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/** Finds every mistake of a project without touching data. */
@Command(
        name = "check",
        description = "Find every mistake in the project, without touching data.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith check                 this folder's project",
            "  lakesmith -p shop check         the project in the folder shop",
            "  lakesmith check --json          one object for each mistake"
        })
final class CheckCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable RootCommand root;

    @Override
    public Integer call() {
        RootCommand parent = Objects.requireNonNull(root);
        LoadedProject loaded = OpenProject.load(parent, Map.of());
        if (loaded.project().isEmpty()) {
            return MistakeReport.print(parent, withSqlOf(loaded), List.of()).number();
        }
        Project project = loaded.project().get();
        parent.keepSecret(project.secrets());
        try (OpenProject open = OpenProject.open(project)) {
            Analysis analysis = new Planning(open.workspace()).analyze();
            ProjectTests tests = ProjectTests.of(parent, open.workspace(), analysis);
            ExitCode code = MistakeReport.print(parent, tests.diagnostics(), analysis.notes());
            if (code == ExitCode.DONE && !parent.options().json()) {
                long streams = project.sources().stream()
                        .mapToLong(source -> source.streams().size())
                        .sum();
                parent.console()
                        .out()
                        .println(parent.console().palette().green("✔") + " " + project.name() + ": "
                                + Quantities.count(streams, "stream", "streams") + ", "
                                + Quantities.count(project.models().size(), "model", "models") + ", "
                                + Quantities.count(project.seeds().size(), "seed", "seeds")
                                + (tests.tests().isEmpty()
                                        ? ""
                                        : ", " + Quantities.count(tests.tests().size(), "unit test", "unit tests"))
                                + ", no mistakes");
            }
            return code.number();
        }
    }

    /** The mistakes of the files, and those in the SQL of the other files. */
    private static List<Diagnostic> withSqlOf(LoadedProject loaded) {
        if (loaded.remains().isEmpty()) {
            return loaded.diagnostics();
        }
        Remains remains = loaded.remains().get();
        try (OpenProject open = OpenProject.open(remains.project())) {
            Analysis analysis = new Planning(open.workspace()).analyze(remains);
            Secrets secrets = remains.project().secrets();
            Stream<Diagnostic> ofSql = analysis.diagnostics().stream()
                    .map(each -> new Diagnostic(each.code(), each.place(), secrets.scrub(each.message())));
            return Stream.concat(loaded.diagnostics().stream(), ofSql)
                    .distinct()
                    .sorted(Comparator.comparing(
                                    (Diagnostic each) -> each.place().file())
                            .thenComparing(each -> each.place().line())
                            .thenComparing(each -> each.place().column()))
                    .toList();
        }
    }
}
