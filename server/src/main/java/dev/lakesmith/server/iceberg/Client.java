package dev.lakesmith.server.iceberg;

import java.util.Optional;

/**
 * Who may come.
 *
 * @param name also the id for OAuth2
 * @param scope what it may do
 * @param secret with which it asks for tokens
 * @param token which it may show as it is
 */
public record Client(String name, Scope scope, Optional<String> secret, Optional<String> token) {

    /** What a client may do. */
    public enum Scope {
        /** See what is there and load it. */
        READ,
        /** Make, change and drop tables and views, but for what Lakesmith keeps for itself. */
        WRITE,
        /** Everything: be a Lakesmith that runs here. */
        ENGINE;

        boolean includes(Scope needed) {
            return compareTo(needed) >= 0;
        }
    }
}
