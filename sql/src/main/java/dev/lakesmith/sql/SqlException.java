package dev.lakesmith.sql;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;

/** A mistake in a query, with its place in the query's text. */
public class SqlException extends LakesmithException {

    private static final long serialVersionUID = 1L;

    private final int offset;
    private final int length;

    public SqlException(ErrorCode code, String message, int offset, int length) {
        super(code, message);
        this.offset = offset;
        this.length = length;
    }

    /** Where the mistake begins, in Java characters from 0; -1 when unknown. */
    public int offset() {
        return offset;
    }

    /** How many Java characters it spans; 0 when unknown. */
    public int length() {
        return length;
    }
}
