package dev.lakesmith.core.project;

import dev.lakesmith.vocabulary.Diagnostic;
import dev.lakesmith.vocabulary.ErrorCode;
import dev.lakesmith.vocabulary.LakesmithException;
import dev.lakesmith.vocabulary.Place;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Collects the mistakes of a project while its files are read. */
final class Diagnostics {

    private static final Comparator<Diagnostic> ORDER = Comparator.comparing(
                    (Diagnostic diagnostic) -> diagnostic.place().file())
            .thenComparingInt(diagnostic -> diagnostic.place().line())
            .thenComparingInt(diagnostic -> diagnostic.place().column())
            .thenComparing(Diagnostic::message);

    private final List<Diagnostic> found = new ArrayList<>();

    void add(ErrorCode code, Place place, String message) {
        found.add(new Diagnostic(code, place, message));
    }

    void add(LakesmithException mistake, Place place) {
        add(mistake.code(), place, mistake.message());
    }

    /** Gives each mistake found so far. */
    void each(Consumer<Diagnostic> to) {
        found.forEach(to);
    }

    int count() {
        return found.size();
    }

    /** By file, line and column, each mistake once, without any secret. */
    List<Diagnostic> sorted(Secrets secrets) {
        return found.stream()
                .map(each -> new Diagnostic(each.code(), each.place(), secrets.scrub(each.message())))
                .distinct()
                .sorted(ORDER)
                .toList();
    }

    void throwIfAny(Secrets secrets) {
        if (!found.isEmpty()) {
            throw new LakesmithException(
                    ErrorCode.PROJECT_INVALID,
                    sorted(secrets).stream()
                            .map(Diagnostic::toString)
                            .collect(Collectors.joining(System.lineSeparator())));
        }
    }
}
