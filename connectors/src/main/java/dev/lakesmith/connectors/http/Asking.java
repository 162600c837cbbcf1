package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.Stream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Which records of a stream are asked for, and what those that come are to what was landed before. */
interface Asking {

    /** What a record is to what was landed before. */
    enum Verdict {
        NEW,
        /** Landed before. */
        KNOWN,
        /** Not asked for. */
        OUTSIDE
    }

    /** What {@code ${bookmark}} stands for. */
    Optional<Scalar> asked(Stream stream);

    /** The windows to ask for; one without limits when there are none. */
    List<Optional<Window>> windows(Instant now);

    /** Whether a record is below what is asked for. */
    boolean isBefore(byte[] text, int from, int to);

    /** What a record is; remembers it when the next run may see it again. */
    Verdict judge(byte[] text, int from, int to, Optional<Window> asked);

    /** All of a window was read. */
    void ended(Window read);
}
