package dev.lakesmith.cloud;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import java.util.Optional;
import java.util.Set;
import org.apache.iceberg.exceptions.NotFoundException;

/** Failures of Azure Data Lake Storage, and of logging in to it. */
final class AdlsFailures extends Failures {

    private static final HttpHeaderName CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final Set<String> NO_CONTAINER = Set.of("ContainerNotFound", "FilesystemNotFound");

    @Override
    Optional<RuntimeException> known(Throwable cause, String location) {
        if (cause instanceof ClientAuthenticationException) {
            return Optional.of(refused(
                    location,
                    "nobody could be logged in; write 'account_key', 'sas_token', a service principal or"
                            + " 'managed_identity' under storage, or log in with: az login",
                    cause));
        }
        return cause instanceof HttpResponseException failure && failure.getResponse() != null
                ? Optional.of(answered(failure, failure.getResponse(), location))
                : Optional.empty();
    }

    private static RuntimeException answered(HttpResponseException failure, HttpResponse response, String location) {
        String header = response.getHeaderValue(CODE);
        String code = header == null ? "" : header;
        int status = response.getStatusCode();
        if (NO_CONTAINER.contains(code)) {
            return missing(
                    "the container of " + location
                            + " does not exist; check its name and its account in 'warehouse', and 'endpoint' under"
                            + " storage",
                    failure);
        }
        if (status == 404) {
            return new NotFoundException(failure, "%s does not exist", location);
        }
        if (code.equals("AuthenticationFailed")) {
            return refused(
                    location,
                    "the account's key or the signature is not the right one, or has expired; check 'account_key' or"
                            + " 'sas_token' under storage",
                    failure);
        }
        if (status == 401 || status == 403) {
            return refused(
                    location,
                    "access denied" + (code.isEmpty() ? "" : " (" + code + ")")
                            + "; check 'account_key' or 'sas_token' under storage; who logs in otherwise needs the role"
                            + " Storage Blob Data Contributor for the container",
                    failure);
        }
        if (status == 429 || status >= 500) {
            return unreachable(location, "it answers " + status + " " + code + " for longer than a minute", failure);
        }
        return refused(location, "it answers " + status + " " + code, failure);
    }
}
