package dev.lakesmith.connectors.http;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** URLs that an API gives. */
final class Links {

    private static final Pattern LINK = Pattern.compile("<([^>]*)>([^<]*)");
    private static final Pattern NEXT =
            Pattern.compile(";\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next\\b)", Pattern.CASE_INSENSITIVE);

    private static final Pattern ESCAPED = Pattern.compile("%\\p{XDigit}{2}");
    private static final String SOUND = "-._~:/?#@!$&'()*+,;=";

    private Links() {}

    /** The target of {@code rel="next"} in {@code Link} headers (RFC 8288). */
    static Optional<String> next(List<String> headers) {
        for (String header : headers) {
            Matcher link = LINK.matcher(header);
            while (link.find()) {
                if (NEXT.matcher(link.group(2)).find()) {
                    return Optional.of(link.group(1).strip());
                }
            }
        }
        return Optional.empty();
    }

    /** A URL in which characters that no URL may have are percent-encoded, as browsers do; others stay. */
    static String encoded(String url) {
        StringBuilder sound = new StringBuilder(url.length());
        int query = url.indexOf('?');
        for (int i = 0; i < url.length(); ) {
            int character = url.codePointAt(i);
            String text = Character.toString(character);
            boolean escape = character == '%'
                    && ESCAPED.matcher(url).region(i, url.length()).lookingAt();
            boolean bracket = (character == '[' || character == ']') && query >= 0 && i > query;
            sound.append(
                    escape || bracket || SOUND.indexOf(character) >= 0 || isLetterOrDigit(character)
                            ? text
                            : Outgoing.encoded(text));
            i += text.length();
        }
        return sound.toString();
    }

    private static boolean isLetterOrDigit(int character) {
        return character < 128 && Character.isLetterOrDigit(character);
    }

    /** Scheme, host and port, for people. */
    static String host(URI url) {
        return url.getScheme() + "://" + url.getRawAuthority();
    }

    /** Whether both are at the same scheme, host and port, so that what is meant for one may be sent to the other. */
    static boolean sameHost(URI one, URI other) {
        return lower(one.getScheme()).equals(lower(other.getScheme()))
                && lower(one.getHost()).equals(lower(other.getHost()))
                && port(one) == port(other);
    }

    private static String lower(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    private static int port(URI url) {
        return url.getPort() >= 0 ? url.getPort() : "https".equalsIgnoreCase(url.getScheme()) ? 443 : 80;
    }
}
