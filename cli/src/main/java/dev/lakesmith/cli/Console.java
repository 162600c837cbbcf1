package dev.lakesmith.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where a command writes: results to {@link #out()}, everything else to {@link #err()}. It knows whether a person
 * watches, how wide the window is and whether colours are welcome.
 */
final class Console {

    private static final int DEFAULT_WIDTH = 80;
    private static final int NARROWEST = 20;

    private final PrintStream out;
    private final PrintStream err;
    private final boolean terminal;
    private final int width;
    private final Palette palette;

    private Console(PrintStream out, PrintStream err, boolean terminal, int width, Palette palette) {
        this.out = out;
        this.err = err;
        this.terminal = terminal;
        this.width = width;
        this.palette = palette;
    }

    /**
     * The process's own streams. The launcher says through the properties {@code lakesmith.terminal} and {@code
     * lakesmith.columns} what it found, since Java cannot tell whether standard output alone is a terminal; without the
     * launcher it counts as none.
     */
    static Console ofProcess(Map<String, String> environment, Properties properties) {
        boolean terminal = "true".equals(properties.getProperty("lakesmith.terminal"));
        int width = positive(properties.getProperty("lakesmith.columns"), positive(environment.get("COLUMNS"), 0));
        boolean dumb = "dumb".equals(environment.get("TERM"));
        boolean colour = terminal && !dumb && isBlank(environment.get("NO_COLOR"));
        Charset charset = charset(properties);
        return new Console(
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16), false, charset),
                new PrintStream(new BufferedOutputStream(new FileOutputStream(FileDescriptor.err)), true, charset),
                terminal && !dumb,
                width == 0 ? DEFAULT_WIDTH : Math.max(NARROWEST, width),
                colour ? Palette.COLOURED : Palette.PLAIN);
    }

    /** A terminal of a given width that is no process's. */
    static Console ofTerminal(PrintStream out, PrintStream err, int width, Palette palette) {
        return new Console(out, err, true, width, palette);
    }

    /** Streams that nobody watches. */
    static Console ofStreams(PrintStream out, PrintStream err) {
        return new Console(out, err, false, DEFAULT_WIDTH, Palette.PLAIN);
    }

    /** The same without colours. */
    Console plain() {
        return new Console(out, err, terminal, width, Palette.PLAIN);
    }

    PrintStream out() {
        return out;
    }

    PrintStream err() {
        return err;
    }

    /** Whether a person watches {@link #out()} and lines may be redrawn. */
    boolean isTerminal() {
        return terminal;
    }

    /** Columns of the window; 80 when there is none. */
    int width() {
        return width;
    }

    Palette palette() {
        return palette;
    }

    void flush() {
        out.flush();
        err.flush();
    }

    private static Charset charset(Properties properties) {
        boolean windows =
                properties.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows");
        String console = properties.getProperty("sun.stdout.encoding");
        return windows && console != null && Charset.isSupported(console)
                ? Charset.forName(console)
                : StandardCharsets.UTF_8;
    }

    private static int positive(@Nullable String text, int otherwise) {
        return text != null && text.matches("[1-9][0-9]{0,5}") ? Integer.parseInt(text) : otherwise;
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
