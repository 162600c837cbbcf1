package dev.lakesmith.core.run;

import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** What an interrupt of a run means: everything before the publication is cancelled, the publication itself is not. */
final class Interrupts {

    private Interrupts() {}

    /** Whether a failure is the consequence of an interrupt of this thread, however the failing part worded it. */
    static boolean caused(RuntimeException failure) {
        return Thread.currentThread().isInterrupted()
                || (failure instanceof LakesmithException known && known.code() == ErrorCode.INTERRUPTED);
    }

    /** Throws INTERRUPTED when this thread was interrupted. */
    static void check() {
        if (Thread.currentThread().isInterrupted()) {
            throw new LakesmithException(ErrorCode.INTERRUPTED, "the run was interrupted");
        }
    }

    /** Does work that an interrupt must not tear; the interrupt is kept for whoever asks afterwards. */
    static <T> T shielded(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, task -> new Thread(task, "publish").start())
                    .join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    /** The one sentence that tells where an interrupted run leaves its user. */
    static LakesmithException told(List<StepReport> ended, Optional<String> branch, RuntimeException cause) {
        boolean loaded =
                ended.stream().anyMatch(step -> step.kind().equals("load") && step.status() == StepReport.Status.DONE);
        return new LakesmithException(
                ErrorCode.INTERRUPTED,
                "interrupted; "
                        + (loaded
                                ? "bronze keeps what was loaded, no model was published; "
                                : "nothing of it was published; ")
                        + "run again"
                        + branch.map(name -> " or go on with 'lakesmith run --resume'")
                                .orElse(""),
                cause);
    }
}
