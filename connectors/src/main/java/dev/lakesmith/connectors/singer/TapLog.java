package dev.lakesmith.connectors.singer;

import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.project.Secrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a tap logs: all of it goes to the log, what sounds like trouble to whoever watches, its end into errors. */
final class TapLog implements Child.Ear {

    private static final Logger LOG = LoggerFactory.getLogger(TapLog.class);

    private static final Pattern TROUBLE = Pattern.compile("^.{0,60}?\\b(WARNING|WARN|ERROR|CRITICAL|FATAL)\\b.*");
    /** More is taken than is kept, so that no secret is cut where the line is, and shown by half. */
    static final int LONGEST_LINE = 128 << 10;

    private static final int LONGEST_KEPT = 8 << 10;
    private static final int MOST_WARNINGS = 20;
    private static final int KEPT = 5;

    private final String name;
    private final Secrets secrets;
    private final Progress progress;
    private final Deque<String> last = new ArrayDeque<>();
    private int warnings;

    TapLog(Tap tap, Progress progress) {
        this.name = tap.shown();
        this.secrets = TapConfig.secrets(tap.config());
        this.progress = progress;
    }

    @Override
    public synchronized void line(byte[] text, int length, long number) {
        String clean = secrets.scrub(new String(text, 0, length, StandardCharsets.UTF_8).strip());
        String line = clean.substring(0, Math.min(LONGEST_KEPT, clean.length()));
        if (line.isEmpty()) {
            return;
        }
        LOG.info("{}: {}", name, line);
        last.addLast(line);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
        if (TROUBLE.matcher(line).matches() && warnings < MOST_WARNINGS) {
            warnings++;
            progress.warn(name + ": " + line);
        }
    }

    /** Its last lines. */
    synchronized String last() {
        return String.join(" | ", last);
    }
}
