package dev.lakesmith.functions;

import java.net.IDN;
import org.apache.hc.client5.http.psl.PublicSuffixMatcher;
import org.apache.hc.client5.http.psl.PublicSuffixMatcherLoader;
import org.jspecify.annotations.Nullable;

/** The public suffix list (publicsuffix.org) that comes with Apache HttpClient, private suffixes included. */
final class PublicSuffixes {

    private static final int LONGEST_HOST = 253;
    private static final PublicSuffixMatcher MATCHER = PublicSuffixMatcherLoader.getDefault();

    private PublicSuffixes() {}

    /** The suffix and one label more; null for a host that is itself a suffix. */
    static @Nullable String registrable(String host) {
        if (host.length() > LONGEST_HOST || host.indexOf('.') < 0) {
            return null;
        }
        try {
            String ascii = IDN.toASCII(host, IDN.ALLOW_UNASSIGNED);
            String root = MATCHER.getDomainRoot(ascii);
            return root == null ? null : ascii.equals(host) ? root : IDN.toUnicode(root, IDN.ALLOW_UNASSIGNED);
        } catch (IllegalArgumentException noDomain) {
            return null;
        }
    }
}
