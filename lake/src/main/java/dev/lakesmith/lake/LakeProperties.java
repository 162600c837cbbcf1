package dev.lakesmith.lake;

/** The table properties that Lakesmith keeps. Each is repeated in the summary of the snapshot that it came with. */
public final class LakeProperties {

    /** What all of them begin with. */
    public static final String PREFIX = "lakesmith.";

    /** Bronze: the last landing batch that the table holds. */
    public static final String POSITION = PREFIX + "position";

    /** Landing: where the next extraction goes on, in the connector's own words. */
    public static final String BOOKMARK = PREFIX + "bookmark";

    /** Models: the input snapshots that the table was made from, table name and snapshot id of each. */
    public static final String INPUTS = PREFIX + "inputs";

    /** Models and seeds: the definition that the table was made by. */
    public static final String FINGERPRINT = PREFIX + "fingerprint";

    /** Models: the values of the parameters that the query was computed with, as JSON. */
    public static final String PARAMETERS = PREFIX + "parameters";

    /** The run that wrote last. */
    public static final String RUN = PREFIX + "run";

    /** The ledger of the step that wrote last, as JSON. */
    public static final String LEDGER = PREFIX + "ledger";

    /** Models: what checks measured in the last runs that published the table, as JSON. */
    public static final String METRICS = PREFIX + "metrics";

    /** Models: the definition of the checks that the table passed. */
    public static final String CHECKS = PREFIX + "checks";

    /** Models: the states of the other tables that the table was checked against, as for {@link #INPUTS}. */
    public static final String CHECKED_AGAINST = PREFIX + "checked-against";

    /** Models with deletes: the highest {@code latest_by} of the rows that removed a key, as text. */
    public static final String DELETED_UNTIL = PREFIX + "deleted-until";

    /** Of a snapshot that only wrote files anew: the snapshot that has the same rows. */
    static final String SAME_ROWS_AS = PREFIX + "same-rows-as";

    /** Snapshots: the unique key that the versions belong to, its columns separated by commas. */
    public static final String VERSIONS_OF = PREFIX + "versions-of";

    /** Snapshots: present when the table holds versions that no input shows any more. */
    public static final String VERSIONS_KEPT = PREFIX + "versions-kept";

    /** Identities: the column with their keys. */
    public static final String IDENTITIES_IN = PREFIX + "identities-in";

    /** Identities: the greatest key that was ever given. */
    public static final String IDENTITIES_GIVEN = PREFIX + "identities-given";

    /**
     * The schema's id and the sequence number of the first file written with it, as {@code 2@17}. Without it the table
     * has had one schema only.
     */
    static final String SCHEMA_SINCE = PREFIX + "schema-since";

    private LakeProperties() {}
}
