package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.records.Lookback;
import dev.lakesmith.connectors.tls.TlsKeys;
import dev.lakesmith.core.project.Document;
import dev.lakesmith.core.project.SourceReview;
import dev.lakesmith.core.project.Template;
import dev.lakesmith.core.project.Template.Part.Slot;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.Nearest;
import dev.lakesmith.vocabulary.Place;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** What the keys of an API's file must be to each other. */
final class HttpReview implements SourceReview {

    /** Parameters whose values nobody may read. */
    private static final Pattern SECRET =
            Pattern.compile("(?i)[?&][^=&]*(passw|pwd|secret|api[-_.]?(key|token)|access[-_.]?(key|token)|credential"
                    + "|signature)[^=&]*=|[?&](key|sig|auth|token)=");

    @Override
    public void review(Values source, Complaints complaints) {
        TlsKeys.review(source, complaints);
        source.find("streams", Values.class)
                .ifPresent(streams -> streams.keys().forEach(name -> new OfStream(name, streams, complaints).review()));
    }

    /** One stream. */
    private static final class OfStream {

        private final String name;
        private final Values streams;
        private final Values stream;
        private final Complaints complaints;
        private final Set<String> slots = new HashSet<>();

        OfStream(String name, Values streams, Complaints complaints) {
            this.name = name;
            this.streams = streams;
            this.stream = streams.get(name, Values.class);
            this.complaints = complaints;
        }

        void review() {
            slots(stream);
            stream.find("job", Values.class).ifPresent(this::job);
            method();
            format();
            pagination();
            parent();
            position();
            window();
        }

        private void slots(Values request) {
            for (String key : List.of("parameters", "headers", "form")) {
                request.find(key, Values.class).ifPresent(map -> map.keys()
                        .forEach(each -> slots(map.get(each, Template.class), map.place(each))));
            }
            slots(request.get("path", Template.class), request.place("path"));
            if (SECRET.matcher(request.get("path", Template.class).toString()).find()) {
                complaints.tell(
                        request.place("path"),
                        "the query of 'path' looks like it holds a secret, and paths are shown in messages; write it in"
                                + " 'parameters', or in 'auth'");
            }
            request.find("body", Document.class)
                    .ifPresent(body -> body.texts().forEach(text -> slots(text.template(), text.place())));
            if (request.keys().contains("body") && request.keys().contains("form")) {
                complaints.tell(request.keyPlace("form"), "'body' and 'form' are both written; remove one");
            }
        }

        private void job(Values job) {
            slots(job.get("start", Values.class));
            slots(job.get("status", Template.class), job.place("status"));
            job.find("delete", Template.class).ifPresent(delete -> slots(delete, job.place("delete")));
            if (!slots.contains(Slots.JOB)) {
                complaints.tell(job.place(), "no request says which job it is about; write ${job:id} in 'status'");
            }
            if (job.get("first_wait", Duration.class).isZero()) {
                complaints.tell(job.place("first_wait"), "'first_wait' is no time; write one such as 2s");
            }
        }

        private void slots(Template template, Place place) {
            for (Slot slot : template.slots()) {
                slots.add(slot.name());
                Optional<String> needed = needed(slot);
                needed.ifPresent(what -> complaints.tell(place, slot + " has no value in this stream; " + what));
            }
        }

        private Optional<String> needed(Slot slot) {
            String pagination = stream.find("pagination", Values.class)
                    .map(each -> each.get("type", String.class))
                    .orElse("");
            return switch (slot.name()) {
                case Slots.BOOKMARK -> unless(has("cursor"), "say with 'cursor' which field it is");
                case Slots.FROM, Slots.TO, Slots.LAST ->
                    unless(has("window"), "add window: { start: 2024-01-01, size: 7d }");
                case Slots.PARENT -> unless(has("parent"), "name the stream with 'parent'");
                case Slots.JOB -> unless(has("job"), "say with 'job' how it is started");
                case Slots.CURSOR -> unless(pagination.equals("cursor"), "add pagination: { type: cursor, next: … }");
                default -> unless(pagination.equals(slot.name()), "add pagination: { type: " + slot.name() + " }");
            };
        }

        private static Optional<String> unless(boolean sound, String advice) {
            return sound ? Optional.empty() : Optional.of(advice);
        }

        private boolean has(String key) {
            return stream.keys().contains(key);
        }

        private void method() {
            boolean sends = has("body") || has("form");
            if (sends
                    && stream.find("method", String.class).filter("GET"::equals).isPresent()) {
                complaints.tell(
                        stream.place("method"), "'method' is GET, which sends no body; write POST or remove it");
            }
            if (stream.get("path", Template.class).parts().isEmpty()) {
                complaints.tell(stream.place("path"), "'path' is empty; write / for the source's url itself");
            }
        }

