package dev.lakesmith.functions;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * IP addresses as 16 bytes, those of version 4 mapped into version 6 ({@code ::ffff:a.b.c.d}). As 32 hexadecimal digits
 * they sort like the numbers they are, on any engine.
 */
final class IpAddresses {

    private static final int BYTES = 16;
    private static final int MAPPED = 12;
    private static final int LONGEST = 64;

    private IpAddresses() {}

    static @Nullable String key(String text) {
        byte[] address = parse(text);
        return address == null ? null : HexFormat.of().formatHex(address);
    }

    static @Nullable Long number(String text) {
        byte[] address = parse(text);
        if (address == null || !isVersion4(address)) {
            return null;
        }
        long number = 0;
        for (int i = MAPPED; i < BYTES; i++) {
            number = number << 8 | (address[i] & 0xFF);
        }
        return number;
    }

    static @Nullable Long version(String text) {
        byte[] address = parse(text);
        return address == null ? null : isVersion4(address) ? 4L : 6L;
    }

    /** The last byte of a version 4 address, all but the first 48 bits of a version 6 address become zero. */
    static @Nullable String masked(String text) {
        byte[] address = parse(text);
        if (address == null) {
            return null;
        }
        if (isVersion4(address)) {
            return (address[12] & 0xFF) + "." + (address[13] & 0xFF) + "." + (address[14] & 0xFF) + ".0";
        }
        List<String> groups = new ArrayList<>();
        for (int i = 0; i < 6; i += 2) {
            groups.add(Integer.toHexString((address[i] & 0xFF) << 8 | (address[i + 1] & 0xFF)));
        }
        while (!groups.isEmpty() && groups.get(groups.size() - 1).equals("0")) {
            groups.remove(groups.size() - 1);
        }
        return String.join(":", groups) + "::";
    }

    static @Nullable String networkFirst(String text) {
        return edge(text, 0);
    }

    static @Nullable String networkLast(String text) {
        return edge(text, 0xFF);
    }

    private static @Nullable String edge(String text, int filler) {
        String network = text.strip();
        int slash = network.indexOf('/');
        byte[] address = parse(slash < 0 ? network : network.substring(0, slash));
        if (address == null) {
            return null;
        }
        int most = isVersion4(address) && network.indexOf(':') < 0 ? 32 : 128;
        int bits = slash < 0 ? most : number(network.substring(slash + 1), 10, 3);
        if (bits < 0 || bits > most) {
            return null;
        }
        for (int bit = 128 - most + bits; bit < 128; bit++) {
            int mask = 0x80 >> bit % 8;
            address[bit / 8] = (byte) (filler == 0 ? address[bit / 8] & ~mask : address[bit / 8] | mask);
        }
        return HexFormat.of().formatHex(address);
    }

    /** Null for what is no address. */
    static byte @Nullable [] parse(String written) {
        String text = written.strip();
        int zone = text.indexOf('%');
        if (zone >= 0) {
            text = text.substring(0, zone);
        }
        if (text.length() > LONGEST || text.isEmpty()) {
            return null;
        }
        byte[] address = new byte[BYTES];
        if (text.indexOf(':') < 0) {
            address[10] = (byte) 0xFF;
            address[11] = (byte) 0xFF;
            return zone < 0 && version4(text, address, MAPPED) ? address : null;
        }
        return version6(text, address) ? address : null;
    }

    private static boolean version4(String text, byte[] into, int at) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 4) {
            return false;
        }
        for (int i = 0; i < 4; i++) {
            int part = number(parts[i], 10, 3);
            // 010 is eight to some programs and ten to others
            if (part < 0 || part > 255 || (parts[i].length() > 1 && parts[i].charAt(0) == '0')) {
                return false;
            }
            into[at + i] = (byte) part;
        }
        return true;
    }

    private static boolean version6(String text, byte[] into) {
        int gap = text.indexOf("::");
        if (gap < 0) {
            return groups(text, into, 0, BYTES) == BYTES;
        }
        String before = text.substring(0, gap);
        String after = text.substring(gap + 2);
        byte[] tail = new byte[BYTES];
        int head = before.isEmpty() ? 0 : groups(before, into, 0, BYTES - 2);
        int rest = after.isEmpty() ? 0 : groups(after, tail, 0, BYTES - 2);
        if (head < 0 || rest < 0 || head + rest > BYTES - 2) {
            return false;
        }
        System.arraycopy(tail, 0, into, BYTES - rest, rest);
        return true;
    }

    /** How many bytes the groups fill; -1: they are none. */
    private static int groups(String text, byte[] into, int start, int end) {
        int at = start;
        String[] parts = text.split(":", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean embedded = i == parts.length - 1 && parts[i].indexOf('.') >= 0;
            if (embedded) {
                return at + 4 <= end && version4(parts[i], into, at) ? at + 4 : -1;
            }
            int group = number(parts[i], 16, 4);
            if (group < 0 || at + 2 > end) {
                return -1;
            }
            into[at] = (byte) (group >> 8);
            into[at + 1] = (byte) group;
            at += 2;
        }
        return at;
    }

    private static boolean isVersion4(byte[] address) {
        for (int i = 0; i < 10; i++) {
            if (address[i] != 0) {
                return false;
            }
        }
        return address[10] == (byte) 0xFF && address[11] == (byte) 0xFF;
    }

    private static int number(String text, int radix, int mostDigits) {
        if (text.isEmpty() || text.length() > mostDigits) {
            return -1;
        }
        int number = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int digit = c < 128 ? Character.digit(c, radix) : -1;
            if (digit < 0) {
                return -1;
            }
            number = number * radix + digit;
        }
        return number;
    }
}
