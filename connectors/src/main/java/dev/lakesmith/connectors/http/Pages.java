package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.JsonReading.Slice;
import dev.lakesmith.connectors.http.Transport.Answer;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.net.URI;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Asks for one page after the other. Safe for several threads. */
final class Pages {

    private final Stream stream;
    private final RequestForm form;
    private final Pagination pagination;
    private final Conversation conversation;
    private final Progress progress;
    private final Optional<Job> job;
    private final JsonPath records;
    private final Page.Missing missing;
    private final Set<Integer> empty = new HashSet<>();

    /** Takes the records of a page. */
    @FunctionalInterface
    interface Reader {

        /** Says whether the next page is wanted. */
        Next page(Page page);

        /** Takes how paging would go on behind the page that was taken last. */
        default void follows(Optional<Turn> next) {}
    }

    /** Whether to go on. */
    enum Next {
        WANTED,
        UNWANTED
    }

    /** A page and what follows it. */
    private record Step(Page page, Optional<Turn> next) {}

    /** @param progress is told what the user should know */
    Pages(Stream stream, Values source, Exchange exchange, Auth auth, Progress progress) {
        Values options = stream.options();
        this.stream = stream;
        this.form = RequestForm.of(source, options);
        this.pagination = Pagination.of(options);
        this.conversation = new Conversation(exchange, auth, RequestForm.secrets(source, options));
        this.progress = progress;
        this.job = Job.of(stream, source, conversation);
        this.records =
                options.find("records", String.class).map(JsonPath::parse).orElse(JsonPath.ROOT);
        this.missing =
                options.get("missing_records", String.class).equals("none") ? Page.Missing.NONE : Page.Missing.FAIL;
        options.find("empty_when", List.class).ifPresent(statuses -> {
            for (Object status : statuses) {
                empty.add(((Long) status).intValue());
            }
        });
    }

    /** What is asked for, for people. */
    String shown() {
        return form.shown();
    }

    /** The first request, for people. */
    String first(Filling filling) {
        Turn turn = pagination.first();
        Outgoing request = job.isPresent()
                ? told(() -> job.get().start(filling))
                : pagination.ask(told(() -> form.fill(filling.at(turn))), turn);
        return conversation.scrubbed(request.shown());
    }

    /** Reads pages until there are no more, or no more are wanted; of a job, when it is done. */
    void read(Filling filling, Reader reader) {
        if (job.isEmpty()) {
            pages(filling, reader);
            return;
        }
        Filling done = told(() -> job.get().done(filling));
        pages(done, reader);
        told(() -> job.get().deleted(done)).ifPresent(progress::warn);
    }

    private void pages(Filling filling, Reader reader) {
        Map<String, Integer> seen = new HashMap<>();
        Circle circle = new Circle();
        Set<String> before = Set.of();
        Optional<Turn> turn = Optional.of(pagination.first());
        while (turn.isPresent()) {
            Turn now = turn.get();
            Outgoing request = pagination.ask(told(() -> form.fill(filling.at(now))), now);
            refuseRepeated(now, request, seen);
            Step step = conversation
                    .ask(request, empty, answer -> {
                        Page page = page(answer, request.uri());
                        return new Step(page, pagination.after(now, page));
                    })
                    .orElseGet(() -> new Step(Page.empty(request.uri()), Optional.empty()));
            Page page = step.page();
            Optional<String> complaint = step.next().isEmpty() ? Optional.empty() : circle.complaint(page);
            if (complaint.isPresent()) {
                throw failed(
                        request.shown() + " " + complaint.get() + ", so paging would never end; check 'pagination'");
            }
            if (pagination.counts()) {
                Set<String> these = hashes(page);
                if (!these.isEmpty() && these.equals(before)) {
                    throw failed(request.shown() + " answered with the same records as the page before; check"
                            + " 'pagination': perhaps the API does not know its parameter");
                }
                page = page.without(before);
                before = these;
            }
            Next wanted = reader.page(page);
            reader.follows(step.next());
            if (wanted == Next.UNWANTED) {
                return;
            }
            turn = step.next();
        }
    }

    private Page page(Answer answer, URI url) throws IOException {
        return stream.options().get("format", String.class).equals("csv")
                ? Page.ofCsv(answer, url)
                : Page.of(answer, url, records, missing, pagination.wanted());
    }

    /** What cannot be asked is told with the stream's place. */
    private <T> T told(Supplier<T> request) {
        try {
            return request.get();
        } catch (Exchange.Unexpected e) {
            throw failed(String.valueOf(e.getMessage()));
        }
    }

    private void refuseRepeated(Turn turn, Outgoing request, Map<String, Integer> seen) {
        Optional<String> mark = pagination.mark(turn).map(Fingerprint::of);
        Integer earlier = mark.isEmpty() ? null : seen.putIfAbsent(mark.get(), turn.number());
        if (earlier != null) {
            throw failed(request.shown() + " would be page " + turn.number() + ", but was page " + earlier
                    + " already, so paging would never end; check 'pagination'");
        }
    }

    private static Set<String> hashes(Page page) {
        Set<String> hashes = new HashSet<>();
        for (Slice record : page.records()) {
            hashes.add(Fingerprint.of(page.text(), record.from(), record.to()));
        }
        return hashes;
    }

    private LakesmithException failed(String what) {
        return new LakesmithException(
                ErrorCode.SOURCE_UNREADABLE,
                conversation.scrubbed(
                        stream.place() + ": " + conversation.exchange().source() + ": " + what));
    }
}
