package dev.lakesmith.core.plan;

import dev.lakesmith.core.project.Deletes;
import dev.lakesmith.core.project.HeaderPlaces;
import dev.lakesmith.core.project.Project;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import java.util.List;
import java.util.Optional;

/** Whether a model that takes each batch for all there is reads a stream whose batches are that. */
final class WholeExtracts {

    /** Keys of streams that go on from where they were. */
    private static final List<String> GOING_ON = List.of("cursor", "window");

    private WholeExtracts() {}

    static Optional<Diagnostic> mistake(Project project, AnalyzedModel analyzed) {
        if (analyzed.model().deletes().missing() != Deletes.Missing.REMOVED) {
            return Optional.empty();
        }
        return project.sources().stream()
                .flatMap(source -> source.streams().stream()
                        .filter(stream -> analyzed.inputs().contains(stream.bronze()))
                        .flatMap(stream -> complaint(source, stream).stream()))
                .map(complaint -> new Diagnostic(
                        ErrorCode.VALUE_INVALID,
                        HeaderPlaces.of(project, analyzed.model()).key("deletes"),
                        complaint))
                .findFirst();
    }

    private static Optional<String> complaint(Source source, Stream stream) {
        String begin = "'deletes: keys' takes each batch of " + stream.bronze() + " for all there is, but ";
        if (source.connector().equals("singer")) {
            boolean full = stream.options()
                    .find("replication", String.class)
                    .filter("full"::equals)
                    .isPresent();
            return full
                    ? Optional.empty()
                    : Optional.of(
                            begin + "a tap (" + stream.place() + ") may send only what changed since its state, so"
                                    + " every other row would be removed; write"
                                    + " 'replication: full' at the stream, or name deleted"
                                    + " rows with 'delete_when'");
        }
        return GOING_ON.stream()
                .filter(key -> stream.options().keys().contains(key))
                .findFirst()
                .map(key -> begin + "with '" + key + "' (" + stream.place()
                        + ") a batch has only what changed, so every other row would be removed; take '" + key
                        + "' away, or name deleted rows with 'delete_when' (a database tells them with"
                        + " 'compare_keys')");
    }
}
