package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Transport.Answer;
import dev.lakesmith.core.project.Secrets;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;

/** Words for what goes wrong between two machines. */
final class Failures {

    private static final int MOST_BYTES = 1 << 16;
    private static final int MOST_SHOWN = 300;

    private Failures() {}

    static String words(IOException failure) {
        if (isUnknownHost(failure)) {
            return "there is no such host";
        }
        if (failure instanceof HttpConnectTimeoutException) {
            return "no connection within connect_timeout";
        }
        if (failure instanceof HttpTimeoutException) {
            return "no answer within timeout";
        }
        if (failure instanceof ConnectException) {
            return "cannot connect" + (failure.getMessage() == null ? "" : ": " + failure.getMessage());
        }
        if (failure instanceof Transport.Damaged) {
            return String.valueOf(failure.getMessage());
        }
        String said = failure.getMessage();
        return "the connection broke" + (said == null ? "" : ": " + said);
    }

    /** The HTTP client hides it in the causes of a refused connection. */
    static boolean isUnknownHost(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return true;
            }
        }
        return false;
    }

    /** How an answer begins, on one line; secrets are taken out before it is cut, so that no part of one is left. */
    static String beginning(Answer answer, Secrets secrets) {
        byte[] body = answer.body();
        String text = new String(body, 0, Math.min(body.length, MOST_BYTES), StandardCharsets.UTF_8)
                .replaceAll("[\\s\\p{Cntrl}]+", " ")
                .strip();
        String clean = secrets.scrub(text);
        return clean.length() > MOST_SHOWN ? clean.substring(0, MOST_SHOWN) + "…" : clean;
    }
}
