package dev.lakesmith.core.connector;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import org.jspecify.annotations.Nullable;

/**
 * A source that could not be read, and what that means for the rest of the run. Any other exception of a connector is
 * fatal and concerns one stream.
 */
public final class SourceFailure extends LakesmithException {

    private static final long serialVersionUID = 1L;

    private final Outlook outlook;
    private final Extent extent;

    /** Whether it may go well when it is tried again. */
    public enum Outlook {
        /** It may: the network, a server that is too busy or just starting, a lost race. */
        RETRYABLE,
        /** It may, but the connector has tried as often as it was asked to: it is left to the next run. */
        TRIED,
        /** Somebody has to mend something first. */
        FATAL
    }

    /** What cannot be read. */
    public enum Extent {
        /** This stream; others may be sound. */
        STREAM,
        /** The source: whatever is tried next meets the same, such as a host that does not answer. */
        SOURCE
    }

    private SourceFailure(Outlook outlook, Extent extent, String message, @Nullable Throwable cause) {
        super(ErrorCode.SOURCE_UNREADABLE, message, cause);
        this.outlook = outlook;
        this.extent = extent;
    }

    /** One that may pass. */
    public static SourceFailure retryable(Extent extent, String message, @Nullable Throwable cause) {
        return new SourceFailure(Outlook.RETRYABLE, extent, message, cause);
    }

    /** One that may pass, which the connector has met by trying again itself. */
    public static SourceFailure tried(Extent extent, String message, @Nullable Throwable cause) {
        return new SourceFailure(Outlook.TRIED, extent, message, cause);
    }

    /** One that stays. */
    public static SourceFailure fatal(Extent extent, String message, @Nullable Throwable cause) {
        return new SourceFailure(Outlook.FATAL, extent, message, cause);
    }

    /** The same with another message. */
    public SourceFailure told(String otherMessage) {
        return new SourceFailure(outlook, extent, otherMessage, this);
    }

    public Outlook outlook() {
        return outlook;
    }

    public Extent extent() {
        return extent;
    }
}
