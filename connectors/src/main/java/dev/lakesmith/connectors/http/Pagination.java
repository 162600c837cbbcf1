package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.Outgoing.Shown;
import dev.lakesmith.core.project.Values;
import java.net.URI;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** How a stream's pages follow each other. Safe for several threads. */
final class Pagination {

    private final Optional<Values> options;
    private final String type;
    private final AtomicBoolean sizeHolds = new AtomicBoolean();

    private Pagination(Optional<Values> options) {
        this.options = options;
        this.type = options.map(each -> each.get("type", String.class)).orElse("none");
    }

    static Pagination of(Values stream) {
        return new Pagination(stream.find("pagination", Values.class));
    }

    /** Whether records move between pages when some are added meanwhile. */
    boolean counts() {
        return type.equals("page") || type.equals("offset");
    }

    Turn first() {
        return Turn.first(options.filter(each -> type.equals("page"))
                .map(each -> each.get("first", Long.class))
                .orElse(1L));
    }

    /** The paths of a page whose values tell how to go on. */
    Set<JsonPath> wanted() {
        Set<JsonPath> wanted = new HashSet<>();
        path("next").ifPresent(wanted::add);
        path("more").ifPresent(wanted::add);
        return wanted;
    }

    /** The request with what asks for this page. */
    Outgoing ask(Outgoing request, Turn turn) {
        if (turn.link().isPresent()) {
            return request.to(turn.link().get());
        }
        Outgoing asking = request;
        Optional<Long> size = options.flatMap(each -> each.find("size", Long.class));
        Optional<String> sizeParameter = text("size_parameter");
        if (size.isPresent() && sizeParameter.isPresent()) {
            asking = asking.withParameter(sizeParameter.get(), Shown.plain(Long.toString(size.get())));
        }
        Optional<String> parameter = text("parameter");
        if (parameter.isEmpty()) {
            return asking;
        }
        Optional<String> value =
                switch (type) {
                    case "page" -> Optional.of(Long.toString(turn.page()));
                    case "offset" -> Optional.of(Long.toString(turn.offset()));
                    default -> turn.cursor().map(Scalar::text);
                };
        return value.isPresent() ? asking.withParameter(parameter.get(), Shown.plain(value.get())) : asking;
    }

    /** What is asked for after a page; empty: it was the last one. */
    Optional<Turn> after(Turn turn, Page page) {
        Turn next = turn.next(page.records().size());
        return switch (type) {
            case "page", "offset" -> goesOn(turn, page.records().size()) ? Optional.of(next) : Optional.empty();
            case "cursor" -> cursor(page).map(next::at);
            case "next_link" ->
                page.value(path("next").orElseThrow())
                        .map(Scalar::text)
                        .filter(link -> !link.isBlank())
                        .map(link -> next.at(page.resolve(link)));
            case "link_header" -> Links.next(page.links()).map(link -> next.at(page.resolve(link)));
            default -> Optional.empty();
        };
    }

    /**
     * A page with fewer records than were asked for is the last one, unless the API never gives so many: the first short
     * page is believed only after a full one was seen, or after nothing followed a short one.
     */
    private boolean goesOn(Turn turn, long records) {
        Optional<Long> size = options.flatMap(each -> each.find("size", Long.class));
        if (records == 0 || size.isEmpty()) {
            if (records == 0 && turn.number() == 2) {
                sizeHolds.set(true);
            }
            return records > 0;
        }
        if (records >= size.get()) {
            sizeHolds.set(true);
            return true;
        }
        return turn.number() == 1 ? !sizeHolds.get() : records >= turn.full();
    }

    private Optional<Scalar> cursor(Page page) {
        boolean ends = path("more").isPresent()
                && page.value(path("more").get()).filter(Scalar::isYes).isEmpty();
        if (ends) {
            return Optional.empty();
        }
        if (text("header").isPresent() || path("next").isPresent()) {
            return told(page);
        }
        JsonPath field = path("last_record").orElseThrow();
        List<JsonReading.Slice> records = page.records();
        if (records.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(page.field(records.get(records.size() - 1), field)
                .orElseThrow(() -> new Exchange.Unexpected("the last record of the page has no '" + field
                        + "', so the next page cannot be asked for; check 'last_record'")));
    }

    private Optional<Scalar> told(Page page) {
        Optional<String> header = text("header");
        Optional<Scalar> cursor = (header.isPresent()
                        ? page.header(header.get()).map(Scalar::text)
                        : page.value(path("next").orElseThrow()))
                .filter(value -> !value.text().isEmpty());
        Optional<String> end = text("end");
        if (cursor.isEmpty() && end.isPresent() && !page.records().isEmpty()) {
            // Perhaps a proxy took it away: what follows would be lost.
            throw new Exchange.Unexpected("with records, and neither a cursor nor '" + end.get() + "' at '"
                    + header.or(() -> text("next")).orElseThrow() + "', so more may follow; check 'pagination'");
        }
        return cursor.filter(value -> !end.equals(Optional.of(value.text())));
    }

    private Optional<JsonPath> path(String key) {
        return text(key).map(JsonPath::parse);
    }

    private Optional<String> text(String key) {
        return options.filter(each -> each.keys().contains(key)).map(each -> each.get(key, String.class));
    }

    /** What would come a second time, if this turn was taken before: then paging would never end. */
    Optional<String> mark(Turn turn) {
        return turn.link().map(URI::toString).or(() -> turn.cursor().map(Scalar::text));
    }
}
