package dev.lakesmith.core.export;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Engines that read exported tables, in whose SQL they can be declared. */
public enum Dialect {
    ATHENA,
    REDSHIFT,
    SYNAPSE,
    SPARK,
    TRINO,
    SNOWFLAKE;

    private Ddl ddl() {
        return switch (this) {
            case ATHENA -> new AthenaDdl();
            case REDSHIFT -> new RedshiftDdl();
            case SYNAPSE -> new SynapseDdl();
            case SPARK -> new SparkDdl();
            case TRINO -> new TrinoDdl();
            case SNOWFLAKE -> new SnowflakeDdl();
        };
    }

    /** As written on a command line. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The dialect of a word. */
    public static Optional<Dialect> of(String word) {
        return Arrays.stream(values())
                .filter(dialect -> dialect.word().equalsIgnoreCase(word))
                .findFirst();
    }

    /** The words of all dialects. */
    public static List<String> words() {
        return Arrays.stream(values()).map(Dialect::word).toList();
    }

    /**
     * The statements that make the table known, each of which may be run again.
     *
     * @throws dev.lakesmith.vocabulary.LakesmithException USAGE when the engine cannot read where the export is
     */
    public String declaration(ExternalTable table) {
        return ddl().declaration(table);
    }

    /** Whether what is declared stays right when the table is exported again with the same columns. */
    public boolean follows() {
        return ddl().follows();
    }
}
