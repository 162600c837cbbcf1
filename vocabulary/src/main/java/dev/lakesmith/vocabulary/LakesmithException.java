package dev.lakesmith.vocabulary;

import org.jspecify.annotations.Nullable;

/**
 * The one exception root. Its message says what failed, where, the value seen, what is allowed and what to do next; it
 * is printed as it is, so it never carries a secret.
 */
public class LakesmithException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    public LakesmithException(ErrorCode code, String message) {
        this(code, message, null);
    }

    public LakesmithException(ErrorCode code, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ErrorCode code() {
        return code;
    }

    /** The message, never null. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
