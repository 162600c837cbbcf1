package dev.lakesmith.sql;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an error that DuckDB serialised stands.
 *
 * @param start in Java characters from 0, -1 when DuckDB does not say
 * @param end the character after it; equal to start when DuckDB gives no length
 */
record ErrorPlace(int start, int end) {

    /** DuckDB writes {@code [offset,length]} in UTF-8 bytes. */
    private static final Pattern LOCATION = Pattern.compile("\\[(\\d{1,9}),(\\d{1,9})]");

    static ErrorPlace of(JsonNode error, SourceText source) {
        Matcher location = LOCATION.matcher(error.path("location").asText());
        if (location.matches()) {
            long from = Long.parseLong(location.group(1));
            int start = source.character(from);
            return new ErrorPlace(start, Math.max(start, source.character(from + Long.parseLong(location.group(2)))));
        }
        int start = error.hasNonNull("position")
                ? source.character(error.path("position").asLong(-1))
                : -1;
        return new ErrorPlace(start, start);
    }
}
