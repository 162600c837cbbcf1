package dev.lakesmith.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures Lakesmith beside plain DuckDB and Spark and writes a page of results. */
@Command(
        name = "bench/run",
        mixinStandardHelpOptions = true,
        description = "Measure Lakesmith beside plain DuckDB and Spark, and write a page of results.",
        showDefaultValues = true)
public final class Bench implements Callable<Integer> {

    @Option(names = "--size", converter = DataSize.class, paramLabel = "SIZE", description = "How large files are.")
    private long size = 1_000_000_000;

    @Option(
            names = "--rows",
            paramLabel = "N",
            description = "How many rows tables have that change; those of databases have a quarter.")
    private long rows = 20_000_000;

    @Option(names = "--rounds", paramLabel = "N", description = "How often each program runs.")
    private int rounds = 3;

    @Option(names = "--only", split = ",", paramLabel = "FIGURE", description = "Only these figures, by name.")
    private List<String> only = new ArrayList<>();

    @Option(names = "--without-spark", description = "Compare nothing with Spark.")
    private boolean withoutSpark;

    @Option(names = "--work", paramLabel = "DIR", description = "Where data and results go. Removed afterwards.")
    private Path work = Path.of("bench/target/work");

    @Option(names = "--keep", description = "Do not remove the work folder, and use data that is in it.")
    private boolean keep;

    @Option(names = "--out", paramLabel = "FILE", description = "The page.")
    private Path out = Path.of("docs/benchmarks.md");

    @Option(names = "--distribution", paramLabel = "DIR", description = "Another Lakesmith than the one built here.")
    private Optional<Path> distribution = Optional.empty();

    private final PrintStream console;

    private Bench(PrintStream console) {
        this.console = console;
    }

    /** Runs in the root of the repository; {@code bench/run} does. */
    public static void main(String[] args) {
        System.exit(new CommandLine(new Bench(System.out)).execute(args));
    }

    @Override
    public Integer call() throws IOException {
        Path folder = Files.createDirectories(work.toAbsolutePath().normalize());
        try {
            Optional<SparkRuntime> spark = withoutSpark
                    ? Optional.empty()
                    : SparkRuntime.in(Path.of("bench/spark/target").toAbsolutePath());
            Workplace place = new Workplace(
                    folder,
                    copyOfLakesmith(folder),
                    System.getProperty("java.class.path", ""),
                    spark,
                    Machine.cores(),
                    size);
            MarkdownReport report = new MarkdownReport(new MarkdownReport.Circumstances(
                    Machine.described(), versions(place), size, rounds, presence(spark)));
            Files.createDirectories(out.toAbsolutePath().getParent());
            measure(place, report);
            console.println("written: " + out);
            return 0;
        } finally {
            if (!keep) {
                Workplace.remove(folder);
            }
        }
    }

    private MarkdownReport.SparkPresence presence(Optional<SparkRuntime> spark) {
        if (withoutSpark) {
            return MarkdownReport.SparkPresence.LEFT_OUT;
        }
        return spark.isPresent() ? MarkdownReport.SparkPresence.COMPARED : MarkdownReport.SparkPresence.NOT_RESOLVED;
    }

    private void measure(Workplace place, MarkdownReport report) throws IOException {
        TimedProgram program = new TimedProgram(place.path("program.log"));
        try (DatabaseFigures databases = new DatabaseFigures(place, rows / 4);
                StorageFigures storage = new StorageFigures(place, program)) {
            List<Figure> figures = new ArrayList<>();
            figures.addAll(new LoadFigures(place).all());
            figures.addAll(new ModelFigures(place, program).all());
            figures.addAll(
                    new StartFigures(place, program, Path.of("examples/shop").toAbsolutePath()).all());
            figures.addAll(new ChangeFigures(place, program, rows).all());
            figures.addAll(new ManyFigures(place, program).all());
            figures.addAll(databases.all());
            figures.addAll(storage.all());
            measure(program, figures, report);
        }
    }

    /** Measures figure by figure; the page is written anew after each. */
    private void measure(TimedProgram program, List<Figure> figures, MarkdownReport report) throws IOException {
        List<String> names = figures.stream().map(Figure::name).toList();
        if (!names.containsAll(only)) {
            throw new CommandLine.ParameterException(
                    new CommandLine(this), "--only " + String.join(",", only) + ": the figures are " + names);
        }
        figures.removeIf(figure -> !only.isEmpty() && !only.contains(figure.name()));
        SideBySide sideBySide = new SideBySide(program, rounds);
        List<Result> results = new ArrayList<>();
        for (Figure figure : figures) {
            console.println(figure.name());
            results.add(sideBySide.measure(figure, line -> console.println("  " + line)));
            Files.writeString(out, report.page(results));
        }
    }

    /** A copy, with its class archive made, as it is from the second start on. */
    private Path copyOfLakesmith(Path folder) throws IOException {
        Path copy = folder.resolve("lakesmith");
        Workplace.remove(copy);
        Path built = distribution.isPresent() ? distribution.get() : built();
        Workplace.copy(built, copy, List.of());
        // An archive holds where it was made; in a copy it is of no use, and in the way of a new one.
        try (Stream<Path> files = Files.list(copy.resolve("lib"))) {
            for (Path archive :
                    files.filter(file -> file.toString().endsWith(".jsa")).toList()) {
                Files.delete(archive);
            }
        }
        Process first = new ProcessBuilder(
                        "env",
                        "LAKESMITH_CDS=now",
                        copy.resolve("bin").resolve("lakesmith").toString(),
                        "--version")
                .redirectErrorStream(true)
                .start();
        String printed = new String(first.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!printed.toLowerCase(Locale.ROOT).contains("lakesmith")) {
            throw new IOException(copy + " does not start; it printed: " + printed);
        }
        return copy;
    }

    private static Path built() throws IOException {
        Path distributions = Path.of("cli/target/distribution");
        try (Stream<Path> found = Files.list(distributions)) {
            return found.filter(each -> Files.exists(each.resolve("bin").resolve("lakesmith")))
                    .findFirst()
                    .orElseThrow(
                            () -> new IOException("no Lakesmith in " + distributions + "; run ./lakesmith --version"));
        }
    }

    private static String versions(Workplace place) throws IOException {
        try (Stream<Path> jars = Files.list(place.lakesmith().resolve("lib"))) {
            String own = jars.map(jar -> jar.getFileName().toString().replace(".jar", ""))
                    .filter(jar -> jar.matches("(lakesmith-cli|duckdb_jdbc|iceberg-core)-.*"))
                    .sorted()
                    .reduce((one, other) -> one + ", " + other)
                    .orElse("unknown versions");
            return own + place.spark().map(spark -> ", " + spark.versions()).orElse("");
        }
    }
}
