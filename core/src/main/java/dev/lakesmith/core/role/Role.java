package dev.lakesmith.core.role;

import dev.lakesmith.core.contract.Severity;
import dev.lakesmith.vocabulary.TableName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The part a model plays, which adds columns, rows and rules to what its query gives. */
public sealed interface Role {

    /** No part: the table is what the query gives. */
    Role PLAIN = new Plain();

    /** What the names of checks begin with that come with a dimension; names in headers have no dot. */
    String DIMENSION_CHECKS = "dimension.";

    /** What the names of checks begin with that come with a fact. */
    String FACT_CHECKS = "fact.";

    /** What the names of checks begin with that come with conformed records. */
    String CONFORM_CHECKS = "conform.";

    /** Whether a check comes with a part rather than from a header's list of checks. */
    static boolean brings(String check) {
        return List.of(DIMENSION_CHECKS, FACT_CHECKS, CONFORM_CHECKS).stream().anyMatch(check::startsWith);
    }

    /** The table is what the query gives. */
    record Plain() implements Role {}

    /**
     * A dimension: it gets a surrogate key, a row for the unknown member, and a row for each member that facts name
     * before the dimension's own query does.
     *
     * @param key the columns that identify a member
     * @param surrogate the column of the surrogate key; the key itself when it is a stable number already
     * @param versions set when a member has a row for each of its versions
     * @param unknown values of the unknown and of inferred members by column, as text; other text columns hold {@link
     *     #UNKNOWN_TEXT}, the rest NULL
     * @param duplicates what happens to rows of one key
     * @param calendar set when the members are the days of a calendar
     */
    record Dimension(
            List<String> key,
            String surrogate,
            Optional<Versions> versions,
            Map<String, String> unknown,
            Severity duplicates,
            Optional<Calendar> calendar)
            implements Role {

        /** The column that tells inferred members from those of the query. */
        public static final String INFERRED = "is_inferred";

        /** The surrogate key of the unknown member. */
        public static final long UNKNOWN_KEY = -1;

        /** What text columns of the unknown member hold when nothing is declared. */
        public static final String UNKNOWN_TEXT = "Unknown";

        public Dimension {
            key = List.copyOf(key);
            unknown = Collections.unmodifiableMap(new LinkedHashMap<>(unknown));
        }

        /** Whether the key serves as surrogate, so that none is made. */
        public boolean keyIsSurrogate() {
            return key.size() == 1 && key.get(0).equalsIgnoreCase(surrogate);
        }
    }

    /**
     * Where a version's validity stands.
     *
     * @param from the column with the moment a version began
     * @param to the column with the moment it ended
     * @param current the column that is true for the version of today
     */
    record Versions(String from, Optional<String> to, Optional<String> current) {}

    /**
     * A fact: it gets a surrogate key for each dimension it refers to, and its grain holds.
     *
     * @param grain the columns that identify a row
     * @param duplicates what happens to rows of one grain
     * @param rowsOf the input of which each row gives at most one row of the fact
     * @param dimensions what it refers to
     */
    record Fact(List<String> grain, Severity duplicates, Optional<TableName> rowsOf, List<Reference> dimensions)
            implements Role {

        public Fact {
            grain = List.copyOf(grain);
            dimensions = List.copyOf(dimensions);
        }
    }

    /**
     * A fact's reference to a dimension.
     *
     * @param column the fact's column that gets the surrogate key
     * @param of the dimension
     * @param by the fact's columns that hold the member's key, in the dimension's order
     * @param asOf the fact's column with the moment whose version counts
     * @param missing what a member is given that the dimension does not have
     */
    record Reference(String column, TableName of, List<String> by, Optional<String> asOf, Missing missing) {
        public Reference {
            by = List.copyOf(by);
        }
    }

    /** What becomes of a fact whose member the dimension does not have. */
    enum Missing {
        /** It keeps the member's own key, and the dimension gets an inferred row, which is completed later. */
        INFER,
        /** It points to the unknown member. */
        UNKNOWN
    }

    /**
     * Records of several sources that get the key of the identity they belong to: those that share a rule's values, over
     * any number of steps, are one identity.
     *
     * @param key the column that gets the identity's key
     * @param record the columns that identify a record
     * @param rules in order of trust
     * @param atMost how many records one identity may have
     */
    record Conformed(String key, List<String> record, List<MatchRule> rules, long atMost) implements Role {

        /** The column with the most trusted rule by which a record belongs to others; NULL when it is alone. */
        public static final String MATCHED_BY = "matched_by";

        /** The column with the moment a record was first given a key. */
        public static final String KNOWN_SINCE = "known_since";

        public Conformed {
            record = List.copyOf(record);
            rules = List.copyOf(rules);
        }
    }

    /**
     * One way in which records belong together.
     *
     * @param name for people
     * @param values SQL expressions; records match when all of them are equal, and none of them is NULL or empty
     */
    record MatchRule(String name, List<String> values) {
        public MatchRule {
            values = List.copyOf(values);
        }
    }

    /**
     * One row for each key, made of several: each column's value survives by a rule, and NULL never does.
     *
     * @param key the column that rows belong together by
     * @param source the column with the name of a row's source
     * @param latest the column with the moment of a row
     * @param columns the rules of columns; others survive by {@link Survival.Latest}
     */
    record Golden(String key, Optional<String> source, Optional<String> latest, Map<String, Survival> columns)
            implements Role {

        /** The column with the number of rows behind one. */
        public static final String RECORDS = "records";

        public Golden {
            columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
        }
    }

    /** Which of several values stays. Those that are equal in it are settled by the latest row, then by the value. */
    sealed interface Survival {

        /** That of the latest row. */
        record Latest() implements Survival {}

        /** The longest text. */
        record Longest() implements Survival {}

        /** The one that most rows have. */
        record MostFrequent() implements Survival {}

        /** That of the first of these sources that has one; others come last. */
        record Prefer(List<String> sources) implements Survival {
            public Prefer {
                sources = List.copyOf(sources);
            }
        }
    }
}
