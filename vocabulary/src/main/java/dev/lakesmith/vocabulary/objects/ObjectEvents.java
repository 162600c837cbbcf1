package dev.lakesmith.vocabulary.objects;

import java.util.Collection;
import java.util.List;

/** A queue of messages about objects. Used by one thread at a time. Nothing is asked before it must be. */
public interface ObjectEvents extends AutoCloseable {

    /** About how many messages could be received now. */
    long waiting() throws ObjectFailure;

    /**
     * The next few messages; none when the queue has none for now. Nobody else receives them until the queue's own time for
     * that is over; who has not deleted them by then meets them again.
     */
    List<Message> receive() throws ObjectFailure;

    /** Takes messages out of the queue. */
    void delete(Collection<Message> done) throws ObjectFailure;

    /** Lets messages be received again at once. */
    void release(Collection<Message> undone) throws ObjectFailure;

    @Override
    void close();

    /**
     * A message.
     *
     * @param id the same each time that it is received
     * @param receipt of this time
     */
    record Message(String id, String receipt, String body) {}
}
