package dev.lakesmith.bench;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Function;

/** The results as a page. */
final class MarkdownReport {

    private static final long MEGABYTE = 1_000_000;

    private static final String CHANGES = """

            ## Work follows the change

            Whole commands again, from the start of the JVM to its end; wall seconds depend on what else the machine does.

            | figure | CPU s / wall s | compared with | CPU s / wall s | ratio CPU / wall | peak MB of both | goal |
            |---|--:|---|--:|--:|--:|---|
            """;

    private final Circumstances circumstances;

    /**
     * What the numbers depend on.
     *
     * @param machine its processor, cores, memory, system and Java
     * @param versions of what was compared
     * @param dataBytes about how large the loaded files are
     * @param rounds how often each program ran
     * @param spark whether Spark was there
     */
    record Circumstances(String machine, String versions, long dataBytes, int rounds, SparkPresence spark) {}

    /** Whether there is a peer to compare with. */
    enum SparkPresence {
        COMPARED,
        LEFT_OUT,
        NOT_RESOLVED
    }

    MarkdownReport(Circumstances circumstances) {
        this.circumstances = circumstances;
    }

    String page(List<Result> results) {
        StringBuilder page = new StringBuilder("""
                # Benchmarks

                Measured by `bench/run` in one go, on %s; %s. Files to load have about %,d MB. In each of %d rounds the
                programs run one after the other, each as a process of its own; JVM start, class loading and commit are
                part of the figure. Seconds are medians, ratios the medians of each round's ratio.

                - **CPU** is user and system time of the process and its children, as the kernel counts it.
                - **DuckDB** is the limit: the same rows with the same library to plain zstd Parquet. It keeps no copy of
                  what the source gave, no ledger, no provenance, no quarantine, and commits nothing.
                - **Spark** is the peer: local, with as many threads, into Iceberg tables.
                - Lakesmith and DuckDB have a memory setting of %s; peak memory is that of the whole process.

                """.formatted(
                        circumstances.machine(),
                        circumstances.versions(),
                        circumstances.dataBytes() / MEGABYTE,
                        circumstances.rounds(),
                        Workplace.MEMORY));
        switch (circumstances.spark()) {
            case COMPARED -> {}
            case LEFT_OUT -> page.append("**Spark was left out of this run** (`--without-spark`).\n\n");
            case NOT_RESOLVED ->
                page.append("**Spark could not be resolved, so nothing here is compared with it.**"
                        + " bench/target/spark.log says why.\n\n");
        }
        page.append("""
                | figure | Lakesmith CPU s / wall s | DuckDB CPU s / wall s | Lakesmith ÷ DuckDB CPU / wall | Spark CPU s / wall s | Lakesmith ÷ Spark CPU / wall | peak MB Lakesmith / DuckDB / Spark | goal |
                |---|--:|--:|--:|--:|--:|--:|---|
                """);
        results.stream()
                .filter(result -> result.figure().against().isEmpty())
                .forEach(result -> page.append(row(result)).append('\n'));
        page.append(CHANGES);
        results.stream()
                .filter(result -> result.figure().against().isPresent())
                .forEach(result -> page.append(comparison(result)).append('\n'));
        return page.append("""

                        ## How to repeat

                        ```
                        bench/run                            everything; a quarter of an hour or more
                        bench/run --size 100MB --rounds 5    smaller files, more rounds
                        bench/run --only csv,json            some figures
                        bench/run --without-spark            does not download Spark
                        bench/run --only merge,read-after,dedupe --rows 5000000
                        ```
                        The data is made from row numbers, the same each time. Other work on the machine disturbs seconds more
                        than ratios.
                        """).toString();
    }

    private static String comparison(Result result) {
        Function<Result.Round, Optional<Cost>> lakesmith = round -> Optional.of(round.lakesmith());
        return "| "
                + String.join(
                        " | ",
                        result.figure().description(),
                        seconds(result, lakesmith),
                        result.figure().against().orElse(""),
                        seconds(result, Result.Round::limit),
                        ratios(result, Result.Round::limit),
                        megabytes(result.peakBytes(lakesmith)) + " / "
                                + megabytes(result.peakBytes(Result.Round::limit)),
                        goal(result))
                + " |";
    }

    private static String goal(Result result) {
        return result.figure()
                .goal()
                .map(each -> each.text() + (result.reachesGoal().orElse(false) ? ": reached" : ": **missed**"))
                .orElse("");
    }

    private static String row(Result result) {
        Function<Result.Round, Optional<Cost>> lakesmith = round -> Optional.of(round.lakesmith());
        return "| "
                + String.join(
                        " | ",
                        result.figure().description(),
                        seconds(result, lakesmith),
                        seconds(result, Result.Round::limit),
                        ratios(result, Result.Round::limit),
                        seconds(result, Result.Round::peer),
                        ratios(result, Result.Round::peer),
                        String.join(
                                " / ",
                                megabytes(result.peakBytes(lakesmith)),
                                megabytes(result.peakBytes(Result.Round::limit)),
                                megabytes(result.peakBytes(Result.Round::peer))),
                        goal(result))
                + " |";
    }

    private static String seconds(Result result, Function<Result.Round, Optional<Cost>> contender) {
        return both(result.median(contender, Cost::cpuSeconds), result.median(contender, Cost::wallSeconds));
    }

    private static String ratios(Result result, Function<Result.Round, Optional<Cost>> other) {
        return both(result.ratio(other, Cost::cpuSeconds), result.ratio(other, Cost::wallSeconds));
    }

    private static String both(OptionalDouble cpu, OptionalDouble wall) {
        return cpu.isEmpty() || wall.isEmpty()
                ? "–"
                : String.format(Locale.ROOT, "%.2f / %.2f", cpu.getAsDouble(), wall.getAsDouble());
    }

    private static String megabytes(OptionalLong bytes) {
        return bytes.isEmpty() ? "–" : Long.toString(bytes.getAsLong() / MEGABYTE);
    }
}