        private void format() {
            if (!stream.get("format", String.class).equals("csv")) {
                return;
            }
            for (String key : List.of("records", "missing_records")) {
                if (has(key)) {
                    complaints.tell(
                            stream.keyPlace(key),
                            "'" + key + "' is about answers in JSON; remove it, or 'format: csv'");
                }
            }
            Values pagination = stream.find("pagination", Values.class).orElse(null);
            for (String key : List.of("next", "more")) {
                if (pagination != null && pagination.keys().contains(key)) {
                    complaints.tell(
                            pagination.keyPlace(key),
                            "'" + key + "' is a place in JSON, which answers in CSV do not have; a 'header', a"
                                    + " 'last_record' or another type may tell the next page");
                }
            }
        }

        private void pagination() {
            Values pagination = stream.find("pagination", Values.class).orElse(null);
            if (pagination == null) {
                return;
            }
            String type = pagination.get("type", String.class);
            boolean asks = type.equals("next_link")
                    || type.equals("link_header")
                    || pagination.keys().contains("parameter")
                    || slots.contains(type);
            if (!asks) {
                complaints.tell(
                        pagination.place(),
                        "nothing says where the " + type + " goes; write 'parameter', or ${" + type
                                + "} in 'parameters', 'body' or 'form'");
            }
            if (pagination.keys().contains("end") && pagination.keys().contains("last_record")) {
                complaints.tell(
                        pagination.keyPlace("end"),
                        "'end' stands in the place of a cursor, which needs 'next' or 'header'");
            }
            if (pagination.keys().contains("size_parameter")
                    && !pagination.keys().contains("size")) {
                complaints.tell(pagination.keyPlace("size_parameter"), "'size_parameter' needs the 'size' it sends");
            }
        }

        private void parent() {
            Parent parent = Parent.of(stream).orElse(null);
            if (parent == null) {
                return;
            }
            if (!streams.keys().contains(parent.stream())) {
                complaints.tell(
                        stream.place("parent"),
                        "there is no stream '" + parent.stream() + "' in this source"
                                + Nearest.hint(parent.stream(), streams.keys()));
                return;
            }
            if (circles()) {
                complaints.tell(
                        stream.place("parent"), "the stream is its own parent, by whatever way; remove 'parent'");
                return;
            }
            Values above = streams.get(parent.stream(), Values.class);
            boolean goesOn = above.keys().contains("cursor") || above.keys().contains("window");
            if (parent.extent() == Parent.Extent.CHANGED && !goesOn) {
                complaints.tell(
                        stream.place("parent"),
                        "'records' is changed, but the stream '" + parent.stream()
                                + "' has neither 'cursor' nor 'window' to tell which are; add one, or write all");
            }
        }

        private boolean circles() {
            Set<String> seen = new HashSet<>(Set.of(name));
            Optional<Parent> up = Parent.of(stream);
            while (up.isPresent() && streams.keys().contains(up.get().stream())) {
                if (!seen.add(up.get().stream())) {
                    return true;
                }
                up = Parent.of(streams.get(up.get().stream(), Values.class));
            }
            return false;
        }

        private void position() {
            if (has("cursor") && has("window")) {
                complaints.tell(
                        stream.keyPlace("cursor"),
                        "'cursor' and 'window' are two ways to go on; remove one, or read the span in 'path' or"
                                + " 'parameters' from ${bookmark} on");
            }
            for (String key : List.of("initial", "order")) {
                if (has(key) && !has("cursor")) {
                    complaints.tell(stream.keyPlace(key), "'" + key + "' needs a 'cursor'");
                }
            }
            if (has("lookback") && !has("cursor") && !has("window")) {
                complaints.tell(stream.keyPlace("lookback"), "'lookback' needs a 'cursor' or a 'window'");
            }
        }

        private void window() {
            Values window = stream.find("window", Values.class).orElse(null);
            if (window == null) {
                return;
            }
            if (!slots.contains(Slots.FROM) && !slots.contains(Slots.TO) && !slots.contains(Slots.LAST)) {
                complaints.tell(
                        window.place(), "no request uses the window; write ${from} and ${to} where the API takes them");
            }
            if (window.get("size", Duration.class).toSeconds() < 1) {
                complaints.tell(window.place("size"), "'size' is shorter than a second; write one such as 1d");
            }
            Lookback lookback = Lookback.of(stream);
            if (lookback.number() > 0) {
                complaints.tell(stream.place("lookback"), "'lookback' of a window is a duration; write one such as 3d");
            }
            Optional<Slot> daily = RequestForm.templates(stream).stream()
                    .flatMap(template -> template.slots().stream())
                    .filter(slot -> Set.of(Slots.FROM, Slots.TO, Slots.LAST).contains(slot.name()))
                    .filter(slot -> TimeFormat.isDaily(slot.argument()))
                    .findFirst();
            boolean wholeDays = window.get("whole", Boolean.class)
                    && window.get("size", Duration.class).toSeconds() % 86_400 == 0;
            if (daily.isPresent() && !wholeDays) {
                complaints.tell(
                        window.place(),
                        daily.get() + " tells days, so windows must be whole ones; write whole: true and a 'size' of"
                                + " days");
            }
        }
    }
}
