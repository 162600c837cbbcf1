package dev.lakesmith.bench;

import java.util.Optional;
import java.util.function.Predicate;

/**
 * A job, and who does it.
 *
 * @param name short, for the command line and the table
 * @param description one line for the table
 * @param once prepares what all contenders need; not measured
 * @param lakesmith how Lakesmith does it
 * @param limit how plain DuckDB does it, without any of Lakesmith's promises
 * @param peer how Spark does it
 * @param against what {@code limit} is, where it is not plain DuckDB doing the same
 * @param goal what Lakesmith should reach
 */
record Figure(
        String name,
        String description,
        Contender.Preparation once,
        Contender lakesmith,
        Optional<Contender> limit,
        Optional<Contender> peer,
        Optional<String> against,
        Optional<Goal> goal) {

    /** A job beside doing the same in plain DuckDB and in Spark. */
    Figure(
            String name,
            String description,
            Contender.Preparation once,
            Contender lakesmith,
            Optional<Contender> limit,
            Optional<Contender> peer,
            Optional<Goal> goal) {
        this(name, description, once, lakesmith, limit, peer, Optional.empty(), goal);
    }

    /** A job beside another one. */
    static Figure against(
            String name,
            String description,
            Contender.Preparation once,
            Contender lakesmith,
            String against,
            Contender other,
            Optional<Goal> goal) {
        return new Figure(
                name, description, once, lakesmith, Optional.of(other), Optional.empty(), Optional.of(against), goal);
    }

    /**
     * What Lakesmith should reach.
     *
     * @param text as the table shows it
     * @param reached whether a result does
     */
    record Goal(String text, Predicate<Result> reached) {}
}
