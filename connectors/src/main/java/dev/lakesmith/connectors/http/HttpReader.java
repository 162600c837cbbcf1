package dev.lakesmith.connectors.http;

import dev.lakesmith.connectors.records.RecordLines;
import dev.lakesmith.connectors.records.RecordSum;
import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.project.Stream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the streams of one API. */
final class HttpReader implements SourceReader {

    private final Api api;

    HttpReader(Api api) {
        this.api = api;
    }

    @Override
    public Pending pending(Stream stream, Landed landed) {
        Position position = Position.of(stream, landed.withoutFiles(), "");
        return new Pending.Records(position.reason(stream, api.clock().instant()));
    }

    @Override
    public Pending pending(Stream stream, Span span, Landed landed) {
        SpanPosition position = SpanPosition.of(stream, span, landed.withoutFiles(), "");
        return new Pending.Records(position.reason(span, api.clock().instant()), Optional.of(span));
    }

    @Override
    public Optional<String> ended(Stream stream, Landed landed) {
        return Position.of(stream, landed.withoutFiles(), "").ended();
    }

    @Override
    public Preview preview(Stream stream, Pending pending, Landed landed, int most) {
        return HttpPreview.of(api, stream, pending, landed, most);
    }

    @Override
    public Extraction extract(Stream stream, Pending pending, Landed landed, Delivery delivery) {
        try (RecordLines files = new RecordLines(delivery.folder())) {
            return new Batch(stream, pending, landed, delivery, files).run();
        }
    }

    /** One extraction of one stream. */
    private final class Batch implements RecordSink {

        private final Stream stream;
        private final Landed landed;
        private final Delivery delivery;
        private final RecordLines files;
        private final RecordSum sum = new RecordSum();
        private final Optional<SpanPosition> span;
        private final Position position;
        private final Optional<Position> above;
        private long known;
        private long before;
        private long repeated;

        Batch(Stream stream, Pending pending, Landed landed, Delivery delivery, RecordLines files) {
            this.stream = stream;
            this.landed = landed;
            this.delivery = delivery;
            this.files = files;
            this.span = pending.span().map(each -> SpanPosition.of(stream, each, landed, delivery.batchId()));
            this.position = Position.of(stream, span.isPresent() ? landed.withoutFiles() : landed, delivery.batchId());
            this.above = Parent.of(stream)
                    .filter(parent -> span.isEmpty())
                    .filter(parent -> parent.extent() == Parent.Extent.CHANGED)
                    .map(parent ->
                            Position.ofParent(api.stream(parent.stream()), landed.bookmark(), delivery.batchId()));
        }

        Extraction run() {
            Walk.Surroundings around = new Walk.Surroundings(delivery.folder(), delivery.progress());
            Walk.of(api, stream, asking(), above, around).run(this);
            String etag = sum.etag();
            if (span.isPresent()) {
                // The bookmark stays: what lies between the span and it was read, or will be.
                return new Extraction(landedFiles(etag), ledger(sum.records()), Optional.empty());
            }
            if (sum.records() > 0) {
                position.lost().ifPresent(cursor -> delivery.progress().warn(Position.lost(cursor, "of this run")));
            }
            boolean all = !position.isIncremental() && above.isEmpty();
            // A cursor that comes back must not go on from where it was: these records are landed too.
            Optional<String> forgotten = landed.bookmark().map(any -> Position.NOWHERE);
            if (all && lastEtag().equals(Optional.of(etag))) {
                files.discard();
                known = sum.records();
                return new Extraction(List.of(), ledger(0), forgotten);
            }
            Optional<String> bookmark = all ? forgotten : Optional.of(position.bookmark(above));
            return new Extraction(landedFiles(etag), ledger(sum.records()), bookmark);
        }

        private Asking asking() {
            return span.isPresent() ? span.get() : position;
        }

        private Ledger ledger(long written) {
            return Ledger.of(
                    written + known + before + repeated,
                    written,
                    0,
                    Map.of(
                            "landed already",
                            known,
                            span.isPresent() ? "outside of the span" : "before the bookmark",
                            before,
                            "repeated on the next page",
                            repeated));
        }

        private Optional<String> lastEtag() {
            return landed.files().isEmpty()
                    ? Optional.empty()
                    : Optional.of(landed.files().get(landed.files().size() - 1).etag());
        }

        private List<LandedFile> landedFiles(String etag) {
            Instant now = api.clock().instant();
            String path = api.pages(stream).shown();
            List<LandedFile> made = new ArrayList<>();
            for (Path file : files.finish()) {
                made.add(new LandedFile(delivery.batchId(), path, file.toString(), size(file), etag, now, 1, now));
            }
            return made;
        }

        private static long size(Path file) {
            try {
                return Files.size(file);
            } catch (IOException e) {
                throw RecordLines.unwritable(file, e);
            }
        }

        @Override
        public void record(byte[] text, int from, int to, Optional<Window> window) {
            switch (asking().judge(text, from, to, window)) {
                case NEW -> {
                    files.add(text, from, to);
                    sum.add(text, from, to);
                }
                case KNOWN -> known++;
                case OUTSIDE -> before++;
            }
            delivery.progress().update(sum.records() + known + before, files.bytes(), -1);
        }

        @Override
        public void repeated(long records) {
            repeated += records;
        }
    }

    @Override
    public void close() {}
}
