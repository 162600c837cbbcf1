package dev.lakesmith.lake.storage;

import java.net.URI;
import java.util.Optional;

/**
 * How containers of Azure Data Lake Storage are reached.
 *
 * @param endpoint of a server other than Azure's
 * @param access who asks
 */
public record AdlsOptions(Optional<URI> endpoint, Access access) implements StorageOptions {

    /** What holds when nothing is said. */
    public static final AdlsOptions STANDARD = new AdlsOptions(Optional.empty(), new Access.Chain());

    /** Who asks. */
    public sealed interface Access {

        /** Whom the SDK's default chain finds: environment, workload identity, managed identity, Azure CLI. */
        record Chain() implements Access {}

        /** Who has the account's key. */
        record AccountKey(String key) implements Access {

            @Override
            public String toString() {
                return "AccountKey[***]";
            }
        }

        /** Who has a shared access signature. */
        record SasToken(String token) implements Access {

            @Override
            public String toString() {
                return "SasToken[***]";
            }
        }

        /** A service principal. */
        record ClientSecret(String tenant, String client, String secret) implements Access {

            @Override
            public String toString() {
                return "ClientSecret[tenant=" + tenant + ", client=" + client + ", secret=***]";
            }
        }

        /** The machine's managed identity; empty: the only one it has. */
        record ManagedIdentity(Optional<String> client) implements Access {}
    }
}
