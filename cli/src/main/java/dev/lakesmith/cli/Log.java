package dev.lakesmith.cli;

import dev.lakesmith.core.project.Secrets;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.logging.ErrorManager;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Where libraries and this program tell what a user need not see. Warnings and worse go to a file that appears with the
 * first of them; a level asked for with {@code --log-level} goes to standard error too.
 */
final class Log {

    private static final long LARGEST_FILE = 10_000_000;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static volatile Secrets secrets = Secrets.of(List.of());

    private Log() {}

    /** The project's own log, or the user's where there is no project. */
    static Path file(Path project, Map<String, String> environment, String home) {
        if (Files.isRegularFile(project.resolve("lakesmith.yml"))) {
            return project.resolve(".lakesmith").resolve("lakesmith.log");
        }
        String state = environment.get("XDG_STATE_HOME");
        Path folder = state == null || state.isEmpty() ? Path.of(home, ".local", "state") : Path.of(state);
        return folder.resolve("lakesmith").resolve("lakesmith.log");
    }

    /**
     * Directs everything that is logged from now on.
     *
     * @param shown empty: nothing is shown on standard error
     */
    static void open(Path file, Optional<LogLevel> shown, PrintStream err) {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(shown.orElse(LogLevel.WARN).level());
        root.addHandler(new FileHandler(file, err));
        if (shown.isPresent()) {
            root.addHandler(new StreamHandler(err));
        }
    }

    /** Writes an exception with its stack trace. */
    static void error(String message, Throwable cause) {
        Logger.getLogger("dev.lakesmith").log(Level.SEVERE, message, cause);
    }

    /** Keeps these values out of everything that is logged from now on, exceptions included. */
    static void keepSecret(Secrets values) {
        secrets = values;
    }

    private static final class LineFormatter extends Formatter {

        @Override
        public String format(LogRecord record) {
            StringWriter text = new StringWriter();
            text.append(TIME.format(record.getInstant()))
                    .append(' ')
                    .append(level(record.getLevel()))
                    .append(' ')
                    .append(String.valueOf(record.getLoggerName()))
                    .append(": ")
                    .append(formatMessage(record))
                    .append('\n');
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            return secrets.scrub(text.toString());
        }

        private static String level(Level level) {
            for (LogLevel known : LogLevel.values()) {
                if (level.intValue() >= known.level().intValue()) {
                    return known.name();
                }
            }
            return LogLevel.TRACE.name();
        }
    }

    private static final class StreamHandler extends Handler {

        private final PrintStream out;

        StreamHandler(PrintStream out) {
            this.out = out;
            setFormatter(new LineFormatter());
        }

        @Override
        public synchronized void publish(LogRecord record) {
            out.print(getFormatter().format(record));
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            flush();
        }
    }

    /** Tells once, without a stack trace, that there is no log. */
    private static final class OneLine extends ErrorManager {

        private final PrintStream err;
        private boolean told;

        OneLine(PrintStream err) {
            this.err = err;
        }

        @Override
        public synchronized void error(String message, @Nullable Exception cause, int code) {
            if (!told) {
                err.println("warning: " + message + ": " + cause);
                told = true;
            }
        }
    }

    /** Appends; a file that has grown large becomes the one older file that is kept. */
    private static final class FileHandler extends Handler {

        private final Path file;
        private @Nullable Writer writer;

        FileHandler(Path file, PrintStream err) {
            this.file = file;
            setFormatter(new LineFormatter());
            setErrorManager(new OneLine(err));
        }

        @Override
        public synchronized void publish(LogRecord record) {
            try {
                Writer open = writer == null ? open() : writer;
                writer = open;
                open.write(getFormatter().format(record));
                open.flush();
            } catch (IOException e) {
                reportError("the log " + file + " cannot be written", e, ErrorManager.WRITE_FAILURE);
            }
        }

        private Writer open() throws IOException {
            Files.createDirectories(file.toAbsolutePath().getParent());
            if (Files.exists(file) && Files.size(file) > LARGEST_FILE) {
                Files.move(file, file.resolveSibling("lakesmith.log.1"), StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        @Override
        public void flush() {
            // every record is flushed when it is written
        }

        @Override
        public synchronized void close() {
            try {
                if (writer != null) {
                    writer.close();
                }
            } catch (IOException e) {
                reportError("the log " + file + " cannot be closed", e, ErrorManager.CLOSE_FAILURE);
            }
        }
    }
}
