package dev.lakesmith.core.contract;

/**
 * That a table's rows are written as plain Parquet files as well, for readers that do not know Iceberg.
 *
 * @param compression of the files
 */
public record Export(Compression compression) {

    /** How Parquet files are packed. */
    public enum Compression {
        /** What every reader of Parquet knows. */
        SNAPPY,
        GZIP,
        /** As the table's own files, which are taken as they are where that gives the same rows and types. */
        ZSTD
    }
}
