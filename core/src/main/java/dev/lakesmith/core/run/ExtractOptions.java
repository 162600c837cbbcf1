package dev.lakesmith.core.run;

import dev.lakesmith.core.connector.Span;
import java.util.List;
import java.util.Optional;

/**
 * What the user asked of an extraction.
 *
 * @param selectors which tables, see {@link dev.lakesmith.core.plan.Selection}; empty: the streams of all sources
 * @param span the part of the streams to read again; empty: what landing does not have
 */
public record ExtractOptions(List<String> selectors, Optional<Span> span) {

    public ExtractOptions {
        selectors = List.copyOf(selectors);
    }
}
