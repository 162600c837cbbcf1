package dev.lakesmith.cli;

import dev.lakesmith.core.connector.Progress;
import java.io.PrintStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What is going on, for whoever watches. On a terminal each running step has a line that is redrawn five times a second,
 * and finished steps scroll away above; elsewhere a plain line says when a step starts and ends. Thread-safe.
 */
final class LiveProgress implements AutoCloseable {

    private static final String HIDE_CURSOR = "\u001b[?25l";
    private static final String SHOW_CURSOR = "\u001b[?25h";
    private static final String ERASE_BELOW = "\u001b[J";
    private static final Duration PERIOD = Duration.ofMillis(200);
    private static final int MOST_LINES = 12;
    private static final int NARROWEST_NAME = 12;
    private static final String[] SPINNER = {"⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"};

    private final Console console;
    private final PrintStream out;
    private final boolean live;
    private final Clock clock;
    private final Set<Step> running = new LinkedHashSet<>();
    private @Nullable ScheduledExecutorService ticker;
    private @Nullable Thread restorer;
    private int drawnLines;
    private int frame;
    private boolean closed;

    /** Progress among the command's results, redrawn when they go to a terminal. Nothing moves before {@link #start}. */
    LiveProgress(Console console, Clock clock) {
        this(console, console.out(), console.isTerminal(), clock);
    }

    private LiveProgress(Console console, PrintStream out, boolean live, Clock clock) {
        this.console = console;
        this.out = out;
        this.live = live;
        this.clock = clock;
    }

    /** Progress in plain lines beside results that a program reads. */
    static LiveProgress besideResults(Console console, Clock clock) {
        return new LiveProgress(console.plain(), console.err(), false, clock);
    }

    /** Begins to redraw by itself, and restores the cursor however the process ends. */
    synchronized LiveProgress start() {
        if (live && ticker == null) {
            ticker = Executors.newSingleThreadScheduledExecutor(task -> {
                Thread thread = new Thread(task, "progress");
                thread.setDaemon(true);
                return thread;
            });
            var unused = ticker.scheduleAtFixedRate(
                    this::redraw, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
            restorer = new Thread(this::restore, "progress-restore");
            Runtime.getRuntime().addShutdownHook(restorer);
            out.print(HIDE_CURSOR);
        }
        return this;
    }

    /** A step begins. */
    synchronized Step begin(String name) {
        Step step = new Step(name, clock.instant());
        running.add(step);
        if (live) {
            redraw();
        } else {
            out.println("started   " + name);
            out.flush();
        }
        return step;
    }

    /** A line that stays, above the running steps. */
    synchronized void say(String line) {
        erase();
        out.println(line);
        redraw();
        out.flush();
    }

    /** Draws the running steps anew. */
    synchronized void redraw() {
        if (!live || closed) {
            return;
        }
        erase();
        List<Step> shown = new ArrayList<>(running);
        int hidden = Math.max(0, shown.size() - MOST_LINES);
        String spinner = SPINNER[frame++ % SPINNER.length];
        for (Step step : shown.subList(0, shown.size() - hidden)) {
            out.println(step.liveLine(spinner));
        }
        if (hidden > 0) {
            out.println(console.palette().dim("  … and " + hidden + " more"));
        }
        drawnLines = shown.size() - hidden + (hidden > 0 ? 1 : 0);
        out.flush();
    }

    /** Steps still running vanish from the screen. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        erase();
        closed = true;
        if (ticker != null) {
            ticker.shutdownNow();
            out.print(SHOW_CURSOR);
        }
        out.flush();
        if (restorer != null && Thread.currentThread() != restorer) {
            try {
                Runtime.getRuntime().removeShutdownHook(restorer);
            } catch (IllegalStateException alreadyShuttingDown) {
                restorer = null;
            }
        }
    }

    private synchronized void restore() {
        if (!closed) {
            closed = true;
            out.print(SHOW_CURSOR);
            out.flush();
        }
    }

    private void erase() {
        if (live && drawnLines > 0) {
            out.print("\u001b[" + drawnLines + "A\r" + ERASE_BELOW);
            drawnLines = 0;
        }
    }

    /** One running step. */
    final class Step implements Progress {

        private final String name;
        private final Instant startedAt;
        private volatile long rows = -1;
        private volatile long bytes;
        private volatile double fraction = -1;

        private Step(String name, Instant startedAt) {
            this.name = name;
            this.startedAt = startedAt;
        }

        @Override
        public void update(long rows, long bytes, double fraction) {
            this.rows = rows;
            this.bytes = bytes;
            this.fraction = fraction;
        }

        @Override
        public void warn(String message) {
            say(console.palette().yellow("warning") + "   " + name + ": " + message);
        }

        /**
         * The step is done.
         *
         * @param outcome in a few words, such as the rows written
         */
        void done(String outcome) {
            end(live ? console.palette().green("✔") + " " : "done      ", outcome);
        }

        /** The step failed. */
        void failed(String outcome) {
            end(live ? console.palette().red("✘") + " " : "failed    ", outcome);
        }

        /** The step was stopped; nothing is said of it. */
        void gone() {
            synchronized (LiveProgress.this) {
                running.remove(this);
            }
        }

        private void end(String mark, String outcome) {
            synchronized (LiveProgress.this) {
                running.remove(this);
                say(mark + name + "  " + outcome + "  " + console.palette().dim(Quantities.duration(elapsed())));
            }
        }

        private Duration elapsed() {
            return Duration.between(startedAt, clock.instant());
        }

        /** Figures give way before the name does. The last column stays free: writing there wraps on some terminals. */
        private String liveLine(String spinner) {
            int room = console.width() - 1 - 2;
            StringBuilder figures = new StringBuilder();
            int nameWidth = Math.min(Math.max(NARROWEST_NAME, TextWidth.of(name)), room);
            for (String figure : figures()) {
                if (Math.min(nameWidth, NARROWEST_NAME) + figures.length() + 2 + figure.length() > room) {
                    break;
                }
                figures.append("  ").append(figure);
            }
            String shown = TextWidth.cut(name, Math.min(nameWidth, room - figures.length()));
            return console.palette().green(spinner) + " " + shown
                    + console.palette().dim(figures.toString());
        }

        private List<String> figures() {
            List<String> figures = new ArrayList<>();
            figures.add(Quantities.duration(elapsed()));
            if (fraction >= 0) {
                figures.add(Quantities.percent(fraction));
            }
            if (rows >= 0) {
                figures.add(Quantities.count(rows, "row", "rows"));
            }
            if (bytes > 0) {
                figures.add(Quantities.bytes(bytes));
            }
            return figures;
        }
    }
}
