package dev.lakesmith.vocabulary;

/** Who can mend an error. */
public enum ErrorKind {
    /** The project's author or whoever typed the command. */
    USER,
    /** The data, or a system outside this program. */
    EXTERNAL,
    /** A defect of this program. */
    INTERNAL
}
