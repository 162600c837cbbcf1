package dev.lakesmith.server.iceberg;

import dev.lakesmith.lake.catalog.NamedChange;

/** The name that a client gave a change, by which it is told from the same change asked for again. Of one request. */
final class Naming {

    private final String key;
    private final String fingerprint;

    /**
     * @param fingerprint of all that the request says
     */
    Naming(String key, String fingerprint) {
        this.key = key;
        this.fingerprint = fingerprint;
    }

    String key() {
        return key;
    }

    /**
     * Refuses to take another request for this one.
     *
     * @throws Refusal 422
     */
    void requireSame(NamedChange made) {
        if (!made.request().equals(fingerprint)) {
            throw new Refusal(
                    422,
                    "UnprocessableEntityException",
                    "the Idempotency-Key " + key + " belongs to another request; each needs a key of its own");
        }
    }

    NamedChange named(String answer) {
        return new NamedChange(key, fingerprint, answer);
    }
}
