package dev.lakesmith.lake.storage;

/** How the storage of a lake is reached. Immutable; no text made of it shows a secret. */
public sealed interface StorageOptions permits StorageOptions.Standard, S3Options, AdlsOptions {

    /** Nothing is said: what the environment gives holds. */
    StorageOptions STANDARD = new Standard();

    /** See {@link #STANDARD}. */
    record Standard() implements StorageOptions {}
}
