package dev.lakesmith.lake;

/** The table properties that Lakesmith keeps. Each is repeated in the summary of the snapshot that it came with. */
public final class LakeProperties {

    /** What all of them begin with. */
    public static final String PREFIX = "lakesmith.";

    /** Bronze: the last landing batch that the table holds. */
    public static final String POSITION = PREFIX + "position";

    /** Models: the input snapshots that the table was made from, table name and snapshot id of each. */
    public static final String INPUTS = PREFIX + "inputs";

    /** Models and seeds: the definition that the table was made by. */
    public static final String FINGERPRINT = PREFIX + "fingerprint";

    /** The run that wrote last. */
    public static final String RUN = PREFIX + "run";

    /** The ledger of the step that wrote last, as JSON. */
    public static final String LEDGER = PREFIX + "ledger";

    private LakeProperties() {}
}
