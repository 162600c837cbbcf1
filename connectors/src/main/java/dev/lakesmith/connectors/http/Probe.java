package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.http.JsonReading.Slice;
import dev.lakesmith.core.connector.Excerpt;
import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.core.project.Template;
import dev.lakesmith.core.project.Values;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Tries whether an API answers: asks for the first page of a stream, and lands nothing. */
final class Probe implements Explorer {

    private final Api api;

    Probe(Api api) {
        this.api = api;
    }

    /**
     * What a first page gave.
     *
     * @param records as a run lands them
     * @param more whether another page follows
     */
    private record First(List<byte[]> records, boolean more) {

        static final First EMPTY = new First(List.of(), false);
    }

    /** Takes the first page and wants no other. */
    private static final class FirstPage implements Pages.Reader {

        private final byte[] keys;
        private final List<byte[]> records = new ArrayList<>();
        private boolean more;

        /** @param keys what goes in front of each record */
        FirstPage(byte[] keys) {
            this.keys = keys;
        }

        @Override
        public Pages.Next page(Page page) {
            for (Slice record : page.records()) {
                records.add(
                        keys.length == 0
                                ? Arrays.copyOfRange(page.text(), record.from(), record.to())
                                : Parent.joined(keys, page, record));
            }
            return Pages.Next.UNWANTED;
        }

        @Override
        public void follows(Optional<Turn> next) {
            more = next.isPresent();
        }

        First first() {
            return new First(records, more);
        }
    }

    @Override
    public String connect() {
        return "answers at " + api.reach();
    }

    @Override
    public String find(Stream stream) {
        if (api.startsJobs(stream)) {
            return "not asked: a job would be started for its records";
        }
        Optional<First> first = first(stream);
        first.ifPresent(page -> requireCursor(stream, page));
        return first.map(page -> (page.records().size() == 1
                                ? "1 record on the first page"
                                : page.records().size() + " records on the first page")
                        + following(stream, page))
                .orElse("not asked: its parent has no record");
    }

    private static String following(Stream stream, First page) {
        if (stream.options().find("pagination", Values.class).isEmpty()) {
            return "";
        }
        return page.more() ? ", another follows" : ", none follows";
    }

    private static void requireCursor(Stream stream, First page) {
        Optional<JsonPath> cursor =
                stream.options().find("cursor", String.class).map(JsonPath::parse);
        boolean lost = cursor.isPresent()
                && !page.records().isEmpty()
                && page.records().stream()
                        .allMatch(record -> JsonReading.values(record, 0, record.length, Set.of(cursor.get()))
                                .isEmpty());
        if (lost) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE,
                    stream.options().place("cursor") + ": " + Position.lost(cursor.get(), "of the first page"));
        }
    }

    /** Empty when there is no parent's record to ask for. */
    private Optional<First> first(Stream stream) {
        Position position = Position.of(stream, Landed.NOTHING, "");
        List<Optional<Window>> windows = position.windows(api.clock().instant());
        Map<JsonPath, Scalar> fields = Map.of();
        byte[] members = new byte[0];
        Optional<Parent> parent = Parent.of(stream);
        if (parent.isPresent()) {
            List<byte[]> above =
                    first(api.stream(parent.get().stream())).map(First::records).orElse(List.of());
            if (above.isEmpty()) {
                return Optional.empty();
            }
            byte[] record = above.get(0);
            fields = JsonReading.values(record, 0, record.length, parent.get().fields());
            if (fields.size() < parent.get().fields().size()) {
                throw new LakesmithException(
                        ErrorCode.SOURCE_UNREADABLE,
                        stream.place() + ": the first record of " + parent.get().stream() + " does not have all of "
                                + parent.get().fields() + ", which this stream uses");
            }
            members = parent.get().members(fields);
        }
        Optional<Window> window = windows.isEmpty() ? Optional.empty() : windows.get(windows.size() - 1);
        if (windows.isEmpty()) {
            return Optional.of(First.EMPTY);
        }
        FirstPage page = new FirstPage(members);
        api.pages(stream).read(Filling.first(position.asked(stream), window, fields), page);
        return Optional.of(page.first());
    }

    /** The records of the first page; of a stream with a parent, those of its first record. No job is started for them. */
    @Override
    public Optional<Excerpt> excerpt(Stream stream, Excerpt.Limits limits, Path folder) {
        if (api.startsJobs(stream)) {
            return Optional.empty();
        }
        List<byte[]> records = first(stream).map(First::records).orElse(List.of()).stream()
                .limit(limits.records())
                .toList();
        if (records.isEmpty()) {
            return Optional.of(new Excerpt(List.of(), Excerpt.Extent.WHOLE, "no record"));
        }
        Path file = folder.resolve("first-page.ndjson");
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
            for (byte[] record : records) {
                for (byte each : record) {
                    out.write(each == '\n' || each == '\r' ? ' ' : each);
                }
                out.write('\n');
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.FOLDER_UNWRITABLE, file + " cannot be written: " + e + "; check space and rights", e);
        }
        long bytes = records.stream().mapToLong(record -> record.length).sum();
        LandedFile landed = new LandedFile(
                "",
                api.pages(stream).shown(),
                file.toString(),
                bytes,
                "",
                api.clock().instant(),
                1,
                api.clock().instant());
        return Optional.of(new Excerpt(List.of(landed), Excerpt.Extent.PART, "the first page"));
    }

    /** An API does not tell what it has: what is declared is all that is known. */
    @Override
    public List<Offer> offers(Optional<String> pattern) {
        return api.streams().stream()
                .filter(stream -> pattern.isEmpty() || stream.name().contains(pattern.get()))
                .map(stream -> new Offer(
                        api.pages(stream).shown(),
                        stream.name(),
                        Map.of("path", stream.options().texts("path").get(0)),
                        List.of(),
                        key(stream),
                        Offer.Size.UNKNOWN,
                        Optional.of(stream.name()),
                        List.of()))
                .toList();
    }

    /** A record of a parent's is known by its own key and by what the parent is asked for it by. */
    private static List<String> key(Stream stream) {
        List<String> own = stream.options().texts("key");
        List<String> key = new ArrayList<>();
        if (!own.isEmpty() && Parent.of(stream).isPresent()) {
            stream.options().get("path", Template.class).slots().stream()
                    .filter(slot -> slot.name().equals(Slots.PARENT))
                    .map(slot -> Parent.nameOf(JsonPath.parse(slot.argument())))
                    .filter(name -> !key.contains(name))
                    .forEach(key::add);
        }
        key.addAll(own);
        return key;
    }

    @Override
    public void close() {}
}
