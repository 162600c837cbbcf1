package dev.lakesmith.connectors.jdbc;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;

/** A value that no table type holds; where it stands is not told yet. */
final class UnfitValue extends LakesmithException {

    private static final long serialVersionUID = 1L;

    UnfitValue(String message) {
        super(ErrorCode.SOURCE_UNREADABLE, message);
    }

    /** With the stream's place and what it reads. */
    LakesmithException in(Relation relation) {
        return new LakesmithException(code(), relation.place() + ": " + relation.shown() + ": " + message(), this);
    }
}
