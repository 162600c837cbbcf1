package dev.lakesmith.connectors.http;

import dev.lakesmith.core.connector.Landed;
import dev.lakesmith.core.connector.Pending;
import dev.lakesmith.core.connector.Preview;
import dev.lakesmith.core.connector.Progress;
import dev.lakesmith.core.connector.Sample;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Column;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an extraction would ask an API for. */
final class HttpPreview {

    /** Records that are landed already, or not wanted, are passed over; not for ever. */
    private static final int MOST_READ = 10_000;

    private HttpPreview() {}

    /** Ends a walk. */
    private static final class Enough extends RuntimeException {

        private static final long serialVersionUID = 1L;

        Enough() {
            super("enough", null, false, false);
        }
    }

    /** Takes the first new records. */
    private static final class First implements RecordSink {

        private final Asking asking;
        private final int most;
        private final List<List<@Nullable String>> rows = new ArrayList<>();
        private int read;

        First(Asking asking, int most) {
            this.asking = asking;
            this.most = most;
        }

        @Override
        public void record(byte[] text, int from, int to, Optional<Window> window) {
            read++;
            if (asking.judge(text, from, to, window) == Asking.Verdict.NEW) {
                rows.add(List.of(new String(text, from, to - from, StandardCharsets.UTF_8)));
            }
            if (rows.size() == most || read == MOST_READ) {
                throw new Enough();
            }
        }

        @Override
        public void repeated(long records) {}
    }

    /**
     * The first request, or, of a stream that has a parent, what all requests are made of; and the first new records,
     * unless a job would have to be started for them.
     */
    static Preview of(Api api, Stream stream, Pending pending, Landed landed, int most) {
        Asking asking = pending.span().isPresent()
                ? SpanPosition.of(stream, pending.span().get(), landed, "")
                : Position.of(stream, landed, "");
        List<Optional<Window>> windows = asking.windows(api.clock().instant());
        if (windows.isEmpty()) {
            return Preview.UNKNOWN;
        }
        String request = Parent.of(stream).isPresent()
                ? api.pages(stream).shown()
                : api.pages(stream).first(Filling.first(asking.asked(stream), windows.get(0), Map.of()));
        if (api.startsJobs(stream)) {
            return new Preview(List.of(request), Optional.empty());
        }
        Optional<Position> above = Parent.of(stream)
                .filter(parent -> parent.extent() == Parent.Extent.CHANGED
                        && pending.span().isEmpty())
                .map(parent -> Position.ofParent(api.stream(parent.stream()), landed.bookmark(), ""));
        First first = new First(asking, most);
        try {
            Path folder = Files.createTempDirectory("lakesmith-preview");
            try {
                Walk.of(api, stream, asking, above, new Walk.Surroundings(folder, Progress.UNSEEN))
                        .run(first);
            } catch (Enough e) {
                // All that was wanted is there.
                return preview(request, first);
            } finally {
                remove(folder);
            }
        } catch (IOException e) {
            throw new LakesmithException(
                    ErrorCode.SOURCE_UNREADABLE, "no temporary folder can be made: " + e.getMessage(), e);
        }
        return preview(request, first);
    }

    /** Requests that were under way may still leave a file there, which the system's temporary folder can stand. */
    private static void remove(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        folder.toFile().deleteOnExit();
    }

    private static Preview preview(String request, First first) {
        return new Preview(
                List.of(request), Optional.of(new Sample(List.of(new Column("record", "VARCHAR")), first.rows)));
    }
}
