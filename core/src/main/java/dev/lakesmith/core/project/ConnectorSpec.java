package dev.lakesmith.core.project;

import dev.lakesmith.formats.Format;
import java.util.Optional;

/**
 * What the project's files may say about a kind of source.
 *
 * @param name the word after {@code connector:} in a source's file
 * @param source the keys of a source beside the name of the connector and the mapping below which its parts are listed
 * @param stream the keys of a stream beside those that every connector has
 * @param lands the format of what it lands; empty when each stream says it with {@code format}
 * @param review what the keys must be to each other
 * @param page what its reference page says beside the keys
 */
public record ConnectorSpec(
        String name,
        ObjectSpec source,
        ObjectSpec stream,
        Optional<Format> lands,
        SourceReview review,
        ConnectorPage page) {

    /** Without rules between keys. */
    public ConnectorSpec(String name, ObjectSpec source, ObjectSpec stream, Optional<Format> lands) {
        this(name, source, stream, lands, SourceReview.NONE, ConnectorPage.NONE);
    }

    /** The same with rules between keys. */
    public ConnectorSpec reviewed(SourceReview rules) {
        return new ConnectorSpec(name, source, stream, lands, rules, page);
    }

    /** The same with more on its reference page. */
    public ConnectorSpec shown(ConnectorPage words) {
        return new ConnectorSpec(name, source, stream, lands, review, words);
    }
}
