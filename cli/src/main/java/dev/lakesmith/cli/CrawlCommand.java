package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Excerpt.Limits;
import dev.lakesmith.core.crawl.Crawl;
import dev.lakesmith.core.crawl.Crawl.Models;
import dev.lakesmith.core.crawl.Crawl.Parquet;
import dev.lakesmith.core.crawl.Crawl.Wanted;
import dev.lakesmith.core.crawl.Crawler;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.ProjectLoader;
import dev.lakesmith.core.project.ProjectRequest;
import dev.lakesmith.core.project.Target;
import dev.lakesmith.lake.Lake;
import dev.lakesmith.lake.storage.WorkFolder;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Proposes sources and models for what is there, and tells where it is not what the project expects. */
@Command(
        name = "crawl",
        description = "Look at files, a database or an API and propose streams and starter models for it, as a diff;"
                + " tell where declared sources have changed. Writes nothing without --write.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  lakesmith crawl ./drop                   what is in a folder, as a diff",
            "  lakesmith crawl ./drop --write           the same, written into the project",
            "  lakesmith crawl 'drop/**/*.csv' --source shop",
            "  lakesmith crawl /data/sales --in-place   Parquet files as tables, without copying them",
            "  lakesmith crawl --source erp 'sales.*'   tables of a declared database",
            "  lakesmith crawl jdbc:postgresql://db.example.com/erp --user reader \\",
            "                  --secret-env ERP_PASSWORD",
            "  lakesmith crawl https://api.example.com/v1/orders --secret-env API_TOKEN",
            "  lakesmith crawl --fail-on-drift          hold every source against the project",
            "",
            "An existing file only gets longer. What a person wrote is never changed."
        })
final class CrawlCommand implements Callable<Integer> {

    @ParentCommand
    private @Nullable RootCommand root;

    @Parameters(
            index = "0",
            arity = "0..1",
            paramLabel = "PLACE",
            description = "A folder, a glob, a jdbc: URL or a http(s): URL; with --source of a database, a pattern of"
                    + " names. Default: all that the source has.")
    private @Nullable String place;

    @Option(
            names = "--source",
            paramLabel = "NAME",
            description = "A source of the project, or what to call a new one. Default: every source.")
    private @Nullable String source;

    @Option(names = "--write", description = "Write what is proposed.")
    private boolean write;

    @Option(names = "--no-models", description = "Propose streams alone.")
    private boolean noModels;

    @Option(
            names = "--in-place",
            description = "Register Parquet files as tables where they are, without copying them.")
    private boolean inPlace;

    @Option(
            names = "--fail-on-drift",
            description = "End with exit code 1 when a declared source is not what the project expects.")
    private boolean failOnDrift;

    @Option(
            names = "--fit",
            paramLabel = "SHARE",
            description = "The share of values that must fit a type, from 0.5 to 1. Default: ${DEFAULT-VALUE}.")
    private double fit = 0.98;

    @Option(
            names = "--files",
            paramLabel = "N",
            description = "How many files of a stream are looked at. Default: ${DEFAULT-VALUE}.")
    private int files = 5;

    @Option(
            names = "--megabytes",
            paramLabel = "N",
            description = "How much of a stream's files is looked at, unpacked. Default: ${DEFAULT-VALUE}.")
    private int megabytes = 5;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "How many rows of a table or an API are looked at. Default: ${DEFAULT-VALUE}.")
    private int rows = 5000;

    @Option(
            names = "--ignore",
            paramLabel = "NAME",
            description = "Leave out what is called so, with * for any text; may be given several times.")
    private List<String> ignored = new ArrayList<>();

    @Option(names = "--user", paramLabel = "NAME", description = "Who reads a new database.")
    private @Nullable String user;

    @Option(
            names = "--secret-env",
            paramLabel = "VARIABLE",
            description = "The environment variable with the password of a new database or the token of a new API. The"
                    + " project gets its name, never its value.")
    private @Nullable String secretVariable;

    @Override
    public Integer call() {
        RootCommand parent = Objects.requireNonNull(root);
        requireSound();
        Project project = OpenProject.load(parent, Map.of()).orThrow();
        parent.keepSecret(project.secrets());
        List<Wanted> wanted = new CrawlPlace(
                        project,
                        parent.environment(),
                        new CrawlPlace.Login(Optional.ofNullable(user), Optional.ofNullable(secretVariable)))
                .wanted(Optional.ofNullable(place), Optional.ofNullable(source));
        ProjectRequest request = OpenProject.request(parent, Map.of());
        keepSecrets(parent, request, wanted);
        CrawlReport report = new CrawlReport(parent, crawled(parent, project, request, wanted), project.directory());
        if (write) {
            report.write();
        } else {
            report.show();
        }
        return (failOnDrift && report.tellsDrift() ? ExitCode.FAILED : ExitCode.DONE).number();
    }

    /** Looks at the sources with a lake of its own, which is gone afterwards. */
    private Crawl.Result crawled(RootCommand parent, Project project, ProjectRequest request, List<Wanted> wanted) {
        Crawl crawl = new Crawl(
                wanted,
                new Limits(files, megabytes * 1_000_000L, rows),
                fit,
                noModels ? Models.NONE : Models.PROPOSED,
                inPlace ? Parquet.IN_PLACE : Parquet.COPIED,
                ignored);
        Target target = project.target();
        try (WorkFolder work = WorkFolder.under(project.stateDirectory());
                Lake lake = OpenProject.lake(project);
                OpenProject scratch = OpenProject.open(
                        project.withTarget(target.in(work.path().resolve("lake"))));
                LiveProgress progress = new LiveProgress(parent.console(), Clock.systemUTC()).start()) {
            CrawlDisplay display = new CrawlDisplay(parent.console(), progress);
            return new Crawler(scratch.workspace(), work, request, lake.published(), display).run(crawl);
        }
    }

    /** A new source's password is known only when its file is read. */
    private static void keepSecrets(RootCommand parent, ProjectRequest request, List<Wanted> wanted) {
        Map<String, String> texts = new HashMap<>();
        wanted.forEach(each -> each.text().ifPresent(text -> texts.put("sources/" + each.name() + ".yml", text)));
        if (!texts.isEmpty()) {
            parent.keepSecret(ProjectLoader.load(request.with(texts)).orThrow().secrets());
        }
    }

    private void requireSound() {
        between("--files", files, 1, 1000);
        between("--megabytes", megabytes, 1, 10_000);
        between("--rows", rows, 1, 1_000_000);
        if (!(fit >= 0.5 && fit <= 1)) {
            throw new LakesmithException(
                    ErrorCode.USAGE, "--fit must be from 0.5 to 1, got " + fit + "; 0.98 allows 2% that do not fit");
        }
        boolean address = place != null && place.matches("(?s)(jdbc|https?):.*");
        if (!address && (user != null || secretVariable != null)) {
            throw new LakesmithException(
                    ErrorCode.USAGE,
                    "--user and --secret-env are for a new database or API, by its URL; what is declared says itself"
                            + " how to log in");
        }
    }

    private static void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw new LakesmithException(
                    ErrorCode.USAGE, option + " must be from " + least + " to " + most + ", got " + value);
        }
    }
}
