package dev.lakesmith.core.connector;

import java.util.List;
import java.util.Optional;

/**
 * What an extraction would do, for people. Has no secrets.
 *
 * @param asked the first of the queries, requests or paths it would read
 * @param sample the first records it would land; empty when there is none, or its connector gives none
 */
public record Preview(List<String> asked, Optional<Sample> sample) {

    /** Nothing is known of it. */
    public static final Preview UNKNOWN = new Preview(List.of(), Optional.empty());

    public Preview {
        asked = List.copyOf(asked);
    }
}
