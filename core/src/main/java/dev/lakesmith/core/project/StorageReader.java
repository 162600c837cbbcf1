package dev.lakesmith.core.project;

import dev.lakesmith.lake.storage.AdlsOptions;
import dev.lakesmith.lake.storage.Locations;
import dev.lakesmith.lake.storage.S3Options;
import dev.lakesmith.lake.storage.S3Options.Addressing;
import dev.lakesmith.lake.storage.S3Options.Encryption;
import dev.lakesmith.lake.storage.StorageOptions;
import dev.lakesmith.vocabulary.ErrorCode;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Reads what a target says under {@code storage}, and tells keys that do not go together. */
final class StorageReader {

    private final Values storage;
    private final Diagnostics diagnostics;

    private StorageReader(Values storage, Diagnostics diagnostics) {
        this.storage = storage;
        this.diagnostics = diagnostics;
    }

    /**
     * What a target says about its storage; mistakes are told.
     *
     * @param warehouse the location of the lake
     */
    static StorageOptions read(Values target, String warehouse, Diagnostics diagnostics) {
        Optional<Values> written = target.value(StorageSpecs.KEY, Values.class);
        if (!Locations.isRemote(warehouse)) {
            written.ifPresent(values -> diagnostics.add(
                    ErrorCode.VALUE_INVALID,
                    values.place(),
                    "the warehouse is on the local disk, where 'storage' has no meaning; remove it"));
            return StorageOptions.STANDARD;
        }
        boolean azure = warehouse.toLowerCase(Locale.ROOT).startsWith("abfs");
        return written.map(values -> {
                    StorageReader reader = new StorageReader(values, diagnostics);
                    return azure ? reader.adls() : reader.s3();
                })
                .orElse(StorageOptions.STANDARD);
    }

    private StorageOptions s3() {
        refuse(StorageSpecs.ADLS_KEYS, "is for abfss://, and this is s3://; remove it");
        boolean anonymous = yes("anonymous", false);
        together("access_key_id", "secret_access_key");
        together("secret_access_key", "access_key_id");
        needs("session_token", "access_key_id");
        needs("external_id", "role_arn");
        apart("profile", "access_key_id");
        if (anonymous) {
            for (String key : List.of("access_key_id", "profile", "role_arn")) {
                apart("anonymous", key);
            }
        }
        Optional<String> encryption = text("encryption");
        if (written("kms_key") && !encryption.equals(Optional.of("sse-kms"))) {
            tell("kms_key", "'kms_key' is the key for encryption: sse-kms; write that too, or remove it");
        }
        return new S3Options(
                endpoint(),
                text("region"),
                yes("path_style", written("endpoint")) ? Addressing.BY_PATH : Addressing.BY_HOST,
                s3Access(anonymous),
                text("role_arn").map(role -> new S3Options.Role(role, text("external_id"))),
                encryption
                        .map(word -> word.equals("sse-s3")
                                ? new Encryption.SseS3()
                                : (Encryption) new Encryption.SseKms(text("kms_key")))
                        .orElseGet(Encryption.OfBucket::new));
    }

    private S3Options.Access s3Access(boolean anonymous) {
        Optional<String> id = text("access_key_id");
        Optional<String> secret = text("secret_access_key");
        if (id.isPresent() && secret.isPresent()) {
            return new S3Options.Access.Keys(id.get(), secret.get(), text("session_token"));
        }
        return anonymous ? new S3Options.Access.Anonymous() : new S3Options.Access.Chain(text("profile"));
    }

    private StorageOptions adls() {
        refuse(StorageSpecs.S3_KEYS, "is for s3://, and this is abfss://; remove it");
        for (String key : List.of("sas_token", "client_secret", "managed_identity")) {
            apart(key, "account_key");
        }
        apart("client_secret", "sas_token");
        apart("managed_identity", "sas_token");
        apart("managed_identity", "client_secret");
        together("client_secret", "tenant_id");
        together("client_secret", "client_id");
        together("tenant_id", "client_secret");
        together("client_id", "client_secret");
        return new AdlsOptions(endpoint(), adlsAccess());
    }

    private AdlsOptions.Access adlsAccess() {
        Optional<AdlsOptions.Access> key = text("account_key").map(AdlsOptions.Access.AccountKey::new);
        Optional<AdlsOptions.Access> sas = text("sas_token").map(AdlsOptions.Access.SasToken::new);
        Optional<AdlsOptions.Access> identity = text("managed_identity")
                .filter(value -> !value.equals("false"))
                .map(value -> new AdlsOptions.Access.ManagedIdentity(
                        value.equals("true") ? Optional.empty() : Optional.of(value)));
        Optional<AdlsOptions.Access> principal = text("client_secret")
                .flatMap(secret -> text("tenant_id").flatMap(tenant -> text("client_id")
                        .map(client -> new AdlsOptions.Access.ClientSecret(tenant, client, secret))));
        return key.or(() -> sas).or(() -> principal).or(() -> identity).orElseGet(AdlsOptions.Access.Chain::new);
    }

    private Optional<URI> endpoint() {
        return text("endpoint").map(URI::create);
    }

    private Optional<String> text(String key) {
        return storage.value(key, String.class);
    }

    private boolean yes(String key, boolean otherwise) {
        return storage.value(key, Boolean.class).orElse(otherwise);
    }

    private boolean written(String key) {
        return storage.keys().contains(key);
    }

    private void refuse(List<String> keys, String why) {
        Set<String> written = storage.keys();
        keys.stream().filter(written::contains).forEach(key -> tell(key, "'" + key + "' " + why));
    }

    private void together(String key, String other) {
        if (written(key) && !written(other)) {
            tell(key, "'" + key + "' is nothing without '" + other + "'; write both");
        }
    }

    private void needs(String key, String other) {
        if (written(key) && !written(other)) {
            tell(
                    key,
                    "'" + key + "' belongs to '" + other + "', which is not written; write it, or remove '" + key
                            + "'");
        }
    }

    private void apart(String key, String other) {
        if (written(key) && written(other)) {
            tell(key, "'" + key + "' and '" + other + "' are two ways to log in; remove one of them");
        }
    }

    private void tell(String key, String message) {
        diagnostics.add(ErrorCode.VALUE_INVALID, storage.keyPlace(key), message);
    }
}
