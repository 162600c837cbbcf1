package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.catalog.Catalog;
import dev.lakesmith.lake.catalog.NamedChange;
import dev.lakesmith.server.iceberg.Access.Caller;
import dev.lakesmith.server.iceberg.Client.Scope;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.iceberg.rest.RESTUtil;

/**
 * Answers requests, each change once: what is asked for again under the same {@code Idempotency-Key} is answered as it was,
 * also by a server that was started since. The key is kept in the transaction of the change. Thread-safe.
 */
final class Repeats {

    /** How long a key holds, as clients are told; it is kept for longer. */
    static final String LIFETIME = "PT1H";

    private static final Pattern UUID_7 =
            Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");

    /** Refusals that another moment might not repeat; the others come from the request alone. */
    private static final Set<Integer> OF_THE_MOMENT = Set.of(404, 409);

    private final Catalog catalog;
    private final ServicesFactory factory;
    private final RestApi api;

    /** Makes what works for a request. */
    interface ServicesFactory {
        Services of(Caller caller, Optional<Naming> naming);
    }

    Repeats(Catalog catalog, ServicesFactory factory, RestApi api) {
        this.catalog = catalog;
        this.factory = factory;
        this.api = api;
    }

    Answer answer(Route route, Request request, Caller caller) {
        Optional<Naming> naming = route.needed() == Scope.READ || !catalog.namesChanges()
                ? Optional.empty()
                : request.header(RESTUtil.IDEMPOTENCY_KEY_HEADER).map(key -> naming(key, request, caller));
        Services services = factory.of(caller, naming);
        return naming.isPresent()
                ? once(route, request, services, naming.get())
                : route.action().on(services, request);
    }

    private static Naming naming(String text, Request request, Caller caller) {
        String key = text.strip().toLowerCase(Locale.ROOT);
        if (!UUID_7.matcher(key).matches()) {
            throw Refusal.badRequest("the Idempotency-Key must be a UUID of version 7");
        }
        return new Naming(key, Fingerprint.hex(caller.name() + "\n" + request.fingerprint()));
    }

    private Answer once(Route route, Request request, Services services, Naming naming) {
        Optional<NamedChange> before = catalog.made(naming.key());
        if (before.isPresent()) {
            return again(route, services, request, naming, before.get());
        }
        try {
            Answer answer = route.action().on(services, request);
            // Where nothing had to be changed there was no transaction to keep the key in.
            KeptAnswer.of(answer).ifPresent(kept -> keep(naming, kept));
            return answer;
        } catch (NamedChange.Made e) {
            return again(
                    route, services, request, naming, catalog.made(naming.key()).orElseThrow());
        } catch (RuntimeException e) {
            Refusal refusal = Errors.refusal(e);
            if (!OF_THE_MOMENT.contains(refusal.status())) {
                throw e;
            }
            // What was in the way may be the same request, asked for at the same time.
            return again(route, services, request, naming, keep(naming, KeptAnswer.of(refusal)));
        }
    }

    /** Keeps an answer unless there is one. */
    private NamedChange keep(Naming naming, String answer) {
        NamedChange own = naming.named(answer);
        Optional<NamedChange> before = catalog.made(naming.key());
        if (before.isPresent()) {
            return before.get();
        }
        try {
            catalog.under(own).commit(List.of());
            return own;
        } catch (NamedChange.Made e) {
            return catalog.made(naming.key()).orElse(own);
        }
    }

    private Answer again(Route route, Services services, Request request, Naming naming, NamedChange made) {
        naming.requireSame(made);
        return api.again(route, services, request, KeptAnswer.parse(made.answer()));
    }
}
