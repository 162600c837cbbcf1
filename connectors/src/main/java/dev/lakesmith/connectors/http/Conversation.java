package dev.lakesmith.connectors.http;

import dev.lakesmith.core.project.Secrets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What a stream asks an API, in the name of someone. Safe for several threads.
 *
 * @param own secrets that the stream's file writes beside those of {@code auth}
 */
record Conversation(Exchange exchange, Auth auth, List<String> own) {

    Conversation {
        own = List.copyOf(own);
    }

    /**
     * What was read from the answer; empty when there is nothing.
     *
     * @param empty the statuses that mean that there is nothing, beside 204
     */
    <T> Optional<T> ask(Outgoing request, Set<Integer> empty, Exchange.Reading<T> reading) {
        return exchange.ask(new Exchange.Question(request, auth, this::secrets, empty), reading);
    }

    private Collection<String> secrets() {
        List<String> all = new ArrayList<>(auth.secrets());
        all.addAll(own);
        return all;
    }

    /** Without secrets. */
    String scrubbed(String text) {
        return Secrets.of(secrets()).scrub(text);
    }
}
