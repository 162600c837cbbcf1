package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.records.Lookback;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Values;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A span of a stream, without what the next run asks for anyway. Used by one thread, but for {@link #isBefore}. */
final class SpanPosition implements Asking {

    /** Each is a request, if not more. */
    private static final long MOST_WINDOWS = 100_000;

    private final Stream stream;
    private final Optional<JsonPath> cursor;
    private final CursorOrder order;
    private final Optional<String> from;
    private final Optional<String> to;
    private final Optional<Scalar> low;
    private final Optional<Scalar> high;
    private final Optional<Scalar> next;
    private final Optional<String> end;
    /** Knows all that was landed of the span. */
    private final Position landed;

    private SpanPosition(Stream stream, Span span, Landed landed, String batch) {
        Position position = Position.of(stream, landed.withoutFiles(), batch);
        this.stream = stream;
        this.cursor = stream.options().find("cursor", String.class).map(JsonPath::parse);
        this.order = new CursorOrder(stream.options().place("cursor").toString());
        this.from = span.from();
        this.to = span.to();
        this.next = position.low();
        this.end = position.end();
        boolean timed = cursor.isEmpty();
        Optional<Scalar> model = next.or(() -> position.asked(stream));
        this.low = timed ? Optional.empty() : from.map(value -> value(value, model));
        this.high = timed ? Optional.empty() : to.map(value -> value(value, model));
        this.landed = Position.knowing(stream, landed, batch, value -> value.isEmpty() || holds(value.get()));
    }

    /** @throws dev.lakesmith.vocabulary.LakesmithException USAGE when the stream has no spans, or not these */
    static SpanPosition of(Stream stream, Span span, Landed landed, String batch) {
        Values options = stream.options();
        if (!options.keys().contains("cursor") && !options.keys().contains("window")) {
            throw Span.refused(stream, "has no 'cursor' and no 'window': every run asks for all of its records");
        }
        SpanPosition position = new SpanPosition(stream, span, landed, batch);
        if (position.isBackwards()) {
            throw Span.backwards(stream, span);
        }
        return position;
    }

    private boolean isBackwards() {
        if (cursor.isPresent()) {
            return low.isPresent()
                    && high.isPresent()
                    && low.get().isText() == high.get().isText()
                    && order.compare(low.get(), high.get()) >= 0;
        }
        Optional<Instant> begin = from.map(this::moment);
        Optional<Instant> until = to.map(this::moment);
        return begin.isPresent() && until.isPresent() && !begin.get().isBefore(until.get());
    }

    /** As the API writes the values of the cursor, as far as one of them is known. */
    private Scalar value(String written, Optional<Scalar> model) {
        Scalar value = like(written, model);
        return stream.options().get("format", String.class).equals("csv") ? Scalar.text(value.text()) : value;
    }

    private Scalar like(String written, Optional<Scalar> model) {
        boolean number = written.matches("-?\\d+(\\.\\d+)?");
        if (model.isEmpty()) {
            return new Scalar(written, !number);
        }
        Optional<Instant> moment = number ? Optional.empty() : TimeFormat.readStrictly(written);
        String known = model.get().text();
        if (!model.get().isText()) {
            if (number) {
                return new Scalar(written, false);
            }
            return moment.map(at -> new Scalar(TimeFormat.write(at, known.length() > 11 ? "epoch_ms" : "epoch"), false))
                    .orElseThrow(() -> Span.unfit(stream, written, "a number, as " + known + " is, or a time"));
        }
        if (known.matches("\\d{1,18}") || TimeFormat.read(known).isEmpty()) {
            return Scalar.text(written);
        }
        Instant at = moment.orElseThrow(() -> Span.unfit(stream, written, "a time, as " + known + " is"));
        if (written.length() == known.length()) {
            return Scalar.text(written);
        }
        String format = known.length() == 10 ? "date" : known.contains(".") ? "iso_ms" : "iso";
        return Scalar.text(TimeFormat.write(at, format));
    }

    /** A bound among values of which none was known when it was written. */
    private Scalar like(Scalar bound, Scalar record) {
        return bound.isText() == record.isText() ? bound : value(bound.text(), Optional.of(record));
    }

    private Instant moment(String written) {
        return TimeFormat.readStrictly(written)
                .orElseThrow(() -> Span.unfit(stream, written, "a time such as 2026-01-31 or 2026-01-31T12:00:00Z"));
    }

    @Override
    public Optional<Scalar> asked(Stream of) {
        return cursor.isEmpty() ? Optional.empty() : low.or(() -> landed.asked(of));
    }

    @Override
    public List<Optional<Window>> windows(Instant now) {
        Values window = stream.options().find("window", Values.class).orElse(null);
        if (window == null) {
            return List.of(Optional.empty());
        }
        Instant start = moment(window.get("start", String.class));
        Duration size = window.get("size", Duration.class);
        boolean whole = window.get("whole", Boolean.class);
        Duration lookback = Lookback.of(stream.options()).time().orElse(Duration.ZERO);
        Instant late = now.minus(window.get("delay", Duration.class));
        Instant behind = end.flatMap(TimeFormat::read)
                .map(at -> at.minus(lookback))
                .orElse(whole ? Window.onGrid(late, start, size) : late);
        Instant begin = from.map(this::moment).orElse(start);
        Instant until = to.map(this::moment).orElse(behind);
        Instant above = whole ? Window.onGrid(until.minusMillis(1), start, size).plus(size) : until;
        Instant first = whole ? Window.onGrid(begin, start, size) : begin;
        Instant stop = above.isBefore(behind) ? above : behind;
        if (Duration.between(first, stop).dividedBy(size) > MOST_WINDOWS) {
            throw Span.unfit(
                    stream,
                    from.orElse(start.toString()),
                    "a time from which on there are at most " + MOST_WINDOWS + " windows, or a --to before " + stop);
        }
        return Window.between(first, stop, start, size).stream()
                .map(Optional::of)
                .toList();
    }

    private boolean holds(Scalar value) {
        return (low.isEmpty() || order.compare(value, like(low.get(), value)) >= 0)
                && (high.isEmpty() || order.compare(value, like(high.get(), value)) < 0)
                && (next.isEmpty() || order.compare(value, next.get()) < 0);
    }

    @Override
    public boolean isBefore(byte[] text, int start, int stop) {
        if (cursor.isEmpty() || low.isEmpty()) {
            return false;
        }
        Scalar value = value(text, start, stop);
        return value != null && order.compare(value, like(low.get(), value)) < 0;
    }

    private @Nullable Scalar value(byte[] text, int start, int stop) {
        return JsonReading.values(text, start, stop, Set.of(cursor.orElseThrow()))
                .get(cursor.get());
    }

    @Override
    public Verdict judge(byte[] text, int start, int stop, Optional<Window> asked) {
        if (cursor.isPresent()) {
            Scalar value = value(text, start, stop);
            if (value == null || !holds(value)) {
                return Verdict.OUTSIDE;
            }
        }
        return landed.judge(text, start, stop, asked);
    }

    @Override
    public void ended(Window read) {}

    /** Which records will be asked for, for people. */
    String reason(Span span, Instant now) {
        if (cursor.isPresent()) {
            String records = span.of("records with " + cursor.get());
            return next.filter(end -> high.isEmpty() || order.compare(high.get(), end) > 0)
                    .map(end -> records + ", as far as " + end.text() + ", where the next run begins")
                    .orElse(records);
        }
        List<Optional<Window>> windows = windows(now);
        return windows.isEmpty()
                ? "no window: the next run asks for all of it"
                : (windows.size() == 1 ? "1 window from " : windows.size() + " windows from ")
                        + windows.get(0).orElseThrow().from() + " to "
                        + windows.get(windows.size() - 1).orElseThrow().to();
    }
}
