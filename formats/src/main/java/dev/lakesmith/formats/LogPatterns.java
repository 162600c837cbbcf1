package dev.lakesmith.formats;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The patterns that logs are made of. */
final class LogPatterns {

    /** Text in double quotes with backslashes before what would end it; unrolled, so that its length costs no stack. */
    private static final String QUOTED = "[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+";

    private static final String ACCESS = "%{NOTSPACE:address} %{NOTSPACE:identity} %{LAZYDATA:user}"
            + " \\[%{HTTPDATE:time:httptime}\\]"
            + " \"(?:(?<method>[A-Z]+) (?<target>[^\\s\"]+)(?: (?<protocol>[A-Z]+/[\\d.]+))?|(?<request>" + QUOTED
            + "))\""
            + " (?:%{INT:status:int}|-) (?:%{INT:bytes:int}|-)";

    private static final Map<String, String> KINDS = Map.of(
            "common",
            ACCESS,
            "combined",
            ACCESS + " \"(?:-|(?<referrer>" + QUOTED + "))\" \"(?:-|(?<agent>" + QUOTED + "))\".*",
            "rfc3164",
            "(?:<%{INT:priority:int}>)?(?<time>%{SYSLOGTIMESTAMP}|%{TIMESTAMP_ISO8601}) %{NOTSPACE:host}"
                    + " (?:(?<program>[^\\s:\\[]+)(?:\\[(?<pid>[^\\]]*)\\])?: ?)?(?<message>.*)",
            "rfc5424",
            "<%{INT:priority:int}>%{INT:version:int} (?:-|%{NOTSPACE:time:isotime}) (?:-|%{NOTSPACE:host})"
                    + " (?:-|%{NOTSPACE:program}) (?:-|%{NOTSPACE:pid}) (?:-|%{NOTSPACE:message_id})"
                    + " (?:-|(?<data>(?:\\[[^\\]\\\\]*+(?:\\\\.[^\\]\\\\]*+)*+\\])++))(?: \uFEFF?(?<message>.*))?");

    private static final Map<String, String> PARTS = parted();

    private LogPatterns() {}

    private static Map<String, String> parted() {
        Map<String, String> parts = new LinkedHashMap<>();
        parts.put("WORD", "\\b\\w+\\b");
        parts.put("NOTSPACE", "\\S+");
        parts.put("SPACE", "\\s*");
        parts.put("DATA", ".*?");
        parts.put("LAZYDATA", ".+?");
        parts.put("GREEDYDATA", ".*");
        parts.put("INT", "[+-]?\\d+");
        parts.put("POSINT", "[1-9]\\d*");
        parts.put("NUMBER", "[+-]?(?:\\d+(?:\\.\\d*)?|\\.\\d+)");
        parts.put("HEX", "(?:0[xX])?[0-9A-Fa-f]+");
        parts.put("UUID", "[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}");
        parts.put("USER", "[\\w.@-]+");
        parts.put("EMAIL", "[\\w.!#$%&'*+/=?^`{|}~-]+@[\\w.-]+");
        parts.put(
                "IPV4",
                "(?<![\\d.])(?:(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)\\.){3}(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)(?![\\d.])");
        parts.put("IPV6", "[0-9A-Fa-f]*:[0-9A-Fa-f:.]+(?:%\\w+)?");
        parts.put("IP", "%{IPV4}|%{IPV6}");
        parts.put("HOSTNAME", "[0-9A-Za-z](?:[0-9A-Za-z_.-]*[0-9A-Za-z])?\\.?");
        parts.put("IPORHOST", "%{IP}|%{HOSTNAME}");
        parts.put("HOSTPORT", "(?:%{IPORHOST}):\\d+");
        parts.put("PATH", "(?:/[^\\s?#]*|[A-Za-z]:\\\\[^\\s]*)");
        parts.put("URIPATH", "/[^\\s?#]*");
        parts.put("URIQUERY", "\\?\\S*");
        parts.put("URI", "[A-Za-z][A-Za-z0-9+.-]*://\\S+");
        parts.put("QUOTED", "\"" + QUOTED + "\"");
        parts.put("QS", "%{QUOTED}");
        parts.put(
                "LOGLEVEL",
                "(?i:trace|debug|info|notice|warn(?:ing)?|error|err|crit(?:ical)?|alert|fatal|severe|emerg(?:ency)?)");
        parts.put("MONTH", "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*");
        parts.put("MONTHNUM", "0?[1-9]|1[0-2]");
        parts.put("MONTHDAY", "0?[1-9]|[12]\\d|3[01]");
        parts.put("YEAR", "\\d{4}|\\d{2}");
        parts.put("TIME", "\\d{1,2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?");
        parts.put("DATE", "\\d{4}-\\d{2}-\\d{2}|\\d{1,2}[./-]\\d{1,2}[./-]\\d{2,4}");
        parts.put(
                "TIMESTAMP_ISO8601",
                "\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:[.,]\\d+)?)?(?:Z|[+-]\\d{2}:?\\d{2})?");
        parts.put("HTTPDATE", "\\d{2}/\\w{3}/\\d{4}:\\d{2}:\\d{2}:\\d{2} [+-]\\d{4}");
        parts.put("SYSLOGTIMESTAMP", "%{MONTH} +(?:%{MONTHDAY}) (?:%{TIME})");
        return parts;
    }

    static List<String> kinds() {
        return KINDS.keySet().stream().sorted().toList();
    }

    static Optional<String> kind(String name) {
        return Optional.ofNullable(KINDS.get(name));
    }

    static Map<String, String> parts() {
        return PARTS;
    }

    /** A value in the form that a cast takes; one that is not what it should be stays, so that the cast tells it. */
    static String plain(String value, LogPattern.Meaning meaning) {
        if (meaning != LogPattern.Meaning.HTTP_TIME) {
            return value;
        }
        try {
            return OffsetDateTime.parse(value, Times.HTTP_TIME).format(Times.ISO_TIME);
        } catch (DateTimeException e) {
            return value;
        }
    }

    /** Apart, since making them takes longer than all that a run without logs needs of this class. */
    private static final class Times {

        static final DateTimeFormatter HTTP_TIME = DateTimeFormatter.ofPattern("dd/MMM/uuuu:HH:mm:ss Z", Locale.ENGLISH)
                .withResolverStyle(ResolverStyle.STRICT);
        static final DateTimeFormatter ISO_TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);
    }
}
