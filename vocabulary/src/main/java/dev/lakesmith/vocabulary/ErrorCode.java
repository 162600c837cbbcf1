package dev.lakesmith.vocabulary;

/**
 * Every kind of error this program reports. The number is stable and printed with the message; the reference page of
 * error codes is generated from here.
 */
public enum ErrorCode {
    PROJECT_NOT_FOUND(101, ErrorKind.USER, "No project folder: lakesmith.yml is missing."),
    PROJECT_INVALID(102, ErrorKind.USER, "The project has mistakes; each is listed with its place."),
    YAML_SYNTAX(103, ErrorKind.USER, "A YAML file, or a model's header, cannot be parsed."),
    KEY_UNKNOWN(104, ErrorKind.USER, "A key that this place does not know."),
    KEY_DUPLICATE(105, ErrorKind.USER, "The same key twice in one mapping."),
    KEY_MISSING(106, ErrorKind.USER, "A required key is missing."),
    VALUE_INVALID(107, ErrorKind.USER, "A value has the wrong type or is not one of those allowed."),
    VARIABLE_UNRESOLVED(108, ErrorKind.USER, "A ${env:…} or ${file:…} reference that cannot be resolved."),
    TABLE_DUPLICATE(109, ErrorKind.USER, "Two definitions make the same table."),
    TABLE_UNKNOWN(110, ErrorKind.USER, "A table that nothing defines."),
    CYCLE(111, ErrorKind.USER, "Models that depend on each other in a circle."),
    PARAMETER_INVALID(112, ErrorKind.USER, "A --var that is not declared, is missing, or does not fit its type."),
    NAME_INVALID(113, ErrorKind.USER, "A file, source, stream or table name that cannot be a table name."),
    FILE_MISPLACED(114, ErrorKind.USER, "A file or folder of a project that nothing reads where it lies."),

    SQL_SYNTAX(201, ErrorKind.USER, "SQL that cannot be parsed."),
    SQL_BINDING(202, ErrorKind.USER, "SQL that names a column, table or function that does not exist, or mixes types."),
    SQL_FORBIDDEN(203, ErrorKind.USER, "SQL that does more than SELECT from tables of the lake."),
    SQL_RUNTIME(204, ErrorKind.EXTERNAL, "A query that failed while it ran."),
    TYPE_UNSUPPORTED(205, ErrorKind.USER, "A column type that Iceberg tables cannot hold."),

    USAGE(301, ErrorKind.USER, "A command line that is not understood."),
    FOLDER_OCCUPIED(302, ErrorKind.USER, "A folder that holds files which a command would overwrite."),
    FOLDER_UNWRITABLE(303, ErrorKind.EXTERNAL, "A file or folder that cannot be written."),
    TABLE_NEEDED(304, ErrorKind.USER, "A table that cannot be dropped: the project makes it, or something reads it."),

    SOURCE_UNREADABLE(401, ErrorKind.EXTERNAL, "A source file or folder that cannot be read."),
    SOURCE_CHANGED(
            402,
            ErrorKind.EXTERNAL,
            "A source file that changed while it was copied, or although landing refers to it or a table reads it in place."),
    FORMAT_INVALID(403, ErrorKind.EXTERNAL, "A file that is not of the declared format."),
    NEW_COLUMNS(404, ErrorKind.EXTERNAL, "New columns in a stream declared on_new_columns: fail."),

    CHECK_FAILED(501, ErrorKind.EXTERNAL, "Checks of severity fail did not pass; nothing was published."),
    LEDGER_UNBALANCED(502, ErrorKind.INTERNAL, "A step's rows do not add up; nothing of it was kept."),
    CONTRACT_BROKEN(503, ErrorKind.EXTERNAL, "Data that does not fit what the table declares."),
    SHRINK_REFUSED(504, ErrorKind.EXTERNAL, "A run would remove more of a table's rows than is allowed at once."),
    QUARANTINE_FULL(505, ErrorKind.EXTERNAL, "A step would send more rows to quarantine than its table allows."),

    LAKE_CONFLICT(601, ErrorKind.EXTERNAL, "Another writer changed a table meanwhile; run again."),
    LAKE_UNREADABLE(602, ErrorKind.EXTERNAL, "The catalog or a table's files cannot be read or written."),
    SNAPSHOT_UNKNOWN(603, ErrorKind.USER, "A snapshot, tag or time that the table does not have."),
    STORAGE_REFUSED(611, ErrorKind.EXTERNAL, "Object storage refuses access: credentials or what they may do."),
    STORAGE_UNREACHABLE(612, ErrorKind.EXTERNAL, "Object storage does not answer, or fails for longer than a minute."),
    STORAGE_MISSING(613, ErrorKind.USER, "A bucket or container that does not exist, or is in another region."),

    INTERRUPTED(701, ErrorKind.EXTERNAL, "The command was interrupted."),
    INTERNAL_ERROR(901, ErrorKind.INTERNAL, "A defect of Lakesmith; please report it with the log.");

    private final int number;
    private final ErrorKind kind;
    private final String meaning;

    ErrorCode(int number, ErrorKind kind, String meaning) {
        this.number = number;
        this.kind = kind;
        this.meaning = meaning;
    }

    /** The stable identifier, such as {@code LS104}. */
    public String id() {
        return "LS" + number;
    }

    public ErrorKind kind() {
        return kind;
    }

    /** One sentence for the reference page. */
    public String meaning() {
        return meaning;
    }
}
