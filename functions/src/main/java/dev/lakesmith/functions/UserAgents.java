package dev.lakesmith.functions;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import ua_parser.Client;
import ua_parser.Parser;

/**
 * What a browser says of itself, read with the patterns of the ua-parser project. They take about a millisecond each
 * time, so what was read is remembered: logs hold few different ones.
 */
final class UserAgents {

    /** Patterns with nested repetition take time by the square of the length; real ones are shorter. */
    private static final int LONGEST = 1024;

    private static final int REMEMBERED = 20_000;
    private static final String UNKNOWN = "Other";
    private static final Pattern BOT = Pattern.compile(
            "bot\\b|bot/|crawler|spider|slurp|crawling|scrapy|curl/|wget/|python-requests|headlesschrome",
            Pattern.CASE_INSENSITIVE);
    private static final Map<String, Agent> KNOWN = new ConcurrentHashMap<>();

    private UserAgents() {}

    /** Loaded when the first one is read: the patterns take half a second to compile. */
    private static final class Patterns {
        static final Parser PARSER = new Parser();
    }

    private record Agent(
            @Nullable String browser,
            @Nullable String version,
            @Nullable String system,
            @Nullable String device,
            boolean bot) {

        static final Agent NOTHING = new Agent(null, null, null, null, false);
    }

    static @Nullable String browser(String text) {
        return agent(text).browser();
    }

    static @Nullable String browserVersion(String text) {
        return agent(text).version();
    }

    static @Nullable String system(String text) {
        return agent(text).system();
    }

    static @Nullable String device(String text) {
        return agent(text).device();
    }

    static @Nullable Boolean isBot(String text) {
        return text.isBlank() ? null : agent(text).bot();
    }

    static @Nullable String deviceClass(String text) {
        if (agent(text).bot()) {
            return "bot";
        }
        boolean android = text.contains("Android");
        if (text.contains("iPad") || text.contains("Tablet") || (android && !text.contains("Mobile"))) {
            return "tablet";
        }
        if (android || text.contains("Mobile") || text.contains("iPhone") || text.contains("iPod")) {
            return "mobile";
        }
        boolean desktop = text.contains("Windows NT")
                || text.contains("Macintosh")
                || text.contains("X11;")
                || text.contains("CrOS");
        return desktop ? "desktop" : null;
    }

    private static Agent agent(String text) {
        String read = text.length() > LONGEST ? text.substring(0, LONGEST) : text;
        if (read.isBlank()) {
            return Agent.NOTHING;
        }
        Agent known = KNOWN.get(read);
        if (known != null) {
            return known;
        }
        Agent agent = parsed(read);
        if (KNOWN.size() >= REMEMBERED) {
            KNOWN.clear();
        }
        KNOWN.put(read, agent);
        return agent;
    }

    private static Agent parsed(String text) {
        try {
            Client client = Patterns.PARSER.parse(text);
            String device = known(client.device.family);
            String version = client.userAgent.major;
            return new Agent(
                    known(client.userAgent.family),
                    version == null || client.userAgent.minor == null
                            ? version
                            : version + "." + client.userAgent.minor,
                    known(client.os.family),
                    device,
                    "Spider".equals(device) || BOT.matcher(text).find());
        } catch (StackOverflowError tooNested) {
            // the JDK's matcher recurses; such a text was made to break parsers and names no browser
            return Agent.NOTHING;
        }
    }

    private static @Nullable String known(@Nullable String family) {
        return family == null || family.isBlank() || family.equals(UNKNOWN) ? null : family;
    }
}
