package dev.lakesmith.engine.duckdb;

import dev.lakesmith.sql.Identifiers;
import java.nio.file.Path;

/** Position delete files, as the Iceberg specification lays them out for format version 2. */
final class PositionDeletes {

    private static final int FILE_PATH_ID = 2147483546;
    private static final int POS_ID = 2147483545;

    private PositionDeletes() {}

    /**
     * The statement that writes one file and returns its statistics.
     *
     * @param rows a query with the columns {@code file_path} and {@code pos}, ordered by both
     */
    static String copy(String rows, Path folder) {
        return "COPY (" + rows + ") TO " + Identifiers.literal(folder.toString())
                + " (FORMAT parquet, COMPRESSION zstd, FILENAME_PATTERN '{uuidv7}-deletes', PER_THREAD_OUTPUT false,"
                + " FILE_SIZE_BYTES '1TB', APPEND true, RETURN_STATS true, FIELD_IDS {file_path: " + FILE_PATH_ID
                + ", pos: " + POS_ID + "})";
    }
}
