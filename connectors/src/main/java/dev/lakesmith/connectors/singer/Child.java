package dev.lakesmith.connectors.singer;

import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceFailure.Extent;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A running tap. It ends with whatever waits for it: an interrupt, a silence that is too long, output that is wrong and
 * the end of this process all end the tap and what it has started.
 */
final class Child {

    private static final long LOOK_MILLIS = 100;
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final Process process;
    private final String shown;
    private final Duration timeout;
    private final AtomicLong heard = new AtomicLong(System.nanoTime());
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    private Child(Process process, String shown, Duration timeout) {
        this.process = process;
        this.shown = shown;
        this.timeout = timeout;
    }

    /** Takes what a tap writes, line by line, on a thread of its own. */
    interface Ear {
        void line(byte[] text, int length, long number);
    }

    /**
     * Runs a tap to its end.
     *
     * @param shown what to call it
     * @param output takes its standard output; what it throws ends the tap and is thrown here
     * @param longest how many bytes a line may have
     * @param log takes its standard error, long lines cut
     * @return its exit code
     */
    static int run(ProcessBuilder command, String shown, Duration timeout, long longest, Ear output, Ear log) {
        Process process;
        try {
            process = command.start();
        } catch (IOException e) {
            throw SourceFailure.fatal(
                    Extent.SOURCE,
                    shown + " cannot be started: " + e.getMessage()
                            + (executable(command).contains(" ")
                                    ? "; an executable with arguments is a list, as command: ["
                                            + String.join(
                                                    ", ", executable(command).split(" +")) + "]"
                                    : "; install the tap, or say with 'command' where it is"),
                    e);
        }
        return new Child(process, shown, timeout).ended(longest, output, log);
    }

    private static String executable(ProcessBuilder command) {
        return command.command().get(0);
    }

    private int ended(long longest, Ear output, Ear log) {
        Thread atExit = new Thread(this::kill, "tap-end");
        Runtime.getRuntime().addShutdownHook(atExit);
        Thread out = listen(process.getInputStream(), "tap-output", new Lines(longest, Lines.TooLong.REFUSED), output);
        Thread err =
                listen(process.getErrorStream(), "tap-log", new Lines(TapLog.LONGEST_LINE, Lines.TooLong.CUT), log);
        try {
            process.getOutputStream().close();
            while (out.isAlive() && failure.get() == null) {
                requireSign();
                out.join(LOOK_MILLIS);
            }
            while (failure.get() == null && !process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                requireSign();
            }
            err.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LakesmithException(
                    ErrorCode.INTERRUPTED, shown + " was ended because the run was interrupted", e);
        } catch (IOException e) {
            throw new LakesmithException(ErrorCode.INTERNAL_ERROR, "the input of " + shown + " cannot be closed", e);
        } finally {
            kill();
            quiet(out);
            forget(atExit);
        }
        Optional.ofNullable(failure.get()).ifPresent(e -> {
            throw e;
        });
        return process.exitValue();
    }

    private void requireSign() {
        Duration silent = Duration.ofNanos(System.nanoTime() - heard.get());
        if (silent.compareTo(timeout) > 0) {
            throw SourceFailure.retryable(
                    Extent.STREAM,
                    shown + " was ended after " + silent.toSeconds()
                            + " seconds without a word; see what it does, or raise 'timeout'",
                    null);
        }
    }

    private Thread listen(InputStream in, String name, Lines lines, Ear ear) {
        Thread thread = new Thread(
                () -> {
                    try (in) {
                        lines.read(in, (text, length, number) -> {
                            heard.set(System.nanoTime());
                            ear.line(text, length, number);
                        });
                    } catch (Lines.TooLongLine e) {
                        failure.compareAndSet(
                                null, SourceFailure.fatal(Extent.STREAM, shown + ": " + e.getMessage(), e));
                    } catch (OutOfMemoryError e) {
                        failure.compareAndSet(
                                null,
                                SourceFailure.fatal(
                                        Extent.STREAM,
                                        shown
                                                + ": there is too little memory for its messages; lower 'longest_message',"
                                                + " or give Java more",
                                        e));
                    } catch (IOException e) {
                        failure.compareAndSet(
                                null,
                                SourceFailure.retryable(
                                        Extent.STREAM, shown + " cannot be read: " + e.getMessage(), e));
                    } catch (RuntimeException e) {
                        failure.compareAndSet(null, e);
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    /** What a tap has started may outlive it, so it goes first. */
    private void kill() {
        List<ProcessHandle> started = process.descendants().toList();
        if (process.isAlive()) {
            process.destroy();
        }
        started.forEach(ProcessHandle::destroy);
        boolean ended = false;
        boolean interrupted = Thread.interrupted();
        try {
            ended = process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (!ended) {
            process.destroyForcibly();
        }
        started.stream().filter(ProcessHandle::isAlive).forEach(ProcessHandle::destroyForcibly);
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nobody may write into a batch that is given up. */
    private static void quiet(Thread out) {
        boolean interrupted = Thread.interrupted();
        try {
            out.join(GRACE.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread atExit) {
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException e) {
            // The process is ending: the hook runs, and finds no tap.
            return;
        }
    }
}
