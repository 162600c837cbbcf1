package dev.lakesmith.cloud;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import dev.lakesmith.vocabulary.objects.ObjectFailure.Kind;
import java.net.UnknownHostException;
import java.util.Set;

/** Says for people what Azure's answers to questions for a source's files mean. */
record AdlsAnswers(AdlsPlace place) {

    private static final HttpHeaderName CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final Set<String> NO_CONTAINER = Set.of("ContainerNotFound", "FilesystemNotFound");

    ObjectFailure told(String key, Exception failure) {
        String what = place.root() + key;
        Throwable deepest = failure;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ObjectFailure known) {
                return known;
            }
            if (cause instanceof ClientAuthenticationException) {
                return new ObjectFailure(
                        Kind.LOGIN,
                        what + ": nobody could be logged in; write account_key, sas_token, a service principal or"
                                + " managed_identity under 'storage', or log in with: az login",
                        failure);
            }
            if (cause instanceof HttpResponseException answered && answered.getResponse() != null) {
                return answered(what, key, answered.getResponse(), failure);
            }
            deepest = cause;
        }
        String why = deepest instanceof UnknownHostException
                ? "there is no such host: " + deepest.getMessage()
                : String.valueOf(deepest.getMessage()).replaceFirst("(?s)\n.*", "");
        return new ObjectFailure(Kind.PASSING, what + ": cannot connect: " + why, failure);
    }

    private ObjectFailure answered(String what, String key, HttpResponse response, Exception failure) {
        int status = response.getStatusCode();
        String header = response.getHeaderValue(CODE);
        String code = header == null ? "" : header;
        String said = "HTTP " + status + (code.isEmpty() ? "" : " " + code);
        if (NO_CONTAINER.contains(code)) {
            return new ObjectFailure(
                    Kind.NO_BUCKET,
                    "there is no container '" + place.container() + "' in " + place.host()
                            + "; correct its name, or 'endpoint' under 'storage'",
                    failure);
        }
        if (code.equals("AuthenticationFailed") || status == 401) {
            return new ObjectFailure(
                    Kind.LOGIN,
                    what + ": the credentials are not accepted, or have expired; correct what is under 'storage' ("
                            + said + ")",
                    failure);
        }
        if (status == 412) {
            return new ObjectFailure(Kind.CHANGED, what + " has changed", failure);
        }
        if (status == 404 && !key.isEmpty()) {
            return new ObjectFailure(Kind.NO_OBJECT, what + " is not there", failure);
        }
        if (code.equals("BlobArchived") || code.equals("BlobBeingRehydrated")) {
            return new ObjectFailure(
                    Kind.OTHER,
                    what + " is archived and cannot be read; bring it back to another tier, or leave it out with"
                            + " 'exclude' (" + said + ")",
                    failure);
        }
        if (status == 403) {
            return new ObjectFailure(
                    Kind.DENIED,
                    what + " may not be " + (key.isEmpty() ? "listed" : "read")
                            + "; the role needed is Storage Blob Data Reader for the container (" + said + ")",
                    failure);
        }
        boolean passing = status >= 500 || status == 429 || status == 408;
        return new ObjectFailure(
                passing ? Kind.PASSING : Kind.OTHER, what + ": " + place.host() + " answers " + said, failure);
    }
}
