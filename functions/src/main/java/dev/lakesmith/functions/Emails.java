package dev.lakesmith.functions;

import java.text.Normalizer;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** E-mail addresses. */
final class Emails {

    private static final Set<String> GOOGLE = Set.of("gmail.com", "googlemail.com");
    private static final Pattern LOCAL = Pattern.compile(
            "[^\\s\\p{Cntrl}@<>(),;:\\\\\"\\[\\].]++" + "(?:\\.[^\\s\\p{Cntrl}@<>(),;:\\\\\"\\[\\].]++)*+");
    private static final Pattern DOMAIN = Pattern.compile(
            "[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]*+)(?:\\.[\\p{L}\\p{N}](?:[\\p{L}\\p{M}\\p{N}-]*+))++");
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 253;

    private Emails() {}

    static @Nullable String normalized(String text) {
        String address = text.strip();
        if (address.endsWith(">")) {
            address = address.substring(address.lastIndexOf('<') + 1, address.length() - 1)
                    .strip();
        }
        int at = address.indexOf('@');
        if (at <= 0 || at > LONGEST_LOCAL || address.length() - at - 1 > LONGEST_DOMAIN) {
            return null;
        }
        String lower = Letters.lower(Normalizer.normalize(address, Normalizer.Form.NFC));
        at = lower.indexOf('@');
        String domain = lower.substring(at + 1);
        boolean sound = LOCAL.matcher(lower.substring(0, at)).matches()
                && DOMAIN.matcher(domain).matches()
                && !domain.contains("-.")
                && !domain.endsWith("-");
        return sound ? lower : null;
    }

    static @Nullable String key(String text) {
        String address = normalized(text);
        if (address == null) {
            return null;
        }
        int at = address.indexOf('@');
        int plus = address.indexOf('+');
        String local = address.substring(0, plus > 0 && plus < at ? plus : at);
        String domain = address.substring(at + 1);
        return GOOGLE.contains(domain) ? local.replace(".", "") + "@gmail.com" : local + "@" + domain;
    }

    static @Nullable String domain(String text) {
        String address = normalized(text);
        return address == null ? null : address.substring(address.indexOf('@') + 1);
    }
}
