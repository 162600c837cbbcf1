package dev.lakesmith.connectors.files.bucket;

import dev.lakesmith.vocabulary.objects.ObjectEvents;
import dev.lakesmith.vocabulary.objects.ObjectEvents.Message;
import dev.lakesmith.vocabulary.objects.ObjectFailure;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The messages that a run takes from a queue, until what they tell of is landed. Those that are no messages about objects
 * stay in the queue, where its own rules say what becomes of them.
 */
final class EventIntake {

    /** A run takes no more; the next one goes on. */
    private static final int MOST = 20_000;

    private final ObjectEvents queue;
    private final Map<String, Message> understood = new LinkedHashMap<>();
    private final Map<String, Message> strange = new LinkedHashMap<>();
    private final Map<String, List<Message>> byPath = new TreeMap<>();

    EventIntake(ObjectEvents queue) {
        this.queue = queue;
    }

    /** Receives what there is. */
    void receive() throws ObjectFailure {
        while (understood.size() + strange.size() < MOST) {
            List<Message> some = queue.receive();
            boolean fresh = false;
            for (Message message : some) {
                fresh |= take(message);
            }
            // Those that come again are received faster than they are worked off.
            if (!fresh) {
                return;
            }
        }
    }

    private boolean take(Message message) {
        Optional<List<BucketPath>> paths = EventText.objects(message.body());
        if (paths.isEmpty()) {
            return strange.put(message.id(), message) == null;
        }
        paths.get().forEach(path -> byPath.computeIfAbsent(path.shown(), shown -> new ArrayList<>())
                .add(message));
        return understood.put(message.id(), message) == null;
    }

    /** The objects that something happened to, once each, in the order of their paths. */
    Set<String> paths() {
        return byPath.keySet();
    }

    /** A later run has to look at an object again. */
    void keep(String path) {
        byPath.getOrDefault(path, List.of()).forEach(message -> {
            understood.remove(message.id());
            strange.put(message.id(), message);
        });
    }

    /** For people: messages that nobody understands; empty when there are none. */
    Optional<String> complaint() {
        List<Message> unread = strange.values().stream()
                .filter(message -> EventText.objects(message.body()).isEmpty())
                .toList();
        return unread.isEmpty()
                ? Optional.empty()
                : Optional.of(unread.size()
                        + (unread.size() == 1 ? " message" : " messages")
                        + " of the queue, such as " + unread.get(0).id()
                        + ", tell of no object; they stay there. Let nothing but S3's events come into it, or give it a"
                        + " dead-letter queue");
    }

    /** What was told of is landed: the messages go. */
    void done() throws ObjectFailure {
        Collection<Message> all = List.copyOf(understood.values());
        understood.clear();
        queue.delete(all);
    }

    /** Lets others have what is left. */
    void release() throws ObjectFailure {
        List<Message> all = new ArrayList<>(understood.values());
        all.addAll(strange.values());
        understood.clear();
        strange.clear();
        queue.release(all);
    }
}
