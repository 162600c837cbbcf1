package dev.lakesmith.formats;

import java.io.IOException;
import java.util.Optional;

/** The records of JSON, which stay as they are. */
final class JsonRecords extends RecordScanner {

    private final Format.Json format;

    JsonRecords(Format.Json format) {
        this.format = format;
    }

    @Override
    public boolean readsJsonLines() {
        return format.records().isEmpty();
    }

    @Override
    public Optional<Format> alone() {
        boolean lines = format.lines() && format.records().isEmpty();
        return Optional.of(new Format.Json(lines, Optional.empty(), Optional.empty()));
    }

    @Override
    ScanResult scan(PlainText text, RecordSink sink) throws IOException {
        return JsonScanner.scan(text, format, sink);
    }
}
