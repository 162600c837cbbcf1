package dev.lakesmith.cli;

/**
 * Ctrl-C during a run: the running statements are cancelled and the process waits for them, so that the engine never
 * writes into a process that is going away.
 */
final class Interruption {

    private static final long PATIENCE_MILLIS = 20_000;

    private Interruption() {}

    /** Interrupts the run's thread and waits until it has ended its work. */
    static void of(Thread run) {
        run.interrupt();
        try {
            run.join(PATIENCE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The run is over; Ctrl-C is nobody's business any more. */
    static void over(Thread interrupter) {
        try {
            Runtime.getRuntime().removeShutdownHook(interrupter);
        } catch (IllegalStateException shuttingDown) {
            Log.error("interrupted", shuttingDown);
        }
    }
}
