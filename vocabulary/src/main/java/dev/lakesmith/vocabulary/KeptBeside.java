package dev.lakesmith.vocabulary;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What the program keeps beside a table, each in a schema of its own. */
public enum KeptBeside {

    /** Rows that were refused. */
    QUARANTINE,

    /** Rows that did not pass a check. */
    FAILURES,

    /** What became of identities. */
    HISTORY;

    /** The names of these schemas. */
    public static final Set<String> SCHEMAS =
            Arrays.stream(values()).map(KeptBeside::schema).collect(Collectors.toUnmodifiableSet());

    /** The schema, such as {@code quarantine}. */
    public String schema() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether a table is of this kind. */
    public boolean holds(TableName table) {
        return table.schema().equals(schema());
    }

    /** {@code quarantine.silver_people} for {@code silver.people}. */
    public TableName of(TableName table) {
        return new TableName(schema(), table.schema() + "_" + table.name());
    }

    /** The same text for a table and those beside it, {@code silver_people}. */
    public static String owner(TableName table) {
        return SCHEMAS.contains(table.schema()) ? table.name() : table.schema() + "_" + table.name();
    }
}
