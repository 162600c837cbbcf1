package dev.lakesmith.core.connector;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Something of a source that a stream could read.
 *
 * @param title what the source calls it
 * @param name a name for its stream
 * @param keys what the stream's mapping would say, in order: texts, and mappings and lists of texts
 * @param columns what is known of its columns; may be empty
 * @param key the columns that identify a record there; empty: none, or not known
 * @param size as the source estimates it
 * @param declared the stream of the project that reads it already
 * @param notes what people should know, such as a column that could be a cursor
 */
public record Offer(
        String title,
        String name,
        Map<String, ? extends Object> keys,
        List<Column> columns,
        List<String> key,
        Size size,
        Optional<String> declared,
        List<String> notes) {

    /**
     * A column.
     *
     * @param name as it is landed
     * @param type as it is landed; empty when that is known only when it is read
     * @param original what the source calls its type; may be empty
     * @param required whether every record has a value
     */
    public record Column(String name, String type, String original, boolean required) {}

    /**
     * How much there is.
     *
     * @param records about so many; empty: not known
     * @param bytes about so many; empty: not known
     */
    public record Size(Optional<Long> records, Optional<Long> bytes) {
        /** Nothing is known. */
        public static final Size UNKNOWN = new Size(Optional.empty(), Optional.empty());
    }

    public Offer {
        keys = Collections.unmodifiableMap(new LinkedHashMap<String, Object>(keys));
        columns = List.copyOf(columns);
        key = List.copyOf(key);
        notes = List.copyOf(notes);
    }
}
