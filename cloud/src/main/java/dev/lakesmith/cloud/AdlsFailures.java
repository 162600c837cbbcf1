package dev.lakesmith.cloud;

import com.azure.core.exception.ClientAuthenticationException;
import com.azure.core.exception.HttpResponseException;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpResponse;
import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.exceptions.NotFoundException;

/** Failures of Azure Data Lake Storage, and of logging in to it. */
final class AdlsFailures extends Failures {

    private static final HttpHeaderName CODE = HttpHeaderName.fromString("x-ms-error-code");
    private static final Set<String> NO_CONTAINER = Set.of(
            "ContainerNotFound", "FilesystemNotFound",
            // of an account that the server does not have
            "ResourceNotFound", "AccountNotFound");

    private static final Pattern EXPIRY = Pattern.compile("(?:^|[?&])se=([^&]+)");

    private final AdlsOptions.Access access;

    AdlsFailures(AdlsOptions options) {
        this.access = options.access();
    }

    /** When a shared access signature ended, if it has. Servers tell that of them in the same words as other mistakes. */
    private Optional<Instant> expired() {
        if (!(access instanceof AdlsOptions.Access.SasToken sas)) {
            return Optional.empty();
        }
        Matcher matcher = EXPIRY.matcher(sas.token());
        if (!matcher.find()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(URLDecoder.decode(matcher.group(1), StandardCharsets.UTF_8)))
                    .filter(Instant.now()::isAfter);
        } catch (DateTimeParseException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    @Override
    Optional<RuntimeException> known(Throwable cause, String location) {
        if (cause instanceof ClientAuthenticationException) {
            return Optional.of(refused(
                    location,
                    "nobody could be logged in; write 'account_key', 'sas_token', a service principal or"
                            + " 'managed_identity' under storage, or log in with: az login",
                    cause));
        }
        if (cause instanceof AdlsSearch.NeverAnswered never) {
            return ofNetwork(never.failure(), location);
        }
        return cause instanceof HttpResponseException failure && failure.getResponse() != null
                ? Optional.of(answered(failure, failure.getResponse(), location))
                : Optional.empty();
    }

    /** The SDK gives up after few breaks, wraps them, and sometimes subscribes to a body a second time, which fails. */
    @Override
    boolean isBreak(Throwable failure) {
        boolean broken = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof HttpResponseException
                    || cause instanceof AdlsSearch.NeverAnswered
                    || cause instanceof InterruptedException) {
                return false;
            }
            broken |= cause instanceof IOException
                    || (cause instanceof IllegalStateException
                            && String.valueOf(cause.getMessage()).contains("already one subscriber"));
        }
        return broken;
    }

    @Override
    String settings() {
        return "the account in 'warehouse' and 'endpoint' under storage";
    }

    /** A key that can be none. */
    static LakesmithException noKey(String location, IllegalArgumentException failure) {
        return refused(
                location,
                "'account_key' under storage is not the text of a key, which is Base64; copy it anew",
                failure);
    }

    private RuntimeException answered(HttpResponseException failure, HttpResponse response, String location) {
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
        Optional<Instant> expired = expired();
        if ((status == 401 || status == 403) && expired.isPresent()) {
            return refused(
                    location,
                    "the signature expired at " + expired.get() + "; put a new one into 'sas_token' under storage",
                    failure);
        }
        if (code.equals("AuthenticationFailed")) {
            return refused(
                    location,
                    "the account's key or the signature is not the right one, or has expired, or this machine's clock is"
                            + " wrong; check 'account_key' or 'sas_token' under storage",
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
