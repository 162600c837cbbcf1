package dev.lakesmith.cloud;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.apache.iceberg.exceptions.AlreadyExistsException;
import org.apache.iceberg.exceptions.NotFoundException;

/** Says what a failure of storage means for people. A failure that Iceberg acts on stays as it is. */
abstract class Failures {

    /** What to throw instead. */
    final RuntimeException told(Throwable failure, String location) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof LakesmithException
                    || cause instanceof NotFoundException
                    || cause instanceof AlreadyExistsException) {
                return (RuntimeException) cause;
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<RuntimeException> known = known(cause, location).or(() -> Optional.empty());
            if (known.isPresent()) {
                return known.get();
            }
        }
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            Optional<RuntimeException> known = ofNetwork(cause, location);
            if (known.isPresent()) {
                return known.get();
            }
        }
        return new LakesmithException(
                ErrorCode.STORAGE_UNREACHABLE,
                location + " cannot be read or written: " + rootMessage(failure),
                failure);
    }

    /** Whether a connection broke off in the midst of reading, which is no answer. */
    boolean isBreak(Throwable failure) {
        return failure instanceof IOException;
    }

    /** What a failure means that this storage's own SDK knows; its causes are asked one by one. */
    abstract Optional<RuntimeException> known(Throwable cause, String location);

    /** What of a target may be wrong when its address is. */
    abstract String settings();

    final Optional<RuntimeException> ofNetwork(Throwable cause, String location) {
        String check = "; check " + settings() + ", and the network";
        if (cause instanceof IOException && isFullDisk(cause)) {
            return Optional.of(new LakesmithException(
                    ErrorCode.LAKE_UNREADABLE,
                    location + " cannot be written: the disk with " + System.getProperty("java.io.tmpdir")
                            + " is full, where files wait for their upload; free some space there, then run again",
                    cause));
        }
        if (cause instanceof UnknownHostException unknown) {
            return Optional.of(unreachable(location, "no host has the name " + hostOf(unknown) + check, cause));
        }
        if (cause instanceof SocketTimeoutException) {
            return Optional.of(unreachable(location, "the storage did not answer in time" + check, cause));
        }
        if (cause instanceof ConnectException) {
            return Optional.of(unreachable(location, "the connection was refused" + check, cause));
        }
        if (cause instanceof SSLException) {
            return Optional.of(unreachable(
                    location,
                    "no secure connection: " + cause.getMessage()
                            + "; check whether 'endpoint' begins with https, and Java's trusted certificates",
                    cause));
        }
        if (cause instanceof InterruptedException
                || cause instanceof ClosedByInterruptException
                || cause instanceof InterruptedIOException) {
            return Optional.of(new LakesmithException(
                    ErrorCode.INTERRUPTED, "interrupted while " + location + " was read or written", cause));
        }
        return Optional.empty();
    }

    private static boolean isFullDisk(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return message.contains("No space left") || message.contains("quota exceeded");
    }

    private static String hostOf(UnknownHostException unknown) {
        String message = String.valueOf(unknown.getMessage());
        int colon = message.indexOf(':');
        return colon < 0 ? message : message.substring(0, colon);
    }

    static LakesmithException unreachable(String location, String why, Throwable cause) {
        return new LakesmithException(
                ErrorCode.STORAGE_UNREACHABLE, location + " cannot be reached: " + why + "; then run again", cause);
    }

    static LakesmithException refused(String location, String why, Throwable cause) {
        return new LakesmithException(
                ErrorCode.STORAGE_REFUSED, "the storage refuses access to " + location + ": " + why, cause);
    }

    static LakesmithException missing(String message, Throwable cause) {
        return new LakesmithException(ErrorCode.STORAGE_MISSING, message, cause);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = root.getMessage();
        return message == null ? root.getClass().getSimpleName() : message;
    }
}
