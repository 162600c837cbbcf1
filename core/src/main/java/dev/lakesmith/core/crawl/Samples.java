package dev.lakesmith.core.crawl;

import dev.lakesmith.core.connector.Explorer;
import dev.lakesmith.core.connector.Offer;
import dev.lakesmith.core.project.Source;
import dev.lakesmith.core.project.Stream;
import java.util.List;
import java.util.Optional;

/** Loads a little of streams and looks at its columns. */
final class Samples {

    private final Explorer explorer;
    private final Scratch scratch;
    private final Crawl crawl;

    Samples(Explorer explorer, Scratch scratch, Crawl crawl) {
        this.explorer = explorer;
        this.scratch = scratch;
        this.crawl = crawl;
    }

    /** Empty when the connector gives nothing to look at. */
    Optional<Found> of(Source source, Stream stream, Optional<Offer> offer) {
        return scratch.load(explorer, stream, crawl.limits()).map(sampled -> {
            List<Subject> subjects = Found.subjects(stream, sampled);
            if (sampled.rows() == 0) {
                return new Found(source, stream, offer, sampled, List.of(), List.of());
            }
            String from = Profiler.rowsOf(stream.bronze());
            List<ColumnProfile> columns =
                    new Profiler(scratch.engine(), scratch.view(), from, crawl.fit()).of(subjects);
            List<List<ColumnProfile>> keys =
                    new PossibleKeys(scratch.engine(), scratch.view(), from).in(columns, stream.name());
            return new Found(source, stream, offer, sampled, columns, keys);
        });
    }

    /** How much was looked at, for people. */
    static String told(Found found) {
        return Shares.count(found.sampled().rows(), "row", "rows") + " ("
                + found.sampled().excerpt().told() + ")";
    }
}
