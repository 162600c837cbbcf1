package dev.lakesmith.cloud;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A container, as locations name it.
 *
 * @param root its location, with a slash at the end
 * @param container its name
 * @param host such as {@code account.dfs.core.windows.net}
 */
record AdlsPlace(String root, String container, String host) {

    private static final Pattern LOCATION = Pattern.compile("(abfss?://([^@/]+)@([^/]+))(/.*)?", Pattern.DOTALL);

    static AdlsPlace of(String location) {
        Matcher matcher = LOCATION.matcher(location);
        if (!matcher.matches()) {
            throw new LakesmithException(
                    ErrorCode.VALUE_INVALID,
                    location + " names no container and account; write"
                            + " abfss://container@account.dfs.core.windows.net/folder");
        }
        return new AdlsPlace(matcher.group(1) + "/", matcher.group(2), matcher.group(3));
    }

    String account() {
        int dot = host.indexOf('.');
        return dot < 0 ? host : host.substring(0, dot);
    }

    /** Where files are written and read. */
    String filesEndpoint(Optional<URI> other) {
        return other.map(uri -> own(uri)).orElse("https://" + host);
    }

    /** Where files are listed and deleted. */
    String blobsEndpoint(Optional<URI> other) {
        return other.map(uri -> own(uri)).orElse("https://" + host.replace(".dfs.", ".blob."));
    }

    private String own(URI endpoint) {
        return endpoint.toString().replaceAll("/+$", "") + "/" + account();
    }

    /** The name of a file in the container. */
    String name(String location) {
        return location.startsWith(root)
                ? location.substring(root.length())
                : of(location).nameOfOther(location);
    }

    private String nameOfOther(String location) {
        throw new LakesmithException(
                ErrorCode.VALUE_INVALID, location + " is in the container " + root + ", which was not opened");
    }
}
