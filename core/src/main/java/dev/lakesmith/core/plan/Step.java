package dev.lakesmith.core.plan;

import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.export.Exporter;
import dev.lakesmith.core.project.Seed;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.TableName;
import java.util.Locale;
import java.util.Set;

/** One thing a run does, and why. Steps are values; the runner executes them. */
public sealed interface Step {

    /** The table the step writes; unique in a plan, but for the export of a table that another step writes. */
    TableName table();

    /** Why the step is in the plan, for people. */
    String reason();

    /** The tables whose steps must have ended before this one begins. */
    Set<TableName> after();

    /** The word for what the step does. */
    String kind();

    /**
     * Copies a stream's new files to landing.
     *
     * @param source the source
     * @param stream the stream
     * @param pending what is new
     */
    record Extract(Source source, Stream stream, Pending pending, String reason) implements Step {
        @Override
        public TableName table() {
            return stream.landing();
        }

        @Override
        public Set<TableName> after() {
            return Set.of();
        }

        @Override
        public String kind() {
            return "extract";
        }
    }

    /**
     * Loads landed files into bronze.
     *
     * @param stream the stream
     * @param extent which landed files
     * @param after the stream's extraction, if it is in the plan
     */
    record Load(Stream stream, Extent extent, String reason, Set<TableName> after) implements Step {

        /** Which landed files a load reads. */
        public enum Extent {
            /** Those that bronze does not hold yet. */
            NEW,
            /** All of them; bronze is made anew. */
            ALL
        }

        public Load {
            after = Set.copyOf(after);
        }

        @Override
        public TableName table() {
            return stream.bronze();
        }

        @Override
        public String kind() {
            return "load";
        }
    }

    /**
     * Makes a table of a seed file.
     *
     * @param seed the file
     * @param fingerprint of its content
     */
    record Plant(Seed seed, String fingerprint, String reason) implements Step {
        @Override
        public TableName table() {
            return seed.name();
        }

        @Override
        public Set<TableName> after() {
            return Set.of();
        }

        @Override
        public String kind() {
            return "seed";
        }
    }

    /**
     * Computes a model.
     *
     * @param model the model
     * @param start whether what is there may stay
     * @param after the steps of its inputs
     */
    record Build(AnalyzedModel model, Start start, String reason, Set<TableName> after) implements Step {

        /** What becomes of a table that is there already. */
        public enum Start {
            /** It is continued where the materialization allows. */
            CONTINUE,
            /** It is made anew. */
            ANEW,
            /** As CONTINUE, but every row of the inputs is read, also when none of them changed. */
            REPLAY
        }

        public Build {
            after = Set.copyOf(after);
        }

        @Override
        public TableName table() {
            return model.model().name();
        }

        @Override
        public String kind() {
            return model.model().materialization().name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Checks a model's table again, which stays as it is.
     *
     * @param model the model
     * @param which of its checks
     * @param after the steps of the tables that its checks read
     */
    record Check(AnalyzedModel model, Which which, String reason, Set<TableName> after) implements Step {

        /** The checks made again. */
        public enum Which {
            ALL,
            /** Those that read other tables. */
            AGAINST_OTHERS
        }

        public Check {
            after = Set.copyOf(after);
        }

        @Override
        public TableName table() {
            return model.model().name();
        }

        @Override
        public String kind() {
            return "check";
        }
    }

    /**
     * Writes a published table's rows as plain files. Runs when the run's tables are published.
     *
     * @param table the table
     * @param export how
     * @param when whether also when nothing changed since the last time
     */
    record Export(TableName table, dev.lakesmith.core.contract.Export export, Exporter.When when, String reason)
            implements Step {

        /** After everything else, by its kind. */
        @Override
        public Set<TableName> after() {
            return Set.of();
        }

        @Override
        public String kind() {
            return "export";
        }
    }
}
