package dev.lakesmith.vocabulary.objects;

import java.io.IOException;

/** What a storage answered instead of objects. {@code getMessage} is a sentence for people without secrets. */
public final class ObjectFailure extends IOException {

    private static final long serialVersionUID = 1L;

    private final Kind kind;

    /** What it means. */
    public enum Kind {
        /** There is no such object. */
        NO_OBJECT,
        /** There is no such bucket or container. */
        NO_BUCKET,
        /** Whoever asks is known, and may not. */
        DENIED,
        /** Whoever asks is not known, or not any more. */
        LOGIN,
        /** The object is another one than was asked for. */
        CHANGED,
        /** The bytes that came have another checksum than the storage says. */
        DAMAGED,
        /** Nobody answers, or the storage is too busy: it may pass. */
        PASSING,
        /** Somebody has to mend something. */
        OTHER
    }

    public ObjectFailure(Kind kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    /** Of what no other failure is the reason for. */
    public ObjectFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What failed, and what to do. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
