package dev.lakesmith.lake.catalog;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import org.apache.iceberg.exceptions.CommitStateUnknownException;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.exceptions.NoSuchWarehouseException;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.apache.iceberg.exceptions.RESTException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.iceberg.exceptions.ServiceUnavailableException;

/** What the failures of servers of the REST protocol mean, and the words for them. */
final class RestFailures {

    private RestFailures() {}

    /** Whether it is unknown if what was asked for has happened. */
    static boolean isUncertain(RuntimeException e) {
        return e instanceof CommitStateUnknownException
                || e instanceof ServiceFailureException
                || e instanceof ServiceUnavailableException
                || e.getClass().equals(RESTException.class);
    }

    /** The words for a failure of the server at an address; others are as they are. */
    static RuntimeException told(String uri, RuntimeException e) {
        boolean told = e instanceof RESTException
                || e instanceof NoSuchWarehouseException
                || e instanceof CommitStateUnknownException
                || e instanceof UncheckedIOException
                || e instanceof UnsupportedOperationException
                || e instanceof IllegalArgumentException;
        if (!told) {
            return e;
        }
        String said = Optional.ofNullable(e.getMessage()).map(String::strip).orElse("a failure without a word");
        return new LakesmithException(
                ErrorCode.LAKE_UNREADABLE,
                "the catalog " + uri + " does not do what was asked: " + said + network(e) + "; " + advice(e),
                e);
    }

    /** Why the server was not reached, which the failure itself does not tell. */
    private static String network(RuntimeException e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root instanceof IOException && !(e instanceof UncheckedIOException)
                ? " ("
                        + Optional.ofNullable(root.getMessage())
                                .orElse(root.getClass().getSimpleName()) + ")"
                : "";
    }

    private static String advice(RuntimeException e) {
        if (e instanceof NotAuthorizedException) {
            return "check 'credential' or 'token' of the target's catalog";
        } else if (e instanceof ForbiddenException) {
            return "the catalog's administrator must give this user the right";
        } else if (e instanceof NoSuchWarehouseException) {
            return "check 'warehouse' of the target's catalog; nothing was changed";
        } else if (isUncertain(e)) {
            return "check 'uri' of the target's catalog and that the server runs; a change that was under way has arrived"
                    + " or not, and the next run sees which";
        }
        return "check 'uri' and 'warehouse' of the target's catalog; nothing was changed";
    }
}
