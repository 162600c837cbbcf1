package dev.lakesmith.connectors.singer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lakesmith.connectors.records.RecordLines;
import dev.lakesmith.core.connector.Delivery;
import dev.lakesmith.core.connector.Extraction;
import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.LandedFile;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.connector.SourceReader;
import dev.lakesmith.core.connector.Span;
import dev.lakesmith.core.ledger.Ledger;
import dev.lakesmith.core.project.Stream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the streams of a tap, each with a process of its own. */
final class SingerReader implements SourceReader {

    private final Tap tap;
    private final Clock clock;

    SingerReader(Tap tap, Clock clock) {
        this.tap = tap;
        this.clock = clock;
    }

    @Override
    public Pending pending(Stream stream, Landed landed) {
        return new Pending.Records(
                Bookmark.of(landed.bookmark()).state().isPresent()
                        ? "what the tap has since its last state"
                        : "whatever the tap gives");
    }

    @Override
    public Pending pending(Stream stream, Span span, Landed landed) {
        throw Span.refused(
                stream,
                "is read by a tap, which knows no ends; its config may have a 'start_date' that begins earlier");
    }

    @Override
    public Optional<String> ended(Stream stream, Landed landed) {
        return Bookmark.of(landed.bookmark()).told();
    }

    @Override
    public Extraction extract(Stream stream, Pending pending, Landed landed, Delivery delivery) {
        Bookmark before = Bookmark.of(landed.bookmark());
        try (TapFiles files = TapFiles.create();
                RecordLines records = new RecordLines(delivery.folder())) {
            Catalog catalog = tap.catalog(files, delivery.progress()).selecting(stream, tap.shown());
            Edge edge = Edge.of(replicationKey(stream, catalog), before.edge());
            String what = "source " + tap.source() + ": " + tap.shown() + ", " + Catalog.name(stream);
            Sync sync = new Sync(
                    what,
                    streamName(stream, catalog),
                    TapConfig.secrets(tap.config()),
                    edge,
                    records,
                    delivery.progress());
            run(arguments(files, catalog, before), what, sync, delivery.progress());
            sync.ended();
            tellChanges(before, sync, what, delivery.progress());
            if (edge.isFull()) {
                delivery.progress()
                        .warn(what + ": " + Edge.MOST + " records or more share the highest " + edge.key()
                                + "; some of them may come again and are landed again then");
            }
            return extraction(stream, landed, delivery, before, sync, edge, records);
        }
    }

    /** What records call the stream may differ from what the catalog calls it. */
    private String streamName(Stream stream, Catalog catalog) {
        JsonNode name = catalog.find(stream, tap.shown()).node().path("stream");
        return name.isTextual() ? name.asText() : Catalog.name(stream);
    }

    private String replicationKey(Stream stream, Catalog catalog) {
        Catalog.Offered offered = catalog.find(stream, tap.shown());
        boolean full = offered.said("replication-method")
                .or(() -> offered.said("forced-replication-method"))
                .filter("FULL_TABLE"::equals)
                .isPresent();
        return full
                ? ""
                : offered.said("replication-key")
                        .or(() -> validReplicationKey(offered))
                        .orElse("");
    }

    private static Optional<String> validReplicationKey(Catalog.Offered offered) {
        return offered.metadata(List.of())
                .map(about -> about.path("valid-replication-keys").path(0))
                .filter(JsonNode::isTextual)
                .map(JsonNode::asText);
    }

    private List<String> arguments(TapFiles files, Catalog catalog, Bookmark before) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--config");
        arguments.add(files.write("config.json", Tap.bytes(tap.config())));
        arguments.add("--" + tap.options().get("catalog_option", String.class));
        arguments.add(files.write("catalog.json", Tap.bytes(catalog.root())));
        before.state().ifPresent(state -> {
            arguments.add("--state");
            arguments.add(files.write("state.json", Tap.bytes(state)));
        });
        return arguments;
    }

    private void run(List<String> arguments, String what, Sync sync, Progress progress) {
        TapLog log = new TapLog(tap, progress);
        int code = Child.run(
                tap.process(arguments),
                what,
                tap.options().get("timeout", Duration.class),
                tap.options().get("longest_message", Long.class),
                sync,
                log);
        if (code != 0) {
            throw tap.ended(
                    SourceFailure.Extent.STREAM, "reading " + what.substring(what.lastIndexOf(' ') + 1), code, log);
        }
    }

    private static void tellChanges(Bookmark before, Sync sync, String what, Progress progress) {
        Optional<ObjectNode> now = sync.fields();
        if (now.isEmpty() || before.fields().isEmpty()) {
            return;
        }
        List<String> changes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> field : now.get().properties()) {
            JsonNode earlier = before.fields().get(field.getKey());
            if (earlier == null) {
                changes.add(field.getKey() + " is new");
            } else if (!earlier.equals(field.getValue())) {
                changes.add(field.getKey() + " was " + earlier.asText() + " and is "
                        + field.getValue().asText());
            }
        }
        before.fields().fieldNames().forEachRemaining(name -> {
            if (!now.get().has(name)) {
                changes.add(name + " is gone");
            }
        });
        if (!changes.isEmpty()) {
            progress.warn(what + ": the tap's schema has changed: " + String.join("; ", changes));
        }
    }

    private Extraction extraction(
            Stream stream,
            Landed landed,
            Delivery delivery,
            Bookmark before,
            Sync sync,
            Edge edge,
            RecordLines records) {
        List<Path> files = records.finish();
        String etag = sync.etag();
        // A tap without a state gives everything each time.
        boolean stateless = sync.state().isEmpty() || sync.state().equals(before.state());
        boolean same = stateless
                && !landed.files().isEmpty()
                && landed.files().get(landed.files().size() - 1).etag().equals(etag);
        if (same) {
            records.discard();
        }
        long written = same ? 0 : sync.read() - sync.known() - sync.others();
        Bookmark after = new Bookmark(
                sync.state().or(before::state),
                sync.fields().orElse(before.fields()),
                edge.write().map(JsonNode.class::cast));
        return new Extraction(
                same ? List.of() : landed(files, stream, delivery, etag),
                Ledger.of(
                        sync.read(),
                        written,
                        0,
                        Map.of(
                                "landed already",
                                sync.read() - sync.others() - written,
                                "of other streams",
                                sync.others())),
                Optional.of(after.text()));
    }

    private List<LandedFile> landed(List<Path> files, Stream stream, Delivery delivery, String etag) {
        Instant now = clock.instant();
        List<LandedFile> landed = new ArrayList<>();
        for (Path file : files) {
            landed.add(new LandedFile(
                    delivery.batchId(),
                    tap.shown() + "/" + Catalog.name(stream),
                    file.toString(),
                    size(file),
                    etag,
                    now,
                    1,
                    now));
        }
        return landed;
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    @Override
    public void close() {}
}
