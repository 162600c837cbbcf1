package dev.lakesmith.core.contract;

import dev.lakesmith.vocabulary.TableName;
import java.time.Duration;
import java.util.Map;

/**
 * How a lake's tables are kept cheap to read.
 *
 * @param budget of every table
 * @param ofTables the budgets of tables that have their own
 * @param branchesFor for how long what a failed run, load, replay or upkeep staged is kept
 * @param timePerRun after how much time a run begins no further work of this kind
 * @param bytesPerRun after how many bytes of data files written anew it does; the rest waits for the next run
 */
public record Maintenance(
        Budget budget, Map<TableName, Budget> ofTables, Duration branchesFor, Duration timePerRun, long bytesPerRun) {

    /** Unless the project says something else. */
    public static final Maintenance DEFAULT =
            new Maintenance(Budget.DEFAULT, Map.of(), Duration.ofDays(7), Duration.ofSeconds(10), 512_000_000);

    public Maintenance {
        ofTables = Map.copyOf(ofTables);
    }

    /** The budget of one table. */
    public Budget of(TableName table) {
        return ofTables.getOrDefault(table, budget);
    }

    /** The same with another budget for every table. */
    public Maintenance with(Budget other) {
        return new Maintenance(other, Map.of(), branchesFor, timePerRun, bytesPerRun);
    }
}
