package dev.lakesmith.core.engine;

import dev.lakesmith.vocabulary.TableName;
import java.util.List;

/**
 * What a query would read.
 *
 * @param tables those it reads, directly or through views, by name
 * @param plan how the engine would run it, for people; empty when telling that would fetch files
 */
public record QueryExplanation(List<Reading> tables, String plan) {

    public QueryExplanation {
        tables = List.copyOf(tables);
    }

    /**
     * What would be read of one table.
     *
     * @param needed the files that can hold rows which the query uses
     * @param all every file of the table
     * @param condition what all rows that matter have in common, as SQL; {@code true} when nothing is known
     * @param why all files are read; empty when some are not
     */
    public record Reading(TableName table, Amount needed, Amount all, String condition, String why) {}

    /**
     * An amount of data.
     *
     * @param rows of the files, whether or not the query uses each
     */
    public record Amount(long files, long bytes, long rows) {}
}
