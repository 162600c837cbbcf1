package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.SourceFailure;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a run has learned of its sources: one that several streams could not reach is left alone, so that the others do
 * not each wait for it, and a locked account stays unlocked. Thread-safe.
 */
final class SourceHealth {

    private final Map<String, List<String>> failed = new HashMap<>();

    /** What the streams of a source that is given up are told; empty while it is not. */
    synchronized Optional<SourceFailure> givenUp(Source source) {
        List<String> streams = failed.getOrDefault(source.name(), List.of());
        return streams.size() < source.effort().brokenAfter()
                ? Optional.empty()
                : Optional.of(SourceFailure.fatal(
                        SourceFailure.Extent.SOURCE,
                        "not tried: the source " + source.name() + " could not be read for "
                                + String.join(", ", streams) + " before, for a reason that all its streams share",
                        null));
    }

    synchronized void reached(Source source) {
        failed.remove(source.name());
    }

    synchronized void failed(Source source, Stream stream, SourceFailure failure) {
        if (failure.extent() == SourceFailure.Extent.SOURCE) {
            failed.computeIfAbsent(source.name(), any -> new ArrayList<>()).add(stream.name());
        }
    }
}
