package dev.lakesmith.connectors.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.connectors.records.Lookback;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Where a stream goes on, and which of the records there were landed before. A bookmark has the highest value of the cursor,
 * or the end of the last window, and fingerprints of the records that the next run may see again. Used by one thread, but
 * for {@link #isBefore}.
 */
final class Position implements Asking {

    /** More fingerprints would swell the table's metadata; then the landed files tell. */
    private static final int MOST_KNOWN = 2_000;

    /** The bookmark of a batch that asked for everything, after batches that went by a cursor or windows. */
    static final String NOWHERE = "{}";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WINDOW = "window";

    private final Optional<JsonPath> cursor;
    private final Optional<Values> window;
    private final Lookback lookback;
    private final CursorOrder order;
    private final Set<JsonPath> key = new LinkedHashSet<>();
    private final String batch;

    private final Optional<Scalar> last;
    private final Optional<Scalar> low;
    private final Known known;
    private final Known near;
    private Optional<Scalar> highest;
    private Optional<Scalar> kept = Optional.empty();

    private Position(
            Stream stream,
            Optional<JsonNode> bookmark,
            Landed landed,
            String batch,
            Predicate<Optional<Scalar>> reach) {
        Values options = stream.options();
        this.cursor = options.find("cursor", String.class).map(JsonPath::parse);
        this.window = options.find(WINDOW, Values.class);
        this.lookback = Lookback.of(options);
        this.order = new CursorOrder(options.place("cursor").toString());
        this.batch = batch;
        options.texts("key").forEach(name -> key.add(JsonPath.parse(name)));
        if (!key.isEmpty()) {
            Parent.of(stream).ifPresent(parent -> parent.fields()
                    .forEach(field -> key.add(new JsonPath(List.of(Parent.nameOf(field))))));
        }
        Optional<JsonNode> own =
                bookmark.filter(node -> node.path("of").asText().equals(kind()));
        this.last = own.map(node -> node.path("value").asText()).flatMap(Position::scalar);
        this.low = cursor.isEmpty() ? Optional.empty() : last.map(value -> order.back(value, lookback));
        this.highest = last;
        this.near = new Known(order);
        this.known = new Known(order);
        if (isIncremental()) {
            recall(own, landed, reach);
        }
    }

    /** @param landed with a bookmark as {@link #bookmark} wrote it; one of another cursor counts for nothing */
    static Position of(Stream stream, Landed landed, String batch) {
        return new Position(stream, landed.bookmark().map(Position::read), landed, batch, any -> true);
    }

    /**
     * Goes on nowhere, and knows what was landed.
     *
     * @param reach which values of the cursor count
     */
    static Position knowing(Stream stream, Landed landed, String batch, Predicate<Optional<Scalar>> reach) {
        return new Position(stream, Optional.empty(), landed, batch, reach);
    }

    /** Where the requests for a stream's parent go on. */
    static Position ofParent(Stream parent, Optional<String> bookmark, String batch) {
        Optional<JsonNode> node =
                bookmark.map(Position::read).map(each -> each.path("parent")).filter(JsonNode::isObject);
        return new Position(parent, node, Landed.NOTHING, batch, any -> true);
    }

    /** The lowest value that the next run asks for; empty when it asks for all there are. */
    Optional<Scalar> low() {
        return low;
    }

    /** The highest value of the cursor, or the end of the last window. */
    Optional<String> end() {
        return last.map(Scalar::text);
    }

    /** The same, for people. */
    Optional<String> ended() {
        return end().map(value -> cursor.map(path -> path + " ").orElse("windows up to ") + value);
    }

    /** What to tell about a cursor that none of the records had. */
    static String lost(JsonPath cursor, String records) {
        return "no record " + records + " has a value at " + cursor
                + ", so there is nothing to go on from and each run asks for all records; check 'cursor'";
    }

    /** The cursor, when no record had it, neither now nor before. */
    Optional<JsonPath> lost() {
        return highest.isEmpty() ? cursor : Optional.empty();
    }

    boolean isIncremental() {
        return cursor.isPresent() || window.isPresent();
    }

    @Override
    public Optional<Scalar> asked(Stream stream) {
        return cursor.isEmpty()
                ? Optional.empty()
                : low.or(() -> stream.options().find("initial", String.class).map(Position::initial));
    }

    private static Scalar initial(String text) {
        return text.matches("-?\\d{1,18}") ? new Scalar(text, false) : Scalar.text(text);
    }

    @Override
    public List<Optional<Window>> windows(Instant now) {
        if (window.isEmpty()) {
            return List.of(Optional.empty());
        }
        return Window.since(window.get(), last.flatMap(end -> TimeFormat.read(end.text())), lookback, now).stream()
                .map(Optional::of)
                .toList();
    }

    @Override
    public boolean isBefore(byte[] text, int from, int to) {
        if (cursor.isEmpty() || low.isEmpty()) {
            return false;
        }
        Optional<Scalar> value = cursor(text, from, to);
        return value.isPresent() && order.compare(value.get(), low.get()) < 0;
    }

    /** The value of a record's cursor; an empty text is none. */
    private Optional<Scalar> cursor(byte[] text, int from, int to) {
        JsonPath path = cursor.orElseThrow();
        return Optional.ofNullable(
                        JsonReading.values(text, from, to, Set.of(path)).get(path))
                .filter(value -> !value.text().isEmpty());
    }

    @Override
    public Verdict judge(byte[] text, int from, int to, Optional<Window> asked) {
        if (!isIncremental()) {
            return Verdict.NEW;
        }
        Optional<Scalar> value = cursor.isPresent() ? cursor(text, from, to) : asked.map(Position::ending);
        if (cursor.isPresent() && value.isPresent() && low.isPresent() && order.compare(value.get(), low.get()) < 0) {
            return Verdict.OUTSIDE;
        }
        String print = fingerprint(text, from, to);
        Optional<String> since = known.batch(print);
        if (value.isPresent()) {
            raise(value.get());
        }
        if (value.isEmpty() || kept.isEmpty() || !isBelow(value.get(), kept.get())) {
            near.add(value, print, since.orElse(batch));
        }
        return since.isPresent() ? Verdict.KNOWN : Verdict.NEW;
    }

    @Override
    public void ended(Window read) {
        raise(ending(read));
    }

    private void raise(Scalar value) {
        if (highest.isEmpty() || order.compare(value, highest.get()) > 0) {
            highest = Optional.of(value);
            Scalar lowest = keptFrom(value);
            kept = Optional.of(lowest);
            near.forgetBelow(lowest, bound());
        }
    }

    /** Whether the next run does not ask for it. */
    private boolean isBelow(Scalar value, Scalar lowest) {
        int compared = order.compare(value, lowest);
        return bound() == Known.Bound.EXCLUDED ? compared <= 0 : compared < 0;
    }

    /** The lowest value that the next run asks for; of windows, those are wanted that end after it. */
    private Scalar keptFrom(Scalar end) {
        return cursor.isPresent()
                ? order.back(end, lookback)
                : Scalar.text(TimeFormat.write(
                        TimeFormat.read(end.text())
                                .orElseThrow()
                                .minus(lookback.time().orElse(Duration.ZERO)),
                        "iso"));
    }

    private Known.Bound bound() {
        return cursor.isPresent() ? Known.Bound.INCLUDED : Known.Bound.EXCLUDED;
    }

    private static Scalar ending(Window read) {
        return Scalar.text(TimeFormat.write(read.to(), "iso"));
    }

    private String fingerprint(byte[] text, int from, int to) {
        if (key.isEmpty()) {
            return Fingerprint.of(text, from, to);
        }
        Set<JsonPath> wanted = new LinkedHashSet<>(key);
        cursor.ifPresent(wanted::add);
        Map<JsonPath, Scalar> values = JsonReading.values(text, from, to, wanted);
        Map<String, String> named = new LinkedHashMap<>();
        wanted.forEach(path ->
                Optional.ofNullable(values.get(path)).ifPresent(value -> named.put(path.toString(), value.json())));
        return named.keySet().containsAll(key.stream().map(JsonPath::toString).toList())
                ? Fingerprint.of(named.toString())
                : Fingerprint.of(text, from, to);
    }

    private void recall(Optional<JsonNode> bookmark, Landed landed, Predicate<Optional<Scalar>> reach) {
        String since = bookmark.map(node -> node.path("since"))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText)
                .orElse("");
        boolean told = bookmark.isPresent()
                && since.isEmpty()
                && bookmark.get().path("key").asText().equals(key.toString());
        if (told) {
            bookmark.get().path("known").forEach(group -> {
                List<String> texts = new ArrayList<>();
                group.forEach(each -> texts.add(each.asText()));
                Optional<Scalar> value = scalar(texts.get(0));
                texts.subList(2, texts.size()).forEach(print -> known.add(value, print, texts.get(1)));
            });
            return;
        }
        // Too many to be told, or the cursor was chosen later, among records that are landed already.
        LandedLines.read(landed, since, (text, file) -> {
            Optional<Scalar> value = cursor.isPresent() ? cursor(text, 0, text.length) : last;
            boolean inReach = value.isEmpty() || low.isEmpty() || order.compare(value.get(), low.get()) >= 0;
            if (inReach && reach.test(value)) {
                known.add(value, fingerprint(text, 0, text.length), file.batchId());
            }
        });
    }

    /** For the next run; {@code parent} is that of the stream's parent. */
    String bookmark(Optional<Position> parent) {
        // What did not come this time may come again.
        known.each((value, print, since) -> near.add(value, print, since));
        highest.ifPresent(value -> near.forgetBelow(keptFrom(value), bound()));
        return node(parent).toString();
    }

    private ObjectNode node(Optional<Position> parent) {
        ObjectNode node = JSON.createObjectNode();
        node.put("of", kind());
        highest.ifPresent(value -> node.put("value", written(Optional.of(value))));
        node.put("key", key.toString());
        if (near.size() <= MOST_KNOWN) {
            ArrayNode groups = node.putArray("known");
            near.groups((value, since, prints) -> {
                ArrayNode group = groups.addArray().add(written(value)).add(since);
                prints.forEach(group::add);
            });
        } else {
            node.put("since", near.firstBatch());
        }
        parent.ifPresent(each -> {
            each.bookmark(Optional.empty());
            node.set("parent", each.node(Optional.empty()));
        });
        return node;
    }

    private String kind() {
        return cursor.map(path -> "cursor " + path).orElse(WINDOW);
    }

    private static String written(Optional<Scalar> value) {
        return value.map(each -> (each.isText() ? "t" : "n") + each.text()).orElse("-");
    }

    private static Optional<Scalar> scalar(String written) {
        return written.length() < 2
                ? Optional.empty()
                : Optional.of(new Scalar(written.substring(1), written.charAt(0) == 't'));
    }

    private static JsonNode read(String bookmark) {
        try {
            return JSON.readTree(bookmark);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a bookmark of this program is no JSON: " + bookmark, e);
        }
    }

    /** Which records will be asked for, for people. */
    String reason(Stream stream, Instant now) {
        if (window.isPresent()) {
            List<Optional<Window>> windows = windows(now);
            return windows.isEmpty()
                    ? "no window is over yet"
                    : (windows.size() == 1 ? "1 window from " : windows.size() + " windows from ")
                            + windows.get(0).orElseThrow().from();
        }
        if (cursor.isEmpty()) {
            return "all records, unless they are the same as before";
        }
        return asked(stream)
                .map(value -> "records with " + cursor.get() + " from " + value.text() + " on")
                .orElse("all records, for the first time");
    }
}
