package dev.lakesmith.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jline.utils.Signals;

/**
 * Ctrl-C while a command works: its thread is interrupted, cancels what runs and tells what became of it, so that the
 * engine never writes into a process that is going away. Who presses it twice does not want to wait. Closing it gives
 * the signals back.
 */
final class Interruption implements AutoCloseable {

    private static final List<String> SIGNALS = List.of("INT", "TERM", "HUP");

    private static final long PERIOD_MILLIS = 200;

    private final Thread worker;
    private final AtomicBoolean asked = new AtomicBoolean();
    private final Map<String, Object> before = new LinkedHashMap<>();

    private volatile boolean closed;

    private Interruption(Thread worker) {
        this.worker = worker;
    }

    /** From now on a signal that would end the process interrupts the calling thread. */
    static Interruption ofThisThread() {
        Interruption interruption = new Interruption(Thread.currentThread());
        for (String signal : SIGNALS) {
            Object earlier = Signals.register(signal, interruption::ask);
            if (earlier != null) {
                interruption.before.put(signal, earlier);
            }
        }
        return interruption;
    }

    private void ask() {
        if (asked.compareAndSet(false, true)) {
            Thread thread = new Thread(this::insist, "interrupt");
            thread.setDaemon(true);
            thread.start();
        } else {
            System.exit(ExitCode.INTERRUPTED.number());
        }
    }

    /** Libraries swallow interrupts, so one is not enough. */
    private void insist() {
        try {
            while (!closed) {
                worker.interrupt();
                Thread.sleep(PERIOD_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed = true;
        before.forEach(Signals::unregister);
    }
}
