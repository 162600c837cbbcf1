package dev.lakesmith.server.iceberg;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Gives clients credentials of their own for the files of one table, for a while. Thread-safe. */
public interface StorageCredentials {

    /** What may be done with a table's files. */
    enum Rights {
        READ,
        WRITE
    }

    /**
     * What a client gets.
     *
     * @param config in the words of Iceberg's file access
     * @param until when it ends
     */
    record Granted(Map<String, String> config, Instant until) {
        public Granted {
            config = Map.copyOf(config);
        }

        /** Shows no secrets. */
        @Override
        public String toString() {
            return "Granted[***, until=" + until + ']';
        }
    }

    /**
     * Asks for credentials.
     *
     * @param client who gets them
     * @param folders locations of folders, all of them below the warehouse
     * @throws dev.lakesmith.vocabulary.LakesmithException when there are none to be had
     */
    Granted grant(String client, List<String> folders, Rights rights);
}
