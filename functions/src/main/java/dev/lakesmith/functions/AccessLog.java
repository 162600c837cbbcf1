package dev.lakesmith.functions;

import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lines of web servers' access logs, in the common and the combined format of Apache and nginx. */
final class AccessLog {

    static final List<String> FIELDS =
            List.of("address", "user", "time", "method", "target", "protocol", "status", "bytes", "referrer", "agent");

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH);
    private static final DateTimeFormatter ISO = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    private AccessLog() {}

    /** Null when the line has another form, and for a field that the server wrote as a hyphen. */
    static @Nullable String field(String line, String field) {
        String[] parts = new String[9];
        if (!split(line.strip(), parts)) {
            return null;
        }
        return switch (field) {
            case "address" -> present(parts[0]);
            case "user" -> present(parts[2]);
            case "time" -> time(parts[3]);
            case "method" -> request(parts[4], 0);
            case "target" -> request(parts[4], 1);
            case "protocol" -> request(parts[4], 2);
            case "status" -> parts[5];
            case "bytes" -> present(parts[6]);
            case "referrer" -> present(parts[7]);
            case "agent" -> present(parts[8]);
            default -> null;
        };
    }

    /** The parts are address, identity, user, time, request, status, bytes, referrer and agent. */
    private static boolean split(String line, @Nullable String[] parts) {
        int at = 0;
        int part = 0;
        while (at < line.length() && part < parts.length) {
            char first = line.charAt(at);
            int end = first == '"' && part >= 4
                    ? closingQuote(line, at + 1)
                    : first == '[' && part == 3 ? line.indexOf(']', at) : line.indexOf(' ', at);
            boolean delimited = (first == '"' && part >= 4) || (first == '[' && part == 3);
            if (end < 0 && delimited) {
                return false;
            }
            end = end < 0 ? line.length() : end;
            String text = line.substring(delimited ? at + 1 : at, end);
            parts[part] = first == '"' ? unescaped(text) : text;
            part++;
            at = delimited ? end + 1 : end;
            if (at < line.length() && line.charAt(at) != ' ') {
                return false;
            }
            at++;
        }
        boolean common = part == 7 && at >= line.length();
        return (common || part >= 9) && isStatus(parts[5]);
    }

    private static boolean isStatus(@Nullable String text) {
        return text != null && text.length() == 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static int closingQuote(String line, int from) {
        for (int i = from; i < line.length(); i++) {
            if (line.charAt(i) == '\\') {
                i++;
            } else if (line.charAt(i) == '"') {
                return i;
            }
        }
        return -1;
    }

    private static String unescaped(String text) {
        return text.indexOf('\\') < 0 ? text : text.replace("\\\"", "\"").replace("\\\\", "\\");
    }

    private static @Nullable String present(@Nullable String text) {
        return text == null || text.equals("-") || text.isEmpty() ? null : text;
    }

    private static @Nullable String request(@Nullable String request, int index) {
        if (request == null) {
            return null;
        }
        String[] words = request.split(" ", -1);
        return words.length == 3 ? present(words[index]) : null;
    }

    private static @Nullable String time(@Nullable String text) {
        try {
            return text == null ? null : ISO.format(OffsetDateTime.parse(text, TIME));
        } catch (DateTimeParseException noTime) {
            return null;
        }
    }
}
