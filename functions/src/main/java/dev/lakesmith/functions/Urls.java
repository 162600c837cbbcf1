package dev.lakesmith.functions;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes URLs and relative references apart (RFC 3986, read leniently: what stands in logs need not be valid). */
final class Urls {

    private static final Pattern HOST = Pattern.compile("[\\p{L}\\p{M}\\p{N}._~%-]++|\\[[0-9A-Fa-f:.]++]");

    private Urls() {}

    static @Nullable String scheme(String url) {
        String text = url.strip();
        int end = schemeEnd(text);
        return end < 0 ? null : Letters.lower(text.substring(0, end));
    }

    static @Nullable String host(String url) {
        String text = url.strip();
        int start = authorityStart(text);
        if (start < 0) {
            return null;
        }
        String authority = text.substring(start, authorityEnd(text, start));
        String place = authority.substring(authority.lastIndexOf('@') + 1);
        int port = place.indexOf(':', Math.max(0, place.indexOf(']')));
        String host = port < 0 ? place : place.substring(0, port);
        if (host.endsWith(".")) {
            host = host.substring(0, host.length() - 1);
        }
        return HOST.matcher(host).matches() ? Letters.lower(host) : null;
    }

    static @Nullable String path(String url) {
        String text = url.strip();
        if (text.isEmpty()) {
            return null;
        }
        int authority = authorityStart(text);
        int start = authority >= 0 ? authorityEnd(text, authority) : schemeEnd(text) + 1;
        String path = text.substring(start, until(text, "?#", start));
        return path.isEmpty() && authority >= 0 ? "/" : path;
    }

    static @Nullable String queryParameter(String url, String name) {
        int fragment = url.indexOf('#');
        String text = fragment < 0 ? url : url.substring(0, fragment);
        int query = text.indexOf('?');
        if (query < 0) {
            return null;
        }
        int start = query + 1;
        while (start <= text.length()) {
            int end = until(text, "&", start);
            int equals = text.indexOf('=', start);
            int nameEnd = equals < 0 || equals > end ? end : equals;
            if (nameEnd > start && decoded(text.substring(start, nameEnd)).equals(name)) {
                return nameEnd == end
                        ? ""
                        : decoded(text.substring(nameEnd + 1, end).stripTrailing());
            }
            start = end + 1;
        }
        return null;
    }

    static @Nullable String registrableDomain(String url) {
        String host = url.contains("/") ? host(url) : host("//" + url.strip());
        return host == null || host.startsWith("[") || IpAddresses.parse(host) != null
                ? null
                : PublicSuffixes.registrable(host);
    }

    /** Where the scheme's colon stands; -1: there is no scheme. */
    private static int schemeEnd(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (c == ':') {
                return i == 0 ? -1 : i;
            }
            boolean allowed = letter || (i > 0 && ((c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.'));
            if (!allowed) {
                return -1;
            }
        }
        return -1;
    }

    private static int authorityStart(String text) {
        int start = schemeEnd(text) + 1;
        return text.startsWith("//", start) ? start + 2 : -1;
    }

    private static int authorityEnd(String text, int start) {
        return until(text, "/?#", start);
    }

    private static int until(String text, String stops, int start) {
        int at = start;
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return at;
    }

    /** A per cent sign that begins no code stays as it is; bytes that are no UTF-8 become U+FFFD. */
    private static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text.replace('+', ' ');
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int high = c == '%' && at + 3 <= text.length() ? Character.digit(text.charAt(at + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(text.charAt(at + 2), 16);
            if (low >= 0) {
                bytes.write(high * 16 + low);
                at += 3;
            } else {
                int width = Character.charCount(text.codePointAt(at));
                bytes.writeBytes((c == '+' ? " " : text.substring(at, at + width)).getBytes(StandardCharsets.UTF_8));
                at += width;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
